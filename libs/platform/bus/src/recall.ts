/** Reads back the ids before a committed offset, so that a copy published after a crash of the stage before is recognized. */
import { type BusEngine, type StoredRecord, type TopicPartition } from './port.ts';
import { type RecentIds } from './recent-ids.ts';
import { idOf } from './sort-out.ts';

/** Read in pages, so that an assignment of many partitions does not block the event loop. */
const pageRecords = 500;

export interface Recall {
  readonly engine: BusEngine;
  readonly place: TopicPartition;
  readonly committed: number;
  /** How many ids are wanted. */
  readonly count: number;
  /** Repeats a read until it succeeds. */
  readonly untilDone: (read: () => Promise<readonly StoredRecord[]>) => Promise<readonly StoredRecord[]>;
}

export async function recall(into: RecentIds, { engine, place, committed, count, untilDone }: Recall): Promise<void> {
  for (let from = Math.max(0, committed - count); from < committed;) {
    const start = from;
    const page = await untilDone(() => engine.read(place, start, Math.min(pageRecords, committed - start)));
    for (const record of page) if (record.offset < committed) into.add(idOf(record));
    from = (page.at(-1)?.offset ?? committed) + 1;
  }
}
