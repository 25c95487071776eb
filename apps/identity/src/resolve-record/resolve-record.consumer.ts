/** Bus in: collected events → the people behind them. */
import { Consumer, ConsumesBatch, type Outcome, type Received } from '@tributary/bus';
import { topics, type EventCollected } from '@tributary/contracts';
import { ResolveRecords } from './resolve-records.ts';

@Consumer('identity')
export class ResolveRecordConsumer {
  constructor(private readonly resolve: ResolveRecords) {}

  @ConsumesBatch(topics.eventCollected)
  onCollected(batch: readonly Received<EventCollected>[]): Promise<readonly Outcome[]> {
    return this.resolve.all(batch);
  }
}
