/** Data quality over HTTP: how complete and valid the records are, and the rows that nobody can use. */
import { Controller, Get, Header, HttpCode, Post, Query, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { recordId } from '@tributary/contracts';
import { pageOf, positionOf, Problem, type Page } from '@tributary/http';
import { QualityAnswer, QualityQuery, WorstPageAnswer, WorstQuery } from './quality.dto.ts';
import { Quality, type QualityWalk, type WorstRow } from './quality.ts';
import { type Rank } from './rank-rows.ts';
import { shownQuality, shownRow } from './shown-quality.ts';
import { worstCsv } from './worst-csv.ts';

interface Reply {
  header(name: string, value: string): unknown;
}

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
  @ApiOperation({ summary: 'Rows with fields that nobody can use, as they are now, the most urgent first' })
  @ApiOkResponse({ type: WorstPageAnswer })
  async worst(@Query() query: WorstQuery): Promise<WorstPageAnswer> {
    const { items, next } = await this.#page(query);
    return { items: items.map(shownRow), next };
  }

  @Get('worst.csv')
  @Header('content-type', 'text/csv; charset=utf-8')
  @ApiOperation({ summary: 'The same rows as CSV; the header `link` leads to the next page' })
  @ApiProduces('text/csv')
  @ApiOkResponse({ schema: { type: 'string' } })
  async csv(@Query() query: WorstQuery, @Res({ passthrough: true }) reply: Reply): Promise<string> {
    const { items, next } = await this.#page(query);
    if (next !== null) {
      const { field, source, atLeast, reveal, limit } = query;
      const asked = Object.entries({ field, source, atLeast, reveal, limit, after: next });
      const parameters = new URLSearchParams();
      for (const [name, value] of asked) if (value !== undefined) parameters.set(name, String(value));
      reply.header('link', `</v1/quality/worst.csv?${parameters.toString()}>; rel="next"`);
    }
    return worstCsv(items);
  }

  async #page({ after, limit, ...question }: WorstQuery): Promise<Page<WorstRow>> {
    const behind = rankOf(positionOf(after));
    const walk = await this.#known();
    checkSource(question.source, walk);
    const found = await this.quality.worst(walk, question, behind, limit);
    const page = pageOf(found, limit, ({ urgency, record, source }) => `${urgency} ${record} ${source}`);
    if (question.reveal) this.quality.revealed({ route: '/v1/quality/worst', ...question, rows: page.items.length });
    return page;
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

/** While records are measured a source may yet be met. */
function checkSource(asked: string | undefined, { sum, endedAt }: QualityWalk): void {
  const sources = sum.sources.map(({ source }) => source);
  if (asked === undefined || endedAt === undefined || sources.includes(asked)) return;
  throw new Problem({
    status: 400,
    code: 'SOURCE_NOT_MEASURED',
    detail: `No record that was measured says anything of the source ${JSON.stringify(asked)}.`,
    fix: `Measured were ${sources.length === 0 ? 'none' : sources.join(', ')}; POST /v1/quality/scan measures again.`,
  });
}

function rankOf(position: string | undefined): Rank | undefined {
  const [, urgency, record, source] = /^([\d.]+) (\S+) (.*)$/s.exec(position ?? '') ?? [];
  return record === undefined || source === undefined
    ? undefined
    : { urgency: Number(urgency), record: recordId(record), source };
}
