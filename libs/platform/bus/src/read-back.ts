/** Reads decoded messages outside any group, for replays: what cannot be decoded is passed over, as the lanes park it. */
import { type Topic } from '@tributary/contracts';
import { type Received } from './outcome.ts';
import { type BusEngine } from './port.ts';
import { RecentIds } from './recent-ids.ts';
import { sortOut } from './sort-out.ts';

interface PieceOfLog {
  /** With its namespace. */
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly batchSize: number;
}

/** `next`: where to read on; the offset asked for when nothing was there. */
export async function readBack<T>(
  engine: BusEngine,
  topic: Topic<T>,
  { topic: name, partition, offset, batchSize }: PieceOfLog,
): Promise<{ readonly messages: readonly Received<T>[]; readonly next: number }> {
  const records = await engine.read({ topic: name, partition }, offset, batchSize);
  const { messages } = sortOut(topic, records, new RecentIds(1));
  return { messages, next: (records.at(-1)?.offset ?? offset - 1) + 1 };
}
