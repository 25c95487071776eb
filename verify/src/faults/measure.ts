/** Runs a row under load and measures how the system came back. */
import { setTimeout as pause } from 'node:timers/promises';
import { longestSilence } from '../servers/watch.ts';
import { type Bench, type Inject, type Row, type RowResult } from './row.ts';

/** An event that shows within so long is one of a system that works. */
const usualMs = 3_000;
/** A row that has not come back by then has failed, where it does not say otherwise; the next one begins all the same. */
const usualPatienceMs = 120_000;
/** What a row left behind must not be held against the next one. */
const calmWithinMs = 600_000;
/** Seconds of traffic that may wait, over all groups, in a system that keeps up. */
const usualLag = 6;

/**
 * In this order; a row that was late is measured once more at the end: a machine that others share is late now and then, a system
 * that is late is late again. Both figures are kept.
 */
export async function measureAll(rows: readonly Row[], bench: Bench, timed: boolean): Promise<readonly RowResult[]> {
  const results: RowResult[] = [];
  for (const row of rows) {
    await untilSmall(bench, Date.now(), calmWithinMs);
    results.push(await measure(row, bench));
  }
  for (const row of rows.filter((_, index) => timed && results[index]?.late)) {
    await untilSmall(bench, Date.now(), calmWithinMs);
    results.push({ ...(await measure(row, bench)), again: true });
  }
  return results;
}

export async function measure(row: Row, bench: Bench): Promise<RowResult> {
  const { say } = bench;
  say(`${row.name}: ${row.fault}`);
  const before = await memory(bench);
  const outcomes: Outcome[] = [];
  const terms = { rate: bench.steady * (row.load ?? 1), patienceMs: row.patienceMs ?? usualPatienceMs };
  for (const inject of [row.inject].flat()) outcomes.push(await outcomeOf(inject, bench, terms));
  bench.setRate(bench.steady);
  const after = await memory(bench);
  const [doorMs, backMs, lagMs] = [
    Math.max(...outcomes.map((one) => one.doorMs)),
    longest(outcomes.map((one) => one.backMs)),
    longest(outcomes.map((one) => one.lagMs)),
  ];
  const inTime = within(doorMs, row.doorMs) && backMs !== null && within(backMs, row.backMs) && lagMs !== null;
  const broken = outcomes.some((one) => one.broken);
  const result: RowResult = {
    ...{ row: row.name, fault: row.fault, bar: row.bar, doorMs, backMs, lagMs },
    note: [...new Set(outcomes.map(({ note }) => note).filter((note) => note !== ''))].join('; '),
    grownMb: Math.round(Math.max(0, ...after.map((own, index) => own - (before[index] ?? own)))),
    memoryMb: Math.round(Math.max(...after)),
    met: inTime && !broken,
    late: !inTime && !broken,
    again: false,
  };
  say(
    `${row.name}: ${result.met ? 'met' : 'MISSED'}; door ${doorMs} ms, back ${String(backMs)} ms, lag ${String(lagMs)} ms ${result.note}`,
  );
  return result;
}

interface Outcome {
  readonly doorMs: number;
  readonly backMs: number | null;
  readonly lagMs: number | null;
  readonly broken: boolean;
  readonly note: string;
}

interface Terms {
  readonly rate: number;
  readonly patienceMs: number;
}

async function outcomeOf(inject: Inject, bench: Bench, { rate, patienceMs }: Terms): Promise<Outcome> {
  bench.setRate(rate);
  const began = Date.now();
  let note: string;
  let broken = false;
  try {
    note = (await inject(bench)) ?? '';
  } catch (error) {
    broken = true;
    note = error instanceof Error ? error.message : String(error);
  }
  const healed = Date.now();
  bench.setRate(rate);
  const [backMs, lagMs] = await Promise.all([
    untilSeen(bench, healed, patienceMs),
    untilSmall(bench, healed, patienceMs),
  ]);
  return { doorMs: longestSilence(bench.run.load.attempts, began, Date.now()), backMs, lagMs, broken, note };
}

const longest = (values: readonly (number | null)[]): number | null =>
  values.reduce((most, one) => (most === null || one === null ? null : Math.max(most, one)), 0);

const within = (value: number, bound: number | undefined): boolean => bound === undefined || value <= bound;

async function untilSeen({ watch }: Bench, healed: number, patienceMs: number): Promise<number | null> {
  for (;;) {
    const found = watch.seen.find(({ sentAt, tookMs }) => sentAt >= healed && tookMs <= usualMs);
    if (found !== undefined) return found.sentAt + found.tookMs - healed;
    if (Date.now() > healed + patienceMs) return null;
    await pause(100);
  }
}

async function untilSmall({ run, steady }: Bench, healed: number, withinMs: number): Promise<number | null> {
  for (;;) {
    const lag = await run.lag().catch(() => Infinity);
    if (lag <= steady * usualLag) return Date.now() - healed;
    if (Date.now() > healed + withinMs) return null;
    await pause(1_000); // each look asks the brokers for some forty things
  }
}

const memory = ({ five }: Bench): Promise<readonly number[]> =>
  Promise.all(five.all.map((process) => process.memory()));
