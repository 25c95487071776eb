/** `verify:faults`: one long-lived river under one steady load, faults one after another, then every check over everything. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { runChecks, type Finding } from '../checks/checks.ts';
import { eventsIn } from '../reading/evidence.ts';
import { startFive, type Five } from '../servers/five.ts';
import { percentile, Watch } from '../servers/watch.ts';
import { addSources } from '../system/river.ts';
import { Run } from '../system/run.ts';
import { seeded } from '../traffic/seeded.ts';
import { brokerRows } from './broker-rows.ts';
import { lateRows, runLate, type LateResult } from './late-rows.ts';
import { measure, measureAll } from './measure.ts';
import { processRows } from './process-rows.ts';
import { type Bench, type Row, type RowResult, type Tier } from './row.ts';
import { sampleUnderKills } from './sample-row.ts';
import { storeRows } from './store-rows.ts';
import { trafficRows } from './traffic-rows.ts';

export interface FaultsOptions {
  readonly tier: Tier;
  readonly events: number;
  readonly seed: number;
  /** Only rows whose name holds one of these; none: all. */
  readonly only: readonly string[];
  /** Whether a row that was late has failed. */
  readonly timed: boolean;
  readonly rate: number;
  /** How long random faults go on at the end of the long tier. */
  readonly nemesisMinutes: number;
  readonly say: (line: string) => void;
}

export interface FaultsResult {
  readonly tier: Tier;
  readonly engines: string;
  readonly seed: number;
  readonly wanted: number;
  readonly events: number;
  readonly requests: number;
  readonly rate: number;
  readonly minutes: number;
  readonly usual: { readonly p50: number; readonly p95: number; readonly p99: number };
  /** Whether a row that was late has failed; in any case it has come back. */
  readonly timed: boolean;
  readonly rows: readonly RowResult[];
  readonly late: readonly LateResult[];
  readonly settled: boolean;
  readonly findings: readonly Finding[];
  /** Where the evidence of what failed is kept. */
  readonly kept: string | undefined;
}

const allRows: readonly Row[] = [...brokerRows, ...processRows, ...storeRows, ...trafficRows];
const warmUpMs = 20_000;
const settleWithinMs = 600_000;

type Named = Pick<Row, 'name' | 'tiers'>;

const chosen = <T extends Named>(rows: readonly T[], tier: Tier, only: readonly string[]): readonly T[] =>
  rows.filter(({ tiers, name }) => tiers.includes(tier) && isNamed(name, only));

const isNamed = (name: string, only: readonly string[]): boolean =>
  only.length === 0 || only.some((part) => name.includes(part));

export async function faults(options: FaultsOptions): Promise<FaultsResult> {
  const folder = await mkdtemp(join(tmpdir(), 'tributary-faults-'));
  const result = await underLoad(options, folder);
  if (!isNamed('the sample under kills', options.only)) return result;
  options.say('the sample under kills: five processes and three brokers of their own');
  return { ...result, late: [...result.late, await sampleUnderKills(folder, options.say)] };
}

