/** Damage to the file of the embedded bus that nothing but a checksum notices. */
import { readFile, writeFile } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import { checkBusFile } from '@tributary/bus-embedded';

/** Long enough to stand in one batch only, short enough to stand in one page. */
const traceBytes = 40;

/** Changes a byte of a batch of `event.received`; in its middle, ingestion is made to read it again. The file must not be in use. */
export async function damage(file: string, which: 'last' | 'middle'): Promise<void> {
  const bytes = await readFile(file);
  const trace = traceOf(batchesIn(file), which, bytes);
  // Where a page was split, what has moved to another may still stand.
  for (let at = bytes.indexOf(trace); at >= 0; at = bytes.indexOf(trace, at + 1)) {
    bytes.writeUInt8(bytes.readUInt8(at) ^ 0xff, at);
  }
  await writeFile(file, bytes);
  if (which === 'middle') readAgain(file);
}

export function isSound(file: string): boolean {
  try {
    checkBusFile(file);
    return true;
  } catch {
    return false;
  }
}

/** Of one partition, in order. */
function batchesIn(file: string): readonly Buffer[] {
  const db = new DatabaseSync(file, { readOnly: true });
  try {
    return db
      .prepare(
        `SELECT bytes FROM partition JOIN batch ON batch.id >= partition.id << 38 AND batch.id < (partition.id + 1) << 38
         WHERE topic LIKE '%event.received.v1' AND number = 0 ORDER BY batch.id`,
      )
      .all()
      .map(({ bytes }) => (bytes instanceof Uint8Array ? Buffer.from(bytes) : Buffer.alloc(0)));
  } finally {
    db.close();
  }
}

/** Bytes that stand in this batch and in no other. */
function traceOf(batches: readonly Buffer[], which: 'last' | 'middle', file: Buffer): Buffer {
  const one = batches.at(which === 'last' ? -1 : Math.floor(batches.length / 2)) ?? Buffer.alloc(0);
  for (let at = 0; at + traceBytes <= one.length; at += 1) {
    const trace = one.subarray(at, at + traceBytes);
    if (file.includes(trace) && !batches.some((other) => other !== one && other.includes(trace))) return trace;
  }
  throw new Error('There is no batch to damage.');
}

function readAgain(file: string): void {
  const db = new DatabaseSync(file);
  db.exec(`UPDATE committed SET next = 0 WHERE consumer_group LIKE '%ingestion'`);
  db.close();
}
