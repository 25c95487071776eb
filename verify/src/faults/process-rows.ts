/** What happens to the services' own processes. */
import { setTimeout as pause } from 'node:timers/promises';
import { services, type ServiceName } from '@tributary/contracts';
import { failPoints } from '../system/fail-points.ts';
import { type Bench, type Row } from './row.ts';

/** The processes that write and publish for every event. */
const consumers: readonly ServiceName[] = ['ingestion', 'identity'];
const reached = 60_000;

async function killAt(bench: Bench, name: ServiceName, point: string): Promise<undefined> {
  const process = bench.five.service(name);
  const lives = process.endings.length;
  process.tell({ arm: point });
  const deadline = Date.now() + reached;
  while (process.endings.length === lives) {
    if (Date.now() > deadline) throw new Error(`${name} did not reach "${point}" within ${reached} ms`);
    await pause(20);
  }
  await process.untilReady();
}

async function killAtRandom({ five, random, say }: Bench, times: number): Promise<string> {
  for (let time = 0; time < times; time += 1) {
    const process = five.all[random(five.all.length)];
    process?.kill();
    await pause(200 + random(2_500));
    if (time % 20 === 19) say(`  ${time + 1} of ${times} kills`);
  }
  await Promise.all(five.all.map((process) => process.untilReady()));
  return `${times} kills`;
}

/** What passes identity while something goes on. */
async function resolvedPerSecond({ five }: Bench, meanwhile: () => Promise<void>): Promise<number> {
  const passed = async (): Promise<number> => {
    const ends = await five.log.ends(`${five.deployment.namespace}.event.resolved.v1`);
    return ends.reduce((sum, end) => sum + end, 0);
  };
  const [before, began] = [await passed(), Date.now()];
  await meanwhile();
  return ((await passed()) - before) / ((Date.now() - began) / 1_000);
}

export const processRows: readonly Row[] = [
  {
    name: 'consumer killed at fail points',
    fault: `SIGKILL of ${consumers.join(' and ')} ${failPoints.join(', ')}`,
    bar: 'reassigned within 20 s of the restart',
    backMs: 20_000,
    tiers: ['short', 'long'],
    inject: consumers.flatMap((name) => failPoints.map((point) => (bench: Bench) => killAt(bench, name, point))),
  },
  {
    name: 'each process killed',
    fault: 'SIGKILL of each of the five processes, one after another',
    bar: 'reassigned within 20 s of the restart',
    backMs: 20_000,
    tiers: ['short', 'long'],
    inject: async ({ five }) => {
      for (const process of five.all) {
        process.kill();
        await process.over();
        await process.untilReady();
      }
      return undefined;
    },
  },
  {
    name: 'random kills',
    fault: '200 times SIGKILL of a random process at a random moment, under a fifth of the load',
    bar: 'reassigned within 20 s of the last restart',
    backMs: 20_000,
    tiers: ['long'],
    // On one machine five processes that start again and again leave little to work with: what waited would hide how soon they do.
    load: 0.2,
    inject: (bench) => killAtRandom(bench, 200),
  },
  {
    name: 'rebalance storm',
    fault: 'three processes of identity, one of which is told to stop and is started again every 5 s, for 5 min',
    bar: 'at least 30 % of the usual throughput, versions never regress',
    tiers: ['long'],
    inject: async (bench) => {
      const usual = await resolvedPerSecond(bench, () => pause(30_000));
      const others = [await bench.five.another('identity'), await bench.five.another('identity')];
      const three = [bench.five.service('identity'), ...others];
      let restarts = 0;
      const stormy = await resolvedPerSecond(bench, async () => {
        for (const until = Date.now() + 300_000; Date.now() < until; restarts += 1) {
          const next = pause(5_000);
          const process = three[restarts % three.length];
          await process?.stop();
          await process?.start();
          await next;
        }
      });
      for (const process of others) await process.stop();
      const words = `${restarts} restarts; ${Math.round(stormy)} of usually ${Math.round(usual)} events a second`;
      if (stormy < 0.3 * usual) throw new Error(words);
      return words;
    },
  },
  {
    name: 'SIGTERM under load',
    fault: 'each of the five processes told to stop, then started again',
    bar: 'drained, committed and gone within 25 s with exit code 0',
    tiers: ['short', 'long'],
    inject: async ({ five }) => {
      const took: number[] = [];
      for (const name of services) {
        const { how, tookMs } = await five.service(name).stop();
        if (how !== 0) throw new Error(`${name} ended with ${how}`);
        took.push(Math.round(tookMs));
        await five.service(name).start();
      }
      const longest = Math.max(...took);
      if (longest > 25_000) throw new Error(`the longest stop took ${longest} ms`);
      return `the longest stop took ${longest} ms`;
    },
  },
  {
    name: 'clock jumps',
    fault: 'the clocks of ingestion and identity an hour ahead, then an hour behind, 15 s each',
    bar: 'one effect, the same profiles',
    tiers: ['long'],
    inject: async ({ five }) => {
      for (const clock of [3_600_000, -3_600_000, 0]) {
        for (const name of consumers) five.service(name).tell({ clock });
        if (clock !== 0) await pause(15_000);
      }
      return undefined;
    },
  },
];