async function underLoad(options: FaultsOptions, folder: string): Promise<FaultsResult> {
  const { tier, seed, say } = options;
  const started = Date.now();
  const five = await startFive(folder, say);
  try {
    const { bench, load } = await begin(five, folder, options);
    const usual = percentilesOf(bench.watch);
    const rows = [...(await measureAll(chosen(allRows, tier, options.only), bench, options.timed))];
    say(`${load.sent} of ${options.events} events sent; the load goes on until they are`);
    await goOn(bench, options);
    if (tier === 'long' && options.only.length === 0) rows.push(...(await nemesis(bench, options.nemesisMinutes)));
    load.stop();
    const settled = await bench.run.settle(settleWithinMs);
    say(settled ? 'settled' : 'not settled');
    await bench.watch.stop();
    // Before everything comes again: what a replay mends was broken.
    say('the independent reader reads everything');
    const evidence = await bench.run.evidence(five.store, await bench.run.figures());
    const findings = runChecks(evidence);
    const late: LateResult[] = [];
    for (const row of chosen(lateRows, tier, options.only)) {
      say(`${row.name}: ${row.fault}`);
      late.push(await runLate(row, five, bench.run));
      say(`${row.name}: ${late.at(-1)?.met === true ? 'met' : `MISSED ${late.at(-1)?.note ?? ''}`}`);
    }
    const fine = findings.every(({ violations }) => violations === 0);
    return {
      ...{ tier, seed, rows, late, settled, findings, usual, timed: options.timed },
      engines: five.described,
      wanted: options.events,
      events: eventsIn(evidence),
      requests: load.attempts.length,
      rate: options.rate,
      minutes: Math.round((Date.now() - started) / 6_000) / 10,
      kept: fine ? undefined : folder,
    };
  } finally {
    await five.close();
    await rm(join(folder, 'kafka'), { recursive: true, force: true });
  }
}

async function begin(five: Five, folder: string, options: FaultsOptions): Promise<{ bench: Bench; load: Run['load'] }> {
  const { seed, say } = options;
  const pace = { rate: options.rate };
  const watch = new Watch();
  await watch.start(five.log, five.deployment.namespace);
  const sources = await addSources(five.url('ingestion'), five.deployment);
  const run = new Run({
    ...{ seed, folder, deployment: five.deployment, log: five.log, store: five.store, batch: 10, sampleEveryMs: 1_000 },
    people: Math.max(200, Math.min(5_000, Math.round(options.events / 20))),
    url: (service) => five.url(service),
    rate: () => pace.rate,
    sources: () => sources,
    onSending: (request) => {
      watch.sending(request);
    },
  });
  const random = seeded(seed + 1);
  const setRate = (eventsPerSecond: number): void => void (pace.rate = eventsPerSecond);
  const bench: Bench = { five, run, watch, say, steady: options.rate, setRate, random: (limit) => random.below(limit) };
  run.load.start(Infinity);
  await run.watch();
  say(`load of ${options.rate} events a second; ${warmUpMs / 1_000} s to warm up`);
  await pause(warmUpMs);
  return { bench, load: run.load };
}

function percentilesOf({ seen }: Watch): FaultsResult['usual'] {
  const values = seen.map(({ tookMs }) => tookMs);
  return { p50: percentile(values, 0.5), p95: percentile(values, 0.95), p99: percentile(values, 0.99) };
}

/** Messages that may wait over all groups while there is a hurry: a fraction of what any of them buffers. */
const mostWaiting = 10_000;
/** How much faster than usual events are sent where nothing waits; the less, the more waits. */
const mostHurry = 12;

/** Until the number of events is reached: as fast as they are taken. */
async function goOn(bench: Bench, { events, say }: FaultsOptions): Promise<void> {
  const { run, steady } = bench;
  let told = run.load.sent;
  while (run.load.sent < events) {
    const waiting = await run.lag().catch(() => mostWaiting);
    const rate = steady * Math.max(1, mostHurry * (1 - waiting / mostWaiting));
    bench.setRate(rate);
    await pause(2_000); // each look asks the brokers for some sixty things
    if (run.load.sent < told + events / 20) continue;
    told = run.load.sent;
    say(`${told} of ${events} events, ${Math.round(rate)} a second, ${waiting} messages wait`);
  }
  bench.setRate(steady);
}

/** One random row after another. */
async function nemesis(bench: Bench, minutes: number): Promise<readonly RowResult[]> {
  const rows = chosen(allRows, 'short', []).filter(
    ({ name }) => name.startsWith('store') || name.includes('each process'),
  );
  const results: RowResult[] = [];
  for (const until = Date.now() + minutes * 60_000; Date.now() < until;) {
    const row = rows[bench.random(rows.length)];
    if (row !== undefined) results.push(await measure({ ...row, name: `nemesis: ${row.name}` }, bench));
  }
  return results;
}
