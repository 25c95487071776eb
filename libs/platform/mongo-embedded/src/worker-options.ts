/** What the main thread tells the worker, checked where it arrives. */
import { type Durability } from './storage/sqlite.ts';

export interface WorkerOptions {
  readonly file: string;
  readonly port: number;
  readonly durability: Durability;
  readonly sweepSeconds: number;
}

export function parseWorkerOptions(given: unknown): WorkerOptions {
  if (typeof given !== 'object' || given === null) throw wrong();
  const file = 'file' in given ? given.file : undefined;
  const port = 'port' in given ? given.port : undefined;
  const sweepSeconds = 'sweepSeconds' in given ? given.sweepSeconds : undefined;
  const durability = 'durability' in given ? given.durability : undefined;
  if (typeof file !== 'string' || typeof port !== 'number' || typeof sweepSeconds !== 'number') {
    throw wrong();
  }
  return { file, port, durability: durability === 'normal' ? 'normal' : 'full', sweepSeconds };
}

const wrong = (): TypeError => new TypeError('the store worker was started with wrong options');
