/** Faults of the embedded pair: one process holds the bus, the store and every service, and dies with all of them. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { seeded } from '../traffic/seeded.ts';
import { findingsOf, startAlone, type Alone } from './alone.ts';
import { damage, isSound } from './damage.ts';

interface EmbeddedRowResult {
  readonly row: string;
  readonly fault: string;
  readonly bar: string;
  readonly events: number;
  readonly met: boolean;
  readonly note: string;
}

export interface EmbeddedResult {
  readonly rows: readonly EmbeddedRowResult[];
  readonly kept: string | undefined;
}

export interface EmbeddedOptions {
  readonly seed: number;
  readonly kills: number;
  readonly only: string;
  readonly say: (line: string) => void;
}

interface EmbeddedRow {
  readonly row: string;
  readonly fault: string;
  readonly bar: string;
  readonly run: (
    folder: string,
    options: EmbeddedOptions,
  ) => Promise<Pick<EmbeddedRowResult, 'events' | 'met' | 'note'>>;
}

const mib = 1_048_576;
const disk = 48;
const diskLater = 400;

const rows: readonly EmbeddedRow[] = [
  {
    row: 'kill -9',
    fault: 'SIGKILL at random moments under load',
    bar: 'nothing lost, nothing doubled',
    run: async (folder, { seed, kills, say }) => {
      const alone = await startAlone({ folder, data: folder, seed, rate: 60 });
      const random = seeded(seed);
      for (let kill = 1; kill <= kills; kill += 1) {
        await pause(random.below(1_500));
        alone.process.kill();
        await alone.process.over();
        await alone.process.untilReady();
        if (kill % 10 === 0) say(`  ${kill} of ${kills} kills`);
      }
      const { events, words } = await finished(alone);
      return { events, met: words === '', note: words === '' ? `${kills} kills` : words };
    },
  },
  {
    row: 'full disk',
    fault: `a disk of ${disk} MiB fills up under load, and is made larger`,
    bar: '503 and never a false 200; goes on by itself once there is room',
    run: onFullDisk,
  },
  {
    row: 'damaged tail',
    fault: 'a byte of the last batch of a partition is another while the process is down',
    bar: 'it does not start, and says where',
    run: (folder, options) => onDamage(folder, options, 'last'),
  },
  {
    row: 'damaged middle',
    fault:
      'a byte of a batch that everybody has passed is another while the process is down; then ingestion reads again from the start',
    bar: 'ends loudly when it comes there, and says where; `tributary doctor` finds it before',
    run: (folder, options) => onDamage(folder, options, 'middle'),
  },
];

export async function embeddedRows(options: EmbeddedOptions): Promise<EmbeddedResult> {
  const base = await mkdtemp(join(tmpdir(), 'tributary-embedded-'));
  const results: EmbeddedRowResult[] = [];
  for (const { row, fault, bar, run } of rows.filter((one) => one.row.includes(options.only))) {
    options.say(`${row}: ${fault}`);
    const folder = join(base, row.replaceAll(' ', '-'));
    await mkdir(folder);
    const result = { row, fault, bar, ...(await run(folder, options)) };
    options.say(`${row}: ${result.met ? 'met' : 'MISSED'} ${result.note}`);
    results.push(result);
  }
  const fine = results.every(({ met }) => met);
  if (fine) await rm(base, { recursive: true, force: true });
  return { rows: results, kept: fine ? undefined : base };
}

/** Ends the load and lets everything settle; what the checks found, in words. */
async function finished(alone: Alone): Promise<{ events: number; words: string }> {
  alone.run.load.stop();
  const settled = await alone.run.settle(120_000);
  const evidence = await alone.stop();
  const words = findingsOf(evidence.evidence);
  return { events: evidence.events, words: settled ? words : `not settled; ${words}` };
}

async function onFullDisk(
  folder: string,
  { seed, say }: EmbeddedOptions,
): Promise<Pick<EmbeddedRowResult, 'events' | 'met' | 'note'>> {
  const data = join(folder, 'disk');
  await mkdir(data);
  const run = promisify(execFile);
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${disk}m`, 'tmpfs', data]);
  } catch {
    return { events: 0, met: false, note: 'not run: this needs the right to mount a small disk' };
  }
  try {
    const alone = await startAlone({ folder, data, seed, rate: 400 });
    const refusedAt = await untilRefused(alone);
    const taken = (await Promise.all(['bus.sqlite', 'store.sqlite'].map((name) => sizeOf(join(data, name))))).join(
      ' and ',
    );
    say(`  refused after ${alone.run.load.sent} events`);
    await pause(10_000);
    await run('mount', ['-o', `remount,size=${diskLater}m`, data]);
    const back = Date.now();
    await alone.untilAcknowledged(back);
    const tookMs = Date.now() - back;
    const { events, words } = await finished(alone);
    const limit = `refused with ${refusedAt} when the files had ${taken} MiB; took events again ${tookMs} ms after there was room`;
    return { events, met: words === '', note: words === '' ? limit : `${limit}; ${words}` };
  } finally {
    await run('umount', ['-l', data]).catch(() => undefined);
  }
}

const sizeOf = async (file: string): Promise<number> =>
  Math.round((await stat(file).catch(() => ({ size: 0 }))).size / mib);

/** Status of the first answers that say no for want of room. */
async function untilRefused({ run }: Alone): Promise<number> {
  const deadline = Date.now() + 300_000;
  for (;;) {
    const refused = run.load.attempts.slice(-200).filter(({ status }) => status >= 500);
    if (refused.length > 3) return refused[0]?.status ?? 0;
    if (Date.now() > deadline) throw new Error('the disk did not fill up');
    await pause(200);
  }
}

async function onDamage(
  folder: string,
  { seed }: EmbeddedOptions,
  which: 'last' | 'middle',
): Promise<Pick<EmbeddedRowResult, 'events' | 'met' | 'note'>> {
  const alone = await startAlone({ folder, data: folder, seed, rate: 100 });
  await pause(8_000);
  alone.run.load.stop();
  await alone.run.settle(120_000);
  const events = alone.run.load.sent;
  // The last to close the file brings the log of its changes home; until then pages may be read from there.
  await alone.close();
  await alone.process.stop();
  const file = join(folder, 'bus.sqlite');
  await damage(file, which);
  void alone.process.start().catch(() => undefined);
  const words = await alone.complaint(60_000);
  await alone.process.remove();
  if (words === '') return { events, met: false, note: 'it started and said nothing' };
  if (which === 'middle' && isSound(file)) return { events, met: false, note: 'the check of the file finds nothing' };
  return { events, met: true, note: `it said: ${words}` };
}
