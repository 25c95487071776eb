/** Bus in: events that a door refused, and messages that the pipeline could not take. */
import { Consumer, ConsumesBatch, type Outcome, type Received } from '@tributary/bus';
import { type DeadLettered, deadLetterTopic, type EventRejected, topics } from '@tributary/contracts';
import { KeepRejections } from './keep-rejections.ts';

@Consumer('ingestion')
export class KeepRejectionsConsumer {
  constructor(private readonly keep: KeepRejections) {}

  @ConsumesBatch(topics.eventRejected)
  onRejected(batch: readonly Received<EventRejected>[]): Promise<readonly Outcome[]> {
    return this.keep.all(batch);
  }

  @ConsumesBatch(deadLetterTopic('ingestion'))
  onDeadLettered(batch: readonly Received<DeadLettered>[]): Promise<readonly Outcome[]> {
    return this.keep.fromDeadLetters(batch);
  }
}
