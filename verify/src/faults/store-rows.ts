/** What happens between the services and their store. */
import { setTimeout as pause } from 'node:timers/promises';
import { type ProxyMode } from '../servers/fault-proxy.ts';
import { type Row } from './row.ts';

const bar = 'resumed within 30 s, nothing parked because of it, no process grown by more than 100 MB';

const broken = (name: string, mode: ProxyMode, forMs: number, words: string): Row => ({
  name,
  fault: `${words} for ${forMs / 1_000} s`,
  bar,
  backMs: 30_000,
  tiers: ['short', 'long'],
  inject: async ({ five }) => {
    const before = await total(five.all);
    five.proxy.become(mode);
    await pause(forMs);
    five.proxy.become('pass');
    const grown = (await total(five.all)).map((own, index) => own - (before[index] ?? own));
    const most = Math.round(Math.max(...grown));
    // A process that was started again begins small: what grew is what lived through it.
    if (most > 100) throw new Error(`a process grew by ${most} MB`);
    return undefined;
  },
});

const total = (all: readonly { memory(): Promise<number> }[]): Promise<readonly number[]> =>
  Promise.all(all.map((process) => process.memory()));

export const storeRows: readonly Row[] = [
  broken('store: connections reset', 'reset', 5_000, 'every connection to the store reset'),
  broken('store: black hole', 'blackhole', 15_000, 'the store takes everything and answers nothing'),
  broken('store: slow', 'slow', 15_000, 'every answer of the store 500 ms late'),
  broken('store: not primary', 'not-primary', 10_000, 'every write refused as by a member that has stepped down'),
  broken(
    'store: pool exhausted',
    'exhausted',
    10_000,
    'no answer comes back, so that every connection of the pool is taken',
  ),
];
