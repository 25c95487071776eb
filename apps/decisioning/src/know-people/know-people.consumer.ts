/** Bus in: who people are and what they bought. */
import { Consumer, ConsumesBatch, type Outcome, type Received } from '@tributary/bus';
import { topics, type EventResolved, type ProfileUpdated } from '@tributary/contracts';
import { KnowPeople } from './know-people.ts';

const done: Outcome = { kind: 'ok', outputs: [] };

@Consumer('decisioning')
export class KnowPeopleConsumer {
  constructor(private readonly know: KnowPeople) {}

  @ConsumesBatch(topics.profileUpdated)
  async onUpdated(batch: readonly Received<ProfileUpdated>[]): Promise<readonly Outcome[]> {
    await this.know.update(batch);
    return batch.map(() => done);
  }

  @ConsumesBatch(topics.eventResolved)
  async onResolved(batch: readonly Received<EventResolved>[]): Promise<readonly Outcome[]> {
    await this.know.record(batch);
    return batch.map(() => done);
  }
}
