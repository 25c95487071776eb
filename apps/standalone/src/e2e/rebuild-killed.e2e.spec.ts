/** `kill -9` in the middle of a rebuild, in each of its stages and at random: the next process finishes it, with an equal state. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { standaloneRiver, type River } from '@tributary/launcher';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { RebuildDriver, until } from './rebuild-driver.ts';
import { day, eventsOf } from './visitors.ts';

/** What `GET /v1/rebuilds/:service` answers. */
interface Progress {
  readonly generation: number;
  readonly running: { readonly stage: string; readonly done: number } | null;
  readonly last: { readonly messages: number } | null;
}
const people = 400;
/** Slow enough to be met in the middle: two seconds for the archive. */
const rate = 800;

describe('a rebuild whose process is killed', () => {
  let dataDir: string;
  let river: River;
  const driver = new RebuildDriver(() => river);
  const start = async () => {
    river = await standaloneRiver(dataDir, { IDENTITY_SWEEP_EVERY_MS: '500' });
  };
  const kill = async () => {
    river.process('identity').child.kill('SIGKILL');
    await river.process('identity').ended;
  };
  const progress = (): Promise<Progress> => driver.get('identity', '/v1/rebuilds/identity');

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'tributary-killed-'));
    await start();
    await driver.send(Array.from({ length: people }, (_, n) => eventsOf(n)).flat());
    await driver.settled();
  }, 240_000);
  afterAll(async () => {
    await river.stop();
    await rm(dataDir, { recursive: true, force: true });
  }, 60_000);

  /** Orders and kills until a process has died in that stage: a stage may be over before the signal arrives. */
  const killedWhile = async (stage: string, done = 0): Promise<number> => {
    for (let tries = 0; tries < 10; tries += 1) {
      const { generation } = await progress();
      await driver.order('identity', rate);
      const look = async () => {
        const { running } = await progress();
        if (running === null) return 'over';
        return running.stage === stage && running.done >= done ? stage : undefined;
      };
      const seen = await until(`the stage ${stage}`, look, 2);
      await kill();
      await start();
      const now = await progress();
      const finishedByStart = stage === 'switching' && now.generation === generation + 1;
      if (seen === stage && (finishedByStart || now.running?.stage === stage)) return generation + 1;
      await driver.finished('identity', generation + 1);
    }
    throw new Error(`No process died while ${stage}`);
  };

  it('tells nobody anything when it is left alone', async () => {
    await driver.order('identity', rate);
    const { last } = await driver.finished('identity', 2);
    expect(last).toMatchObject({ differences: 0, corrections: 0, losses: [] });
    expect(last.messages).toBeGreaterThan(driver.sent);
  }, 200_000);

  it.each([
    ['archive', 500],
    ['topics', 0],
    ['comparing', 0],
    ['switching', 0],
  ])(
    'is finished by the next one, which goes on where it was: %s',
    async (stage, done) => {
      const before = await driver.settled();
      const undisturbed = (await progress()).last?.messages ?? 0;
      const generation = await killedWhile(stage, done);
      const { last } = await driver.finished('identity', generation);
      expect(last).toMatchObject({ generation, differences: 0, corrections: 0, losses: [] });
      if (stage === 'archive') expect(last.messages).toBeLessThanOrEqual(undisturbed - done);
      else expect(last.messages).toBeLessThan(driver.sent);
      expect(await driver.settled()).toEqual(before);
    },
    400_000,
  );

  it('loses nothing of what happens meanwhile, however often', async () => {
    const { generation } = await progress();
    await driver.order('identity', rate);
    const pausesMs = [1_300, 300, 12_500, 2_100];
    for (const [round, pauseMs] of pausesMs.entries()) {
      await driver.send(eventsOf(people + round));
      const traits = { city: 'Hull' };
      await driver.send([
        { type: 'identify', userId: `u${round}`, messageId: `hull-${round}`, timestamp: day(40), traits },
      ]);
      await sleep(pauseMs);
      await kill();
      await start();
    }
    await driver.finished('identity', generation + 1);
    const state = await driver.settled();
    expect(state.profiles).toHaveLength(people + pausesMs.length);
    const moved = state.profiles.filter((one) => JSON.stringify(one).includes('Hull'));
    expect(moved).toHaveLength(pausesMs.length);
    const again = (await progress()).generation + 1;
    await driver.order('identity', 100_000);
    expect((await driver.finished('identity', again)).last).toMatchObject({ differences: 0, losses: [] });
    expect(await driver.settled()).toEqual(state);
  }, 400_000);
});
