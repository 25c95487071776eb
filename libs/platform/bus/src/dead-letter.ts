/** A message that can never be processed, as it is parked: with its original bytes, headers and place. */
import { type DeadLettered, type Topic } from '@tributary/contracts';
import { type Output } from './outcome.ts';
import { type StoredRecord } from './port.ts';
import { idOf, type Unprocessable } from './sort-out.ts';

interface Parking {
  readonly group: string;
  readonly topic: Topic<DeadLettered>;
  /** Milliseconds. */
  readonly now: number;
}

/** The place is part of the id: two broken messages may carry the same one. */
export const deadLetterId = (record: StoredRecord, group: string): string =>
  `${idOf(record)}:${group}:${record.topic}/${record.partition}/${record.offset}:dead-lettered`;

/** As text, the key of a record and of its dead letter. */
export const keyOf = ({ key }: StoredRecord): string => (key === null ? '' : Buffer.from(key).toString('utf8'));

export function deadLetter({ record, reason, detail }: Unprocessable, to: Parking): Output<DeadLettered> {
  const key = record.key === null ? null : Buffer.from(record.key);
  return {
    topic: to.topic,
    key: keyOf(record),
    id: deadLetterId(record, to.group),
    value: {
      group: to.group,
      topic: record.topic,
      partition: record.partition,
      offset: record.offset,
      key: key?.toString('base64') ?? null,
      value: record.value === null ? null : Buffer.from(record.value).toString('base64'),
      headers: record.headers,
      timestamp: record.timestamp,
      reason,
      detail,
      at: new Date(to.now).toISOString(),
    },
    time: to.now,
  };
}
