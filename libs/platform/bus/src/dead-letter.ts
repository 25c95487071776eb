/** A message that can never be processed, as it is parked: with its original bytes, headers and place. */
import { type DeadLettered, type Topic } from '@tributary/contracts';
import { type Output } from './outcome.ts';
import { idOf, type Unprocessable } from './sort-out.ts';

interface Parking {
  readonly group: string;
  readonly topic: Topic<DeadLettered>;
  /** Milliseconds. */
  readonly now: number;
}

export function deadLetter({ record, reason, detail }: Unprocessable, to: Parking): Output<DeadLettered> {
  const key = record.key === null ? null : Buffer.from(record.key);
  return {
    topic: to.topic,
    key: key?.toString('utf8') ?? '',
    // The place is part of the id: two broken messages may carry the same one.
    id: `${idOf(record)}:${to.group}:${record.topic}/${record.partition}/${record.offset}:dead-lettered`,
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
