/** Bus in: changes of segment memberships → profiles. */
import { Consumer, ConsumesBatch, type Outcome, type Received } from '@tributary/bus';
import { topics, type SegmentMembershipChanged } from '@tributary/contracts';
import { FoldSegments } from './fold-segments.ts';

@Consumer('identity')
export class FoldSegmentsConsumer {
  constructor(private readonly fold: FoldSegments) {}

  @ConsumesBatch(topics.segmentMembershipChanged)
  onChanged(batch: readonly Received<SegmentMembershipChanged>[]): Promise<readonly Outcome[]> {
    return this.fold.all(batch);
  }
}
