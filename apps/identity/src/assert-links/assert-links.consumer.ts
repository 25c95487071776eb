/** Bus in: words on pairs → the people they change. */
import { Consumer, ConsumesBatch, type Outcome, type Received } from '@tributary/bus';
import { topics, type IdentityAsserted } from '@tributary/contracts';
import { AssertLinks } from './assert-links.ts';

@Consumer('identity')
export class AssertLinksConsumer {
  constructor(private readonly assert: AssertLinks) {}

  @ConsumesBatch(topics.identityAsserted)
  onAsserted(batch: readonly Received<IdentityAsserted>[]): Promise<readonly Outcome[]> {
    return this.assert.all(batch);
  }
}
