/** The doors, live: what comes in, what becomes of it and why. */
import { Controller, type OnModuleDestroy, Query, Sse } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, Length } from 'class-validator';
import { concatMap, type Observable } from 'rxjs';
import { type LiveMessage, onlyOf } from './live-event.ts';
import { WatchDoor } from './watch-door.ts';

const shape = [
  '`event`: one event with `receivedAt`, `outcome` (`accepted`, `warned`, `rejected`), `source`, `type`, `name`, `messageId`,',
  '`flags` of a warned one, `why` (`code`, `detail`, `at`, `fix`) and `rejection` of a rejected one; the last 500 come first.',
  '`rates`: every second, events per second by source and outcome, and how many were passed over because too many came at once.',
  'What came a second time and what consent forbids to collect is not shown; the metrics count it.',
].join(' ');

class LiveQuery {
  @ApiPropertyOptional({ example: 'web', description: 'Only events of this source, and their rates.' })
  @IsOptional()
  @IsString()
  @Length(1, 64)
  source?: string;
}

@Controller('v1/live')
export class LiveController implements OnModuleDestroy {
  constructor(private readonly door: WatchDoor) {}

  @Sse()
  @ApiOperation({ summary: 'What passes the doors, as server-sent events, from every process and every door' })
  @ApiProduces('text/event-stream')
  @ApiOkResponse({ description: shape, schema: { type: 'string' } })
  live(@Query() { source }: LiveQuery): Observable<LiveMessage> {
    const all = this.door.watch();
    return source === undefined ? all : all.pipe(concatMap((message) => onlyOf(source, message)));
  }

  /** Before the server waits for its connections to end. */
  onModuleDestroy(): void {
    this.door.close();
  }
}
