/** The doors, live: what comes in, what becomes of it and why. */
import { Controller, type OnModuleDestroy, Sse } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces } from '@nestjs/swagger';
import { type Observable } from 'rxjs';
import { type LiveMessage, WatchDoor } from './watch-door.ts';

const shape = [
  '`event`: one event with `receivedAt`, `outcome` (`accepted`, `warned`, `rejected`), `source`, `type`, `name`, `messageId`,',
  '`flags` of a warned one, `why` (`code`, `detail`, `at`, `fix`) and `rejection` of a rejected one; the last 500 come first.',
  '`rates`: every second, events per second by source and outcome, and how many were passed over because too many came at once.',
  'What came a second time and what consent forbids to collect is not shown; the metrics count it.',
].join(' ');

@Controller('v1/live')
export class LiveController implements OnModuleDestroy {
  constructor(private readonly door: WatchDoor) {}

  @Sse()
  @ApiOperation({ summary: 'What passes the doors, as server-sent events, from every process and every door' })
  @ApiProduces('text/event-stream')
  @ApiOkResponse({ description: shape, schema: { type: 'string' } })
  live(): Observable<LiveMessage> {
    return this.door.watch();
  }

  /** Before the server waits for its connections to end. */
  onModuleDestroy(): void {
    this.door.close();
  }
}
