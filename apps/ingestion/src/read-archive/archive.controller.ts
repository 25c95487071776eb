/** The archive: every event that was stored, for rebuilds, backfills and questions about one event. */
import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { type EventCollected } from '@tributary/contracts';
import { eventIdOf } from '@tributary/domain-collection';
import { cursorOf, positionOf, Problem } from '@tributary/http';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { SourceDirectory } from '../manage-sources/source-directory.ts';
import { type ArchiveStore } from '../ports.ts';
import { ARCHIVE_STORE } from '../tokens.ts';

class ExportQuery {
  @ApiPropertyOptional({ default: 500, minimum: 1, maximum: 2000, description: 'Events in the page.' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(2_000) // some megabytes of usual events
  limit: number = 500;

  @ApiPropertyOptional({ description: 'The `next` of the page before.' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  after?: string;
}

class EventQuery {
  @ApiPropertyOptional({ description: 'The source that sent it; absent: any source.' })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  source?: string;
}

class ArchiveExportAnswer {
  @ApiProperty({ type: [Object], description: 'Events as on `event.collected.v1`, in the order of their ids.' })
  readonly items!: readonly EventCollected[];
  @ApiProperty({ type: String, nullable: true, description: 'Pass it as `after`; null on the last page.' })
  readonly next!: string | null;
  @ApiProperty({ description: 'Events in the archive now.' })
  readonly total!: number;
}

class ArchiveCountAnswer {
  @ApiProperty() readonly total!: number;
}

class ArchivedEventsAnswer {
  @ApiProperty({ type: [Object], description: 'One event for each source that sent this message id.' })
  readonly items!: readonly EventCollected[];
}

@Controller('v1')
export class ArchiveController {
  constructor(
    @Inject(ARCHIVE_STORE) private readonly archive: ArchiveStore,
    private readonly sources: SourceDirectory,
  ) {}

  @Get('archive/export')
  @ApiOperation({ summary: 'All events, page by page; complete for what was stored before the first page' })
  @ApiOkResponse({ type: ArchiveExportAnswer })
  async export(@Query() { after, limit }: ExportQuery): Promise<ArchiveExportAnswer> {
    const [page, total] = await Promise.all([this.archive.page(positionOf(after), limit), this.archive.count()]);
    return { items: page.items, next: page.last === undefined ? null : cursorOf(page.last), total };
  }

  @Get('archive/count')
  @ApiOperation({ summary: 'How many events are stored' })
  @ApiOkResponse({ type: ArchiveCountAnswer })
  async count(): Promise<ArchiveCountAnswer> {
    return { total: await this.archive.count() };
  }

  @Get('events/:messageId')
  @ApiOperation({ summary: 'What became of one message' })
  @ApiOkResponse({ type: ArchivedEventsAnswer })
  async event(@Param('messageId') messageId: string, @Query() { source }: EventQuery): Promise<ArchivedEventsAnswer> {
    const senders = source === undefined ? await this.sources.senders() : [source];
    const items = await this.archive.find(senders.map((sender) => eventIdOf(sender, messageId)));
    if (items.length > 0) return { items };
    throw new Problem({
      status: 404,
      code: 'EVENT_NOT_FOUND',
      detail: 'No stored event has this message id.',
      fix: 'It may still be on its way, or be refused: see /v1/rejections.',
    });
  }
}
