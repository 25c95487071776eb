/** Profile snapshots in, bindings out. */
import { Consumer, ConsumesBatch, type Outcome, type Received } from '@tributary/bus';
import { topics, type ProfileUpdated } from '@tributary/contracts';
import { BindPeople } from './bind-people.ts';

@Consumer('analytics')
export class BindPeopleConsumer {
  constructor(private readonly bind: BindPeople) {}

  @ConsumesBatch(topics.profileUpdated)
  onUpdated(batch: readonly Received<ProfileUpdated>[]): Promise<readonly Outcome[]> {
    return this.bind.all(batch);
  }
}
