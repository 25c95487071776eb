/**
 * A topic of somebody else on the same brokers: it stands in no namespace and in no registry. Its records are handed over as they are:
 * what they should be, and what becomes of those that are something else, only their handler knows.
 */
import { type Topic } from '@tributary/contracts';
import { traceparentOf } from '@tributary/telemetry';
import { type StoredRecord } from './port.ts';
import { type SortedOut, unreadable } from './sort-out.ts';

export interface ForeignTopic {
  readonly name: string;
  readonly foreign: true;
}

export const foreignTopic = (name: string): ForeignTopic => ({ name, foreign: true });

export const isForeign = (topic: Topic | ForeignTopic): topic is ForeignTopic => 'foreign' in topic;

/** A record is named by its place alone: ids that its producer gives are not ours to drop it by. */
export function asTheyAre(batch: readonly StoredRecord[]): SortedOut<StoredRecord> {
  const records = batch.filter((record) => record.unreadable === undefined);
  const messages = records.map((record) => ({
    id: `${record.topic}/${record.partition}/${record.offset}`,
    topic: record.topic,
    partition: record.partition,
    offset: record.offset,
    key: record.key === null ? '' : Buffer.from(record.key).toString('utf8'),
    value: record,
    time: record.timestamp,
    appendedAt: record.timestamp,
    traceparent: traceparentOf(record.headers['traceparent']),
  }));
  return { messages, records, unprocessable: batch.flatMap((record) => unreadable(record) ?? []), copies: 0 };
}
