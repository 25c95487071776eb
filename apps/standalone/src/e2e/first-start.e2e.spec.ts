import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { launch, type Launched } from '@tributary/launcher';
import { knownFigures } from './known-figures.ts';
import { inTemporaryFolder } from './temporary-folder.ts';

/** As a machine would run it: everything, then one JSON object, then the end. */
const start = (dataDir: string): Launched =>
  launch('standalone', ['--data-dir', dataDir, '--exit-after-summary', '--json', '--port', '0'], {});

async function summaryOf(launched: Launched): Promise<Record<string, unknown>> {
  const how = await launched.ended;
  if (how !== 0) throw new Error(`It ended with ${how}:\n${launched.output().err}`);
  return JSON.parse(launched.output().out) as Record<string, unknown>;
}

const minutes = 60_000;

describe('the first start', () => {
  it(
    'learns from the sample what anyone can count in the file, and a second start changes nothing',
    () =>
      inTemporaryFolder(async (dir) => {
        const first = await summaryOf(start(dir));
        expect(first).toMatchObject(knownFigures);
        const { profiles, events } = first; // the sizes of segments move with the clock
        expect(await summaryOf(start(dir))).toMatchObject({ ...knownFigures, profiles, events });
        expect((await stat(join(dir, 'keys.json'))).mode & 0o077).toBe(0);
      }),
    10 * minutes,
  );

  it(
    'refuses a data folder that another process uses, and says what to do',
    () =>
      inTemporaryFolder(async (dir) => {
        const running = launch('standalone', ['--data-dir', dir, '--port', '0', '--no-sample'], {});
        await until(() => existsSync(join(dir, 'keys.json')), running);
        const second = start(dir);
        expect(await second.ended).toBe(1);
        expect(second.output().err).toMatch(/another process uses the data folder.*--data-dir/);
        running.child.kill('SIGTERM');
        expect(await running.ended).toBe(0);
      }),
    2 * minutes,
  );

  it('refuses options that it does not know', async () => {
    const launched = launch('standalone', ['--datadir', '/tmp/x'], {});
    expect(await launched.ended).toBe(1);
    expect(launched.output().err).toMatch(/--datadir/);
  });
});

describe('a start that was killed', () => {
  const kills = Number(process.env['KILLS'] ?? 10);
  /** Kills a load this often before it may finish, so that resumed loads are killed too. */
  const killsPerFolder = 5;
  const seed = Number(process.env['SEED'] ?? 1);

  it(
    `ends with the same figures, whenever it is killed (${kills} times)`,
    async () => {
      const random = randomFrom(seed);
      for (let killed = 0; killed < kills;) {
        await inTemporaryFolder(async (dir) => {
          for (let inFolder = 0; inFolder < killsPerFolder && killed < kills; inFolder += 1, killed += 1) {
            const victim = start(dir);
            await until(() => existsSync(join(dir, 'sample.json')), victim);
            await new Promise((resolve) => setTimeout(resolve, random() * 2_500));
            victim.child.kill('SIGKILL');
            await victim.ended;
          }
          expect(await summaryOf(start(dir))).toMatchObject(knownFigures);
        });
      }
    },
    30 * minutes,
  );
});

async function until(holds: () => boolean, { child, output }: Launched): Promise<void> {
  while (!holds()) {
    if (child.exitCode !== null) throw new Error(`The process ended early:\n${output().err}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Mulberry32: the same moments for the same seed. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
