/** Bus in: collected events → the people behind them. */
import { Consumer, ConsumesBatch, type Outcome, type Received } from '@tributary/bus';
import { topics, type EventCollected } from '@tributary/contracts';
import { DoorToProfile } from './door-to-profile.ts';
import { ResolveRecords } from './resolve-records.ts';

@Consumer('identity')
export class ResolveRecordConsumer {
  constructor(
    private readonly resolve: ResolveRecords,
    private readonly doorToProfile: DoorToProfile,
  ) {}

  @ConsumesBatch(topics.eventCollected)
  async onCollected(batch: readonly Received<EventCollected>[]): Promise<readonly Outcome[]> {
    const outcomes = await this.resolve.all(batch);
    this.doorToProfile.reached(batch);
    return outcomes;
  }
}
