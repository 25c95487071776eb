/** Everything in one process on its own files; the verifier reads them when that process is gone. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Supervised } from '@tributary/launcher';
import { openStore } from '@tributary/mongo-embedded';
import { runChecks } from '../checks/checks.ts';
import { embeddedLog } from '../reading/embedded-log.ts';
import { eventsIn, type Evidence } from '../reading/evidence.ts';
import { openStoreReader } from '../reading/store-reader.ts';
import { addSources, newDeployments, serviceProcess } from '../system/river.ts';
import { Run } from '../system/run.ts';
import { sweepEveryMs } from './pair.ts';

export interface Alone {
  readonly process: Supervised;
  readonly run: Run;
  /** Resolves when a request that was sent after the moment is acknowledged. */
  untilAcknowledged(since: number): Promise<void>;
  /** The error that the process ends with, in its own words; empty when it says nothing in time. */
  complaint(withinMs: number): Promise<string>;
  /** Stops the process and reads what it left. */
  stop(): Promise<{ readonly evidence: Evidence; readonly events: number }>;
  close(): Promise<void>;
}

export interface AloneOptions {
  /** For journals and logs. */
  readonly folder: string;
  /** For the files of the engines. */
  readonly data: string;
  readonly seed: number;
  readonly rate: number;
}

const sweptWithinMs = 3 * sweepEveryMs;
const settleWithinMs = 120_000;
/** Whatever is unsent after so many is never sent, and the checks will say so. */
const mostLives = 4;

export async function startAlone({ folder, data, seed, rate }: AloneOptions): Promise<Alone> {
  const [deployment] = newDeployments(['a']);
  if (deployment === undefined) throw new Error('There is one deployment.');
  const env = { TRIBUTARY_DATA_DIR: data, LOG_LEVEL: 'warn', IDENTITY_SWEEP_EVERY_MS: String(sweepEveryMs) };
  const { process, url } = await serviceProcess({
    name: 'alone',
    services: [],
    deployments: [deployment],
    env,
    folder,
  });
  await process.start();
  const sources = await addSources(url(deployment), deployment);
  const log = embeddedLog(join(data, 'bus.sqlite'));
  const run = new Run({
    ...{ deployment, log, seed, folder, people: 300, batch: 5 },
    url: () => url(deployment),
    rate: () => rate,
    sources: () => sources,
  });
  run.load.start(Infinity);
  await run.watch();
  return {
    process,
    run,
    untilAcknowledged: async (since) => {
      while (!run.load.attempts.slice(-500).some(({ answer, at }) => answer === 'ok' && at >= since)) await pause(100);
    },
    complaint: (withinMs) => complaintOf(process, join(folder, 'alone.log'), withinMs),
    stop: async () => {
      for (let lives = 1; ; lives += 1) {
        const figures = await run.figures();
        await process.stop();
        const store = await openStore({ file: join(data, 'store.sqlite') });
        const reader = await openStoreReader(store.uri, deployment.namespace);
        const over = lives === mostLives || (await reader.unsent()) === 0;
        const evidence = over ? await run.evidence(reader, figures) : undefined;
        await reader.close();
        await store.close();
        if (evidence !== undefined) {
          await log.close();
          return { evidence, events: eventsIn(evidence) };
        }
        await process.start();
        await pause(sweptWithinMs);
        await run.idle(settleWithinMs);
      }
    },
    close: () => log.close(),
  };
}

async function complaintOf(process: Supervised, file: string, withinMs: number): Promise<string> {
  const lives = process.endings.length;
  const deadline = Date.now() + withinMs;
  while (process.endings.length === lives && Date.now() < deadline) await pause(200);
  const [said] = /(?:BUS_CORRUPTED|SQLITE_CORRUPT|malformed)[^"\n]*/.exec(await readFile(file, 'utf8')) ?? [];
  return (said ?? '').trim().slice(0, 300);
}

/** What broke, in a sentence; empty when nothing did. */
export const findingsOf = (evidence: Evidence): string =>
  runChecks(evidence)
    .filter(({ violations }) => violations > 0)
    .map(({ check, violations, examples }) => `${check}: ${violations}, first ${examples[0] ?? ''}`)
    .join('; ');
