/** The worker thread: one store, one port, and the clock of its housekeeping. */
import { parentPort, workerData } from 'node:worker_threads';
import { Store } from './store.ts';
import { WireServer } from './wire/server.ts';
import { parseWorkerOptions } from './worker-options.ts';

const { file, port: wanted, durability, sweepSeconds } = parseWorkerOptions(workerData);

const holder: { store?: Store } = {};
const server = new WireServer((requests) => holder.store?.answer(requests) ?? []);
const port = await server.listen(wanted);
const store = new Store({ file, durability }, `127.0.0.1:${port}`);
holder.store = store;

const clock = setInterval(() => {
  sweep();
}, sweepSeconds * 1000);

function sweep(): void {
  if (store.sweep(Date.now())) setImmediate(sweep); // between two batches requests have their turn
}

parentPort?.on('message', () => {
  clearInterval(clock);
  void server.close().then(() => {
    store.close();
    parentPort?.close();
  });
});
parentPort?.postMessage({ port });
