/** Bus in: ledgers follow their people when profiles merge and split. */
import { Consumer, ConsumesBatch, type Outcome, type Received } from '@tributary/bus';
import { topics, type ProfileMerged, type ProfileSplit } from '@tributary/contracts';
import { MoveCaps } from './move-caps.ts';

const done: Outcome = { kind: 'ok', outputs: [] };

@Consumer('decisioning')
export class MoveCapsConsumer {
  constructor(private readonly move: MoveCaps) {}

  @ConsumesBatch(topics.profileMerged)
  async onMerged(batch: readonly Received<ProfileMerged>[]): Promise<readonly Outcome[]> {
    for (const { value } of batch) if (value !== null) await this.move.merge(value);
    return batch.map(() => done);
  }

  @ConsumesBatch(topics.profileSplit)
  async onSplit(batch: readonly Received<ProfileSplit>[]): Promise<readonly Outcome[]> {
    for (const { value } of batch) if (value !== null) await this.move.split(value);
    return batch.map(() => done);
  }
}
