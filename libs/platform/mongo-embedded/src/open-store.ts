/** Opens an embedded store: a file and a port, served by a worker thread of this process. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, extname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { type Durability } from './storage/sqlite.ts';
import { type WorkerOptions } from './worker-options.ts';

export interface StoreOptions {
  /** The store's file, made when it is not there; `:memory:` is a temporary one that goes when the store closes. */
  readonly file: string;
  /** The loopback port; 0 or none: a free one. */
  readonly port?: number;
  /** `full` (default): an answered write survives a power cut. `normal`: it survives the death of the process. */
  readonly durability?: Durability;
  /** How often expired documents are removed; 60 by default, as MongoDB does. */
  readonly sweepSeconds?: number;
}

export interface OpenStore {
  readonly uri: string;
  readonly port: number;
  close(): Promise<void>;
}

export async function openStore({ file, port = 0, durability, sweepSeconds = 60 }: StoreOptions): Promise<OpenStore> {
  const temporary = file === ':memory:' ? mkdtempSync(join(tmpdir(), 'tributary-store-')) : undefined;
  if (!temporary) mkdirSync(dirname(file), { recursive: true });
  const options: WorkerOptions = {
    file: temporary ? join(temporary, 'store.sqlite') : file,
    port,
    durability: durability ?? (temporary ? 'normal' : 'full'),
    sweepSeconds,
  };
  const discard = (): void => {
    if (temporary) rmSync(temporary, { recursive: true, force: true });
  };
  const worker = startWorker(options);
  const taken = await listening(worker).catch((error: unknown) => {
    discard();
    throw error;
  });
  worker.unref(); // an open store does not keep a finished program alive
  return {
    uri: `mongodb://127.0.0.1:${taken}/?directConnection=true`,
    port: taken,
    close: async () => {
      worker.ref();
      const ended = new Promise((resolve) => worker.once('exit', resolve));
      worker.postMessage('close');
      await ended;
      discard();
    },
  };
}

function startWorker(options: WorkerOptions): Worker {
  const extension = extname(import.meta.url);
  const file = new URL(`./store-worker${extension}`, import.meta.url);
  const execArgv = ['--disable-warning=ExperimentalWarning'];
  if (extension === '.ts') execArgv.push('--conditions=@tributary/source');
  return new Worker(file, { workerData: options, execArgv });
}

function listening(worker: Worker): Promise<number> {
  return new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('exit', () => {
      reject(new Error('the store worker ended before it was ready'));
    });
    worker.once('message', (message: { port: number }) => {
      resolve(message.port);
    });
  });
}
