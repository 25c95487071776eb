/** What a batch of records holds before any handler sees it: messages, re-published copies, and what cannot be decoded. */
import { decode, type Topic } from '@tributary/contracts';
import { type Received } from './outcome.ts';
import { type StoredRecord } from './port.ts';
import { type RecentIds } from './recent-ids.ts';

/** A record that can never be processed, with the reason. */
export interface Unprocessable {
  readonly record: StoredRecord;
  readonly reason: string;
  readonly detail: string;
}

export interface SortedOut<T> {
  readonly messages: readonly Received<T>[];
  /** The record behind each message, at the same index. */
  readonly records: readonly StoredRecord[];
  readonly unprocessable: readonly Unprocessable[];
  readonly copies: number;
}

export function sortOut<T>(topic: Topic<T>, batch: readonly StoredRecord[], recent: RecentIds): SortedOut<T> {
  const messages: Received<T>[] = [];
  const records: StoredRecord[] = [];
  const unprocessable: Unprocessable[] = [];
  const here = new Set<string>();
  let copies = 0;
  for (const record of batch) {
    const id = idOf(record);
    if (recent.has(id) || here.has(id)) {
      copies += 1;
      continue;
    }
    const unread = unreadable(record);
    if (unread) {
      unprocessable.push(unread);
      continue;
    }
    const decoded = decode(topic, record, { id, source: '', time: record.timestamp });
    if (!decoded.ok) {
      unprocessable.push({ record, reason: decoded.reason, detail: decoded.detail });
      continue;
    }
    here.add(id);
    records.push(record);
    messages.push({
      id,
      topic: topic.name,
      partition: record.partition,
      offset: record.offset,
      key: record.key === null ? '' : textOf(record.key),
      value: decoded.value,
      bytes: record.value,
      time: decoded.attributes.time,
      appendedAt: record.timestamp,
      traceparent: decoded.attributes.traceparent,
    });
  }
  return { messages, records, unprocessable, copies };
}

/** What the engine could not unpack: nobody has looked into it, and trying again changes nothing. */
export const unreadable = (record: StoredRecord): Unprocessable | undefined =>
  record.unreadable === undefined ? undefined : { record, reason: 'INFLATES_TOO_FAR', detail: record.unreadable };

/** A producer that sends no CloudEvents attributes is identified by the place of the record on the log. */
export function idOf(record: StoredRecord): string {
  return record.headers['ce_id'] ?? `${record.topic}/${record.partition}/${record.offset}`;
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}
