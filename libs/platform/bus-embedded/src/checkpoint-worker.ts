/** The thread that brings the write-ahead log into the file, whenever it is told to; `true`: all of it is there. */
import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';

const db = new DatabaseSync(String(workerData), { timeout: 10_000 });
db.exec('PRAGMA synchronous = NORMAL;');
const checkpoint = db.prepare('PRAGMA wal_checkpoint(PASSIVE)');

parentPort?.on('message', (wish: unknown) => {
  if (wish === 'close') {
    db.close();
    parentPort?.close();
    return;
  }
  const row = checkpoint.get() ?? {};
  parentPort?.postMessage(row['busy'] === 0 && row['log'] === row['checkpointed']);
});
