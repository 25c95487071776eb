/** The sample's orders through five processes while each of them, and each broker, is killed: the figures must be exact. */
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createClient } from '@tributary/api-client';
import { importFile, readMapping } from '@tributary/importer';
import { lagsOf, serviceNames } from '../reading/collect.ts';
import { numberAt } from '../reading/wire.ts';
import { brokerIds } from '../servers/cluster.ts';
import { startFive, type Five } from '../servers/five.ts';
import { type LateResult } from './late-rows.ts';

const sample = (name: string): string =>
  fileURLToPath(new URL(`../../../samples/online-retail/${name}`, import.meta.url));

/** What anyone can count in the file (samples/online-retail/README.md). */
const known = {
  ...{ customers: 1_039, ordersKnown: 1_617, ordersGuest: 337, cancellations: 384 },
  ...{ gross: 955_338.93, net: 840_612.55, customersWithThreeOrders: 129 },
} as const;

const settleWithinMs = 900_000;

export async function sampleUnderKills(folder: string, say: (line: string) => void): Promise<LateResult> {
  const five = await startFive(join(folder, 'sample'), say);
  const started = Date.now();
  try {
    const importing = importSample(five);
    await killEverything(five, importing.done, say);
    await importing.finished;
    const differences = await untilExact(five);
    return {
      row: 'the sample under kills',
      fault: 'SIGKILL of each of the five processes and of each broker while 50,000 order lines are imported',
      bar: "the sample's figures exact",
      met: differences === '',
      note: differences,
      backMs: Date.now() - started,
    };
  } finally {
    await five.close();
  }
}

function importSample(five: Five): { finished: Promise<void>; done: () => boolean } {
  const { writeKey, secretKey } = five.deployment;
  const client = createClient({ url: five.url('ingestion'), writeKey, secretKey, retries: 60 });
  let over = false;
  const finished = (async () => {
    const mapping = await readMapping(sample('mapping.json'));
    // The whole file again when a request was cut off half-way: what is there already is recognised.
    for (;;) {
      try {
        await importFile({ file: sample('orders.csv.gz'), mapping, client });
        over = true;
        return;
      } catch {
        await pause(1_000);
      }
    }
  })();
  return { finished, done: () => over };
}

/** All of them once at least; and again as long as the import goes on. */
async function killEverything(five: Five, done: () => boolean, say: (line: string) => void): Promise<void> {
  for (let round = 0; round === 0 || !done(); round += 1) {
    for (const process of five.all) {
      say(`  kill -9 of ${process.name}`);
      process.kill();
      await process.over();
      await process.untilReady();
    }
    if (round > 0) continue;
    for (const id of brokerIds) {
      say(`  kill -9 of broker ${id}`);
      await five.cluster.kill(id);
      await pause(5_000);
      await five.cluster.revive();
      await pause(5_000);
    }
  }
}

/** What still differs when nothing is left to do; empty when all figures are exact. */
async function untilExact({ log, deployment, url }: Five): Promise<string> {
  const deadline = Date.now() + settleWithinMs;
  for (;;) {
    const lags = await lagsOf(log, deployment.namespace, serviceNames).catch(() => undefined);
    const settled = lags?.every(({ messages }) => messages === 0) === true;
    const client = createClient({ url: url('analytics'), secretKey: deployment.secretKey });
    const summary = await client.get('/v1/figures/summary').catch(() => undefined);
    const wrong = Object.entries(known).filter(([name, value]) => numberAt(summary, name) !== value);
    if (settled && wrong.length === 0) return '';
    if (Date.now() > deadline) {
      return (
        wrong.map(([name, value]) => `${name} is ${numberAt(summary, name)} and should be ${value}`).join('; ') ||
        'not settled'
      );
    }
    await pause(1_000);
  }
}
