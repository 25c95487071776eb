/** What comes in at the doors. */
import { setTimeout as pause } from 'node:timers/promises';
import { parsed, textAt } from '../reading/wire.ts';
import { percentile } from '../servers/watch.ts';
import { type Run } from '../system/run.ts';
import { type Bench, type Row } from './row.ts';

/** Door to profile of what was sent in an interval. */
const latencies = ({ watch }: Bench, from: number): readonly number[] =>
  watch.seen.filter(({ sentAt }) => sentAt >= from).map(({ tookMs }) => tookMs);

const acknowledged = ({ run }: Bench, from: number): number =>
  run.load.attempts.filter(({ answer, at }) => answer === 'ok' && at >= from).length;

const deadLetters = 'ingestion.dead-lettered.v1';
const spellMs = 30_000;
/** A handler that hangs is waited for twice, and a killer is told from the innocent by several lives of its process. */
const parkedWithinMs = 300_000;
/** Nothing moves for two minutes (TRIBUTARY_STUCK_AFTER_MS): then a new process may do better. */
const endsItselfWithinMs = 240_000;

/** Sends events that do this to their handler, and waits until they are parked for these reasons. */
async function untilParked(
  { run, five }: Bench,
  wanted: readonly (readonly [poison: Run['wishes']['poison'][number], reason: string])[],
): Promise<string> {
  const parked = new Set<string>();
  const following = await five.log.follow(`${five.deployment.namespace}.${deadLetters}`, ({ value }) => {
    parked.add(textAt(parsed(Buffer.from(value ?? []).toString('utf8')), 'reason'));
  });
  run.wishes.poison.push(...wanted.map(([poison]) => poison));
  const began = Date.now();
  try {
    while (!wanted.every(([, reason]) => parked.has(reason))) {
      if (Date.now() > began + parkedWithinMs) throw new Error(`only ${[...parked].join()} were parked`);
      await pause(200);
    }
  } finally {
    await following.stop();
  }
  return `all parked after ${Math.round((Date.now() - began) / 1_000)} s`;
}

export const trafficRows: readonly Row[] = [
  {
    name: 'poison',
    fault: 'events that make the handler throw and hang, beside one message in a hundred that no service can read',
    bar: 'each parked once; the others pass within 10 s when the last one is parked',
    backMs: 10_000,
    tiers: ['short', 'long'],
    inject: (bench) =>
      untilParked(bench, [
        ['throws', 'HANDLER_FAILED'],
        ['hangs', 'HANDLER_HANGS'],
      ]),
  },
  {
    name: 'killing poison',
    fault: 'an event whose handling kills the process, each time it is tried',
    bar: 'parked after at most six lives; the others pass within 60 s when it is parked',
    backMs: 60_000,
    tiers: ['short', 'long'],
    inject: async (bench) => {
      const { endings } = bench.five.service('ingestion');
      const before = endings.length;
      const took = await untilParked(bench, [['kills', 'KILLS_THE_PROCESS']]);
      const lives = endings.length - before;
      if (lives > 6) throw new Error(`parked after ${lives} lives`);
      return `${took}, ${lives} lives`;
    },
  },
  {
    name: 'dead letters refused',
    fault: 'the topic of the dead letters of ingestion takes no record, while one message in a hundred is poison',
    bar: 'nothing committed past it, the process ends itself; caught up when the topic takes records again',
    backMs: 60_000,
    tiers: ['long'],
    load: 0.2, // what waits for two minutes would hide how soon the process works again
    inject: async ({ five }) => {
      const process = five.service('ingestion');
      const lives = process.endings.length;
      const began = Date.now();
      const restore = await five.log.refuseRecords(`${five.deployment.namespace}.${deadLetters}`);
      try {
        while (process.endings.length === lives) {
          if (Date.now() > began + endsItselfWithinMs) throw new Error('ingestion has not ended itself');
          await pause(200);
        }
      } finally {
        await restore();
      }
      await process.untilReady();
      return `ended with ${process.endings[lives]?.how ?? 'nothing'} after ${Math.round((Date.now() - began) / 1_000)} s`;
    },
  },
  {
    name: 'hot key',
    fault: 'half of the traffic is one person, for 30 s',
    bar: "the p99 of the others' door-to-profile at most twice the usual",
    tiers: ['long'],
    inject: async (bench) => {
      const calm = Date.now();
      await pause(spellMs);
      const usual = percentile(latencies(bench, calm), 0.99);
      bench.run.wishes.hot = 0.5;
      const hot = Date.now();
      await pause(spellMs);
      bench.run.wishes.hot = 0;
      const then = percentile(latencies(bench, hot), 0.99);
      const words = `p99 ${then} ms against ${usual} ms`;
      // Without an event that showed there is no figure, and nothing is smaller than none.
      if (!(then <= 2 * usual)) throw new Error(words);
      return words;
    },
  },
  {
    name: 'overload',
    fault: 'ten times the usual load for 60 s',
    bar: 'no process above 512 MB; requests acknowledged a second at least 80 % of the most',
    tiers: ['long'],
    patienceMs: 900_000, // as much as is acknowledged waits, and is worked off at the usual speed
    inject: async (bench) => {
      const { setRate, steady, five } = bench;
      setRate(10 * steady);
      let most = 0;
      const goods: number[] = [];
      for (let second = 0; second < 60; second += 5) {
        const from = Date.now();
        await pause(5_000);
        goods.push(acknowledged(bench, from) / 5);
        most = Math.max(most, ...(await Promise.all(five.all.map((process) => process.memory()))));
      }
      const late = goods.slice(-4).reduce((sum, good) => sum + good, 0) / 4;
      const best = Math.max(...goods);
      const words = `${Math.round(late)} of at most ${Math.round(best)} requests a second, largest process ${Math.round(most)} MB`;
      if (most > 512 || late < 0.8 * best) throw new Error(words);
      return words;
    },
  },
];
