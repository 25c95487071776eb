/**
 * Ends a process whose main thread hangs, e.g. in an endless loop, for then nothing in it can notice: no timer, no probe, no
 * signal. A worker thread watches, so it needs no orchestrator. What hung is found by the quarantine of the lanes.
 */
import inspector from 'node:inspector';
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';

export interface EventLoopWatch {
  /** Shared with the worker; the main thread counts in it as long as it lives. */
  readonly signs: Int32Array;
  readonly deadlineMs: number;
}

/** More often than the worker looks (ten times a deadline), so that every look of it finds one. */
const signsPerDeadline = 20;

/** `deadlineMs` 0: no watch. Nor while a debugger is attached, which stops the main thread on purpose. Answers how to end it. */
export function watchEventLoop(deadlineMs: number): () => Promise<void> {
  if (deadlineMs === 0 || inspector.url() !== undefined) return () => Promise.resolve();
  const signs = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const sign = setInterval(() => Atomics.add(signs, 0, 1), deadlineMs / signsPerDeadline);
  sign.unref();
  const extension = extname(import.meta.url);
  const workerData: EventLoopWatch = { signs, deadlineMs };
  const worker = new Worker(new URL(`./event-loop-watch-worker${extension}`, import.meta.url), {
    workerData,
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  worker.unref();
  worker.on('error', (error) => process.stderr.write(`The event loop is not watched any more: ${String(error)}\n`));
  return async () => {
    clearInterval(sign);
    await worker.terminate();
  };
}
