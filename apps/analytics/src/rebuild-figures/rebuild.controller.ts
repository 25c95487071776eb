/** Rebuilds over HTTP: ask for one, watch it, read what it found. */
import { Problem } from '@tributary/http';
import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { type GenerationState } from '../ports.ts';
import { RebuildRunner } from './rebuild-runner.ts';

class DifferenceAnswer {
  @ApiProperty({ example: 'totals 2010-12-01' })
  readonly document!: string;
  @ApiProperty({ example: 'GBP.gross' })
  readonly field!: string;
  @ApiProperty({ oneOf: [{ type: 'number' }, { type: 'string' }] })
  readonly before!: number | string;
  @ApiProperty({ oneOf: [{ type: 'number' }, { type: 'string' }] })
  readonly after!: number | string;
}

class RebuildProgressAnswer {
  @ApiProperty()
  readonly startedAt!: string;
  @ApiProperty({ enum: ['reading', 'comparing'] })
  readonly stage!: 'reading' | 'comparing';
  @ApiProperty({ description: 'Events read from the archive.' })
  readonly done!: number;
  @ApiProperty({ description: 'Events in the archive.' })
  readonly total!: number;
}

class ReportAnswer {
  @ApiProperty()
  readonly startedAt!: string;
  @ApiProperty()
  readonly finishedAt!: string;
  @ApiProperty({ description: 'Events read from the archive.' })
  readonly events!: number;
  @ApiProperty({ description: 'Documents compared with the ones that were in use.' })
  readonly documents!: number;
  @ApiProperty({ description: 'Fields that differed; the rebuilt value is in use now.' })
  readonly differences!: number;
  @ApiProperty({ type: [DifferenceAnswer], description: 'The first hundred differences.' })
  readonly examples!: readonly DifferenceAnswer[];
}

export class RebuildAnswer {
  @ApiProperty({ description: 'Counts up with every rebuild.' })
  readonly generation!: number;
  @ApiProperty({ type: RebuildProgressAnswer, nullable: true, description: 'The rebuild that runs now.' })
  readonly running!: RebuildProgressAnswer | null;
  @ApiProperty({ type: ReportAnswer, nullable: true, description: 'The last one that came to its end.' })
  readonly last!: ReportAnswer | null;
  @ApiProperty({ type: String, nullable: true, description: 'Why the last one ended early.' })
  readonly failure!: string | null;
}

@ApiTags('figures')
@Controller('v1/figures/rebuild')
export class RebuildController {
  constructor(private readonly runner: RebuildRunner) {}

  @Post()
  @HttpCode(202)
  @ApiOperation({ summary: 'Rebuild every figure from the archive, compare, and switch' })
  @ApiAcceptedResponse({ type: RebuildAnswer })
  async start(): Promise<RebuildAnswer> {
    const state = await this.runner.start();
    if (state) return answerOf(state);
    throw new Problem({
      status: 409,
      code: 'REBUILD_RUNNING',
      detail: 'A rebuild is running already.',
      fix: 'Watch it at GET /v1/figures/rebuild.',
    });
  }

  @Get()
  @ApiOperation({ summary: 'Progress of the running rebuild, and what the last one found' })
  @ApiOkResponse({ type: RebuildAnswer })
  async progress(): Promise<RebuildAnswer> {
    return answerOf(await this.runner.state());
  }
}

function answerOf({ active, building, last, failure }: GenerationState): RebuildAnswer {
  return {
    generation: active,
    running: building && {
      startedAt: instant(building.startedAt),
      stage: building.stage,
      done: building.done,
      total: building.total,
    },
    last: last && {
      startedAt: instant(last.startedAt),
      finishedAt: instant(last.finishedAt),
      events: last.events,
      documents: last.documents,
      differences: last.differences,
      examples: last.examples,
    },
    failure,
  };
}

const instant = (time: number): string => new Date(time).toISOString();
