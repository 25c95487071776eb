/** What became of one message id at every stage. */
import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { services } from '@tributary/contracts';
import { Problem } from '@tributary/http';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { outcomes, type Stage } from './stages.ts';
import { TraceEvent } from './trace-event.ts';

class TraceQuery {
  @ApiPropertyOptional({ description: 'The source that sent it; absent: any source.' })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  source?: string;
}

const stages = ['door', 'archive', 'rejection', ...services.filter((service) => service !== 'ingestion')] as const;

const outcomesSay =
  '`resolved`, `worked-off`: the service has committed past it; `waiting`: it has not yet; `dead-lettered`: it has parked it, `detail` says why; ' +
  '`not-reached`: a service before it has not passed it on; `unknown`, `unavailable`: the log does not tell, or cannot be asked, `detail` says why.';

class StageAnswer implements Stage {
  @ApiProperty({ enum: stages }) readonly stage!: Stage['stage'];
  @ApiProperty({ enum: outcomes, description: outcomesSay }) readonly outcome!: Stage['outcome'];
  @ApiPropertyOptional({ format: 'date-time' }) readonly at?: string;
  @ApiPropertyOptional({ description: 'What there is to know about it, and what to do.' }) readonly detail?: string;
  @ApiPropertyOptional({ description: 'The person; see `GET /v1/profiles/:id`.' }) readonly profile?: string;
  @ApiPropertyOptional({ description: 'See `GET /v1/rejections/:id`.' }) readonly rejection?: string;
  @ApiPropertyOptional({
    description:
      'Topic that the service learns of it from: the event itself, or on `profile.updated.v1` the newest snapshot of the person.',
  })
  readonly topic?: string;
  @ApiPropertyOptional() readonly partition?: number;
  @ApiPropertyOptional() readonly offset?: number;
}

class TraceAnswer {
  @ApiProperty() readonly source!: string;
  @ApiProperty({ type: String, nullable: true, description: 'Id of the stored event; null where it was refused.' })
  readonly event!: string | null;
  @ApiProperty({ type: [StageAnswer] }) readonly stages!: readonly StageAnswer[];
}

class TracesAnswer {
  @ApiProperty() readonly messageId!: string;
  @ApiProperty({ type: [TraceAnswer], description: 'One for each event that came with this message id.' })
  readonly items!: readonly TraceAnswer[];
}

@Controller('v1/events')
export class TraceEventController {
  constructor(private readonly traces: TraceEvent) {}

  @Get(':messageId/trace')
  @ApiOperation({ summary: 'What became of one message at every stage' })
  @ApiOkResponse({ type: TracesAnswer })
  async trace(@Param('messageId') messageId: string, @Query() { source }: TraceQuery): Promise<TracesAnswer> {
    const items = await this.traces.of(messageId, source);
    if (items.length > 0) return { messageId, items };
    throw new Problem({
      status: 404,
      code: 'EVENT_NOT_FOUND',
      detail: 'No event with this message id was stored or refused.',
      fix: 'It may still be on its way: ask again in a second. Nothing is kept of what consent forbids to collect. An event whose bytes could not be read has no message id: see /v1/rejections.',
    });
  }
}
