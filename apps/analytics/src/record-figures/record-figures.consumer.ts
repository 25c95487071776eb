/** Collected events in, cells out. */
import { Consumer, ConsumesBatch, type Outcome, type Received } from '@tributary/bus';
import { topics, type EventCollected } from '@tributary/contracts';
import { RecordFigures } from './record-figures.ts';

@Consumer('analytics')
export class RecordFiguresConsumer {
  constructor(private readonly record: RecordFigures) {}

  @ConsumesBatch(topics.eventCollected)
  onCollected(batch: readonly Received<EventCollected>[]): Promise<readonly Outcome[]> {
    return this.record.all(batch);
  }
}
