/** A row of the fault table: what is done to the system, and what is then promised. */
import { type Five } from '../servers/five.ts';
import { type Watch } from '../servers/watch.ts';
import { type Run } from '../system/run.ts';

export interface Bench {
  readonly five: Five;
  readonly run: Run;
  readonly watch: Watch;
  readonly say: (line: string) => void;
  /** Events a second of the steady load. */
  readonly steady: number;
  readonly setRate: (eventsPerSecond: number) => void;
  /** Numbers from the seed. */
  readonly random: (limit: number) => number;
}

export type Tier = 'short' | 'long';

export interface Row {
  readonly name: string;
  /** What is done, and how often. */
  readonly fault: string;
  /** The promise beside "nothing lost, nothing doubled", which every row shares. */
  readonly bar: string;
  /** Bounds, milliseconds; absent: not promised. */
  readonly doorMs?: number;
  readonly backMs?: number;
  readonly tiers: readonly Tier[];
  /** The part of the steady load under which it happens and the system comes back; absent: all of it. */
  readonly load?: number;
  /** How long the system may take to come back before the next row begins, milliseconds; absent: two minutes. */
  readonly patienceMs?: number;
  /** One, or several after one another: the system has to come back from each. */
  readonly inject: Inject | readonly Inject[];
}

/** Begins and ends the fault, and answers what else is worth saying; it throws when the promise was broken in between. */
export type Inject = (bench: Bench) => Promise<string | undefined>;

export interface RowResult {
  readonly row: string;
  readonly fault: string;
  readonly bar: string;
  /** The longest time without an acknowledged request, milliseconds. */
  readonly doorMs: number;
  /** From the end of the fault until an event sent after it showed in its profile within the bound, of several the longest; null: not in time. */
  readonly backMs: number | null;
  /** From the end of the fault until the lag was small again, of several the longest; null: not in time. */
  readonly lagMs: number | null;
  /** The largest process after the fault, and how much the processes grew since before, MB. */
  readonly memoryMb: number;
  readonly grownMb: number;
  readonly met: boolean;
  /** Nothing was broken, it only took too long. */
  readonly late: boolean;
  /** Measured once more, because it was late the first time. */
  readonly again: boolean;
  readonly note: string;
}
