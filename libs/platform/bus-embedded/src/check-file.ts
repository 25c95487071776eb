/** Holds every batch of a file against its checksum: services read each batch once, and would not see what was damaged after that. */
import { DatabaseSync } from 'node:sqlite';
import { batchOf } from './log.ts';
import { decodeBatch } from './record-batch.ts';
import { integer, text } from './row.ts';

/** The file may be in use. Throws `BUS_CORRUPTED`, with topic, partition and offset, at the first batch that is not what was written. */
export function checkBusFile(file: string): void {
  const db = new DatabaseSync(file, { readOnly: true });
  try {
    const batches = db.prepare(
      `SELECT topic, number, base, count, checksum, bytes FROM partition JOIN batch
       ON batch.id >= partition.id << 38 AND batch.id < (partition.id + 1) << 38`,
    );
    for (const row of batches.iterate()) {
      decodeBatch({ topic: text(row, 'topic'), partition: integer(row, 'number') }, batchOf(row), 0);
    }
  } finally {
    db.close();
  }
}
