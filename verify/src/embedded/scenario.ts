/**
 * The scenario of the seeded bugs: two processes with all services share the embedded pair; a channel writes before they
 * are there, some appends are refused, one process is killed, another leaves, both come back, and everything settles.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { type BugName } from '../bugs/bugs.ts';
import { type Evidence } from '../reading/evidence.ts';
import { openStoreReader, type StoreReader } from '../reading/store-reader.ts';
import { addSources, newDeployments, serviceProcess, type Deployment, type ServiceProcess } from '../system/river.ts';
import { Run } from '../system/run.ts';
import { openPair, type EmbeddedPair } from './pair.ts';

export interface ScenarioOptions {
  readonly folder: string;
  readonly seed: number;
  readonly namespaces: readonly string[];
  readonly bug?: BugName;
  /** Which services run; all by default. */
  readonly services?: readonly string[];
  /** Events a second, of each deployment. */
  readonly rate: number;
  /** How long the load goes on between two kills. */
  readonly calmMs: number;
  readonly say: (line: string) => void;
}

const settleWithinMs = 40_000;
const refusedShare = 0.03;
/** What waits on the log before the first service starts. */
const early = 4;
const earlyRate = 30;

export async function runScenario(options: ScenarioOptions): Promise<readonly Evidence[]> {
  const { folder, namespaces } = options;
  const pair = await openPair(folder, namespaces);
  const deployments = newDeployments(namespaces);
  const env = {
    ...pair.env,
    ...{ VERIFY_BUG: options.bug ?? '', VERIFY_UNSTEADY: String(refusedShare), LOG_LEVEL: 'warn' },
    // What a dead process left is taken up soon: the scenario ends when that is done.
    IDENTITY_SWEEP_EVERY_MS: '3000',
  };
  const named = ['one', 'two'].map((name) =>
    serviceProcess({ name, services: options.services ?? [], deployments, env, folder }),
  );
  const processes = await Promise.all(named);
  const stores = await Promise.all(namespaces.map((namespace) => openStoreReader(pair.storeUri, namespace)));
  try {
    const runs = deployments.map((deployment, index) =>
      startRun({ ...options, deployment, pair, processes, store: stores[index] }),
    );
    await underKills(runs, processes, options);
    return await Promise.all(runs.map(({ run, store }) => evidenceOf(run, store)));
  } finally {
    await Promise.all(processes.map(({ process }) => process.remove()));
    await Promise.all(stores.map((store) => store.close()));
    await pair.close();
  }
}

interface Started {
  readonly run: Run;
  readonly store: StoreReader;
  readonly deployment: Deployment;
  readonly known: { keys: ReadonlyMap<string, string> };
}

interface StartOptions extends ScenarioOptions {
  readonly deployment: Deployment;
  readonly pair: EmbeddedPair;
  readonly processes: readonly ServiceProcess[];
  readonly store: StoreReader | undefined;
}

function startRun({ deployment, pair, processes, store, seed, folder, rate, services }: StartOptions): Started {
  if (store === undefined) throw new Error('Every deployment has a store.');
  let turn = 0;
  const url = (): string => {
    // Whoever runs is asked: a load balancer does the same.
    const running = processes.filter(({ process }) => process.pid !== undefined);
    turn += 1;
    return running[turn % Math.max(1, running.length)]?.url(deployment) ?? '';
  };
  // Known once a service has made the sources; before, a few events are enough.
  const known: Started['known'] = { keys: new Map() };
  const run = new Run({
    ...{ deployment, store, seed, folder, url },
    ...(services === undefined ? {} : { services }),
    log: pair.log,
    rate: () => (known.keys.size === 0 ? Math.min(rate, earlyRate) : rate),
    people: 60,
    batch: 4,
    sources: () => known.keys,
  });
  run.load.start(Infinity);
  return { run, store, deployment, known };
}

async function underKills(
  runs: readonly Started[],
  processes: readonly ServiceProcess[],
  options: ScenarioOptions,
): Promise<void> {
  const { say, calmMs } = options;
  const [one, two] = processes;
  if (one === undefined || two === undefined) throw new Error('The scenario needs two processes.');
  for (const { run } of runs) while (acknowledged(run) < early) await pause(50);
  const second = two.process.start();
  await one.process.start();
  for (const { known, deployment } of runs) known.keys = await addSources(one.url(deployment), deployment);
  await Promise.all(runs.map(({ run }) => run.watch()));
  for (const { run } of runs) run.wishes.poison.push('throws');
  await second;
  say('both processes run');
  const steps: readonly (readonly [string, () => Promise<unknown>])[] = [
    ['the second leaves and comes back', () => two.process.stop().then(() => two.process.start())],
    ['kill -9 of both, one after the other', () => killed([two, one], calmMs / 4)],
  ];
  for (const [what, step] of steps) {
    await pause(calmMs);
    say(what);
    await step();
  }
  await pause(calmMs);
  for (const { run } of runs) run.load.stop();
  const settled = await Promise.all(runs.map(({ run }) => run.settle(settleWithinMs)));
  say(settled.every(Boolean) ? 'settled' : 'not settled');
}

async function killed(processes: readonly ServiceProcess[], apartMs: number): Promise<void> {
  for (const { process } of processes) {
    process.kill();
    await process.over();
    await pause(apartMs);
  }
  await Promise.all(processes.map(({ process }) => process.untilReady()));
}

const evidenceOf = async (run: Run, store: StoreReader): Promise<Evidence> => run.evidence(store, await run.figures());

const acknowledged = (run: Run): number => run.load.attempts.filter(({ answer }) => answer === 'ok').length;
