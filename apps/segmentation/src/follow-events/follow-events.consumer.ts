/** Bus in: events that are known to belong to a profile. */
import { Consumer, ConsumesBatch, type Outcome, type Received } from '@tributary/bus';
import { type EventResolved, topics } from '@tributary/contracts';
import { FollowEvents } from './follow-events.ts';

@Consumer('segmentation')
export class FollowEventsConsumer {
  constructor(private readonly follow: FollowEvents) {}

  @ConsumesBatch(topics.eventResolved)
  async onResolved(batch: readonly Received<EventResolved>[]): Promise<readonly Outcome[]> {
    await this.follow.all(batch);
    return batch.map(() => ({ kind: 'ok', outputs: [] }));
  }
}
