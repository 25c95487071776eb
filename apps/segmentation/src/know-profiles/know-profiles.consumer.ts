/** Bus in: snapshots of profiles; null means erased. */
import { Consumer, ConsumesBatch, type Outcome, type Received } from '@tributary/bus';
import { type ProfileUpdated, topics } from '@tributary/contracts';
import { KnowProfiles } from './know-profiles.ts';

@Consumer('segmentation')
export class KnowProfilesConsumer {
  constructor(private readonly know: KnowProfiles) {}

  @ConsumesBatch(topics.profileUpdated)
  async onUpdated(batch: readonly Received<ProfileUpdated>[]): Promise<readonly Outcome[]> {
    await this.know.all(batch);
    return batch.map(() => ({ kind: 'ok', outputs: [] }));
  }
}
