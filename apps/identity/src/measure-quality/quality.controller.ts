/** Data quality over HTTP: how complete and valid the records are, and the rows that nobody can use. */
import { Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { recordId } from '@tributary/contracts';
import { pageOf, positionOf, Problem } from '@tributary/http';
import { QualityAnswer, QualityQuery, WorstPageAnswer, WorstQuery } from './quality.dto.ts';
import { Quality, type Place, type QualityWalk } from './quality.ts';
import { shownQuality, shownRow } from './shown-quality.ts';

@ApiTags('quality')
@Controller('v1/quality')
export class QualityController {
  constructor(private readonly quality: Quality) {}

  @Post('scan')
  @HttpCode(202)
  @ApiOperation({ summary: 'Measure the quality of all records, in the background' })
  @ApiAcceptedResponse({ type: QualityAnswer })
  async scan(): Promise<QualityAnswer> {
    return shownQuality(await this.quality.scan(), { reveal: false });
  }

  @Get()
  @ApiOperation({ summary: 'How complete and valid the records are by source, generic values, sizes of people' })
  @ApiOkResponse({ type: QualityAnswer })
  async measured(@Query() { reveal }: QualityQuery): Promise<QualityAnswer> {
    const walk = await this.#known();
    if (reveal) this.quality.revealed({ route: '/v1/quality' });
    return shownQuality(walk, { reveal });
  }

  @Get('worst')
  @ApiOperation({ summary: 'Rows with fields that nobody can use, as they are now, in order of component' })
  @ApiOkResponse({ type: WorstPageAnswer })
  async worst(@Query() { after, limit, ...question }: WorstQuery): Promise<WorstPageAnswer> {
    const place = placeOf(positionOf(after));
    const found = await this.quality.worst(await this.#known(), question, place, limit);
    const { items, next } = pageOf(found, limit, (row) => row.place);
    if (question.reveal) this.quality.revealed({ route: '/v1/quality/worst', ...question, rows: items.length });
    return { items: items.map(shownRow), next };
  }

  async #known(): Promise<QualityWalk> {
    const walk = await this.quality.find();
    if (walk !== undefined) return walk;
    throw new Problem({
      status: 404,
      code: 'QUALITY_NOT_MEASURED',
      detail: 'The quality of the records was never measured.',
      fix: 'POST /v1/quality/scan measures it.',
    });
  }
}

function placeOf(position: string | undefined): Place {
  const [, count, component] = /^(\d+) (.+)$/s.exec(position ?? '') ?? [];
  return component === undefined
    ? { component: '', count: 0 }
    : { component: recordId(component), count: Number(count) };
}
