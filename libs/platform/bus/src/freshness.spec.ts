import { describe, expect, it } from '@jest/globals';
import { createFreshness } from './freshness.ts';
import { type BusEngine } from './port.ts';

/** A log of one topic whose ends and commits the test sets. */
function setUp() {
  const log = { ends: [0, 0], committed: [0, 0], firstWaitingAt: 0 };
  const clock = { now: 1_000 };
  const unused = (): never => {
    throw new Error('not part of this test');
  };
  const engine: BusEngine = {
    name: 'embedded',
    ensureTopics: unused,
    partitionsOf: unused,
    append: unused,
    join: unused,
    close: unused,
    offsets: unused,
    ends: () => Promise.resolve([[...log.ends]]),
    committed: () => Promise.resolve([[...log.committed]]),
    read: ({ topic, partition }, offset) =>
      Promise.resolve([
        { topic, partition, offset, key: null, value: null, headers: {}, timestamp: log.firstWaitingAt },
      ]),
  };
  const freshness = createFreshness({
    engine,
    clock: { now: () => clock.now },
    topicsOf: () => ['t'],
    sampleEveryMs: 3_600_000,
  });
  /** A look at a moment; looks share answers for 50 ms of real time. */
  const at = async (now: number) => {
    await new Promise((resolve) => setTimeout(resolve, 60));
    clock.now = now;
    return freshness.of('g');
  };
  return { engine, log, at, freshness };
}

describe('freshness', () => {
  it('is that of the group of its own deployment, where several share a cluster', async () => {
    const { engine, freshness } = setUp();
    const asked: string[] = [];
    const own = createFreshness({
      engine: {
        ...engine,
        committed: (group, topics) => {
          asked.push(`${group} reads ${topics.join()}`);
          return engine.committed(group, topics);
        },
      },
      namespace: 'shop',
      topicsOf: () => ['t'],
    });
    await own.of('g');
    expect(asked).toEqual(['shop.g reads shop.t']);
    own.close();
    freshness.close();
  });

  it('is now where nothing waits', async () => {
    const { at, freshness } = setUp();
    expect(await at(5_000)).toEqual({ asOf: 5_000, lagMs: 0 });
    freshness.close();
  });

  it('is the last moment whose end is committed, in the partition that is furthest behind', async () => {
    const { log, at, freshness } = setUp();
    await at(1_000);
    log.ends = [3, 7];
    await at(2_000);
    log.ends = [5, 9];
    log.committed = [4, 6];
    expect(await at(3_000)).toEqual({ asOf: 1_000, lagMs: 2_000 });
    log.committed = [4, 8];
    expect(await at(3_500)).toEqual({ asOf: 2_000, lagMs: 1_500 });
    log.committed = [5, 9];
    expect(await at(4_000)).toEqual({ asOf: 4_000, lagMs: 0 });
    freshness.close();
  });

  it('asks an engine that takes its time less often, and answers for the moment it was asked', async () => {
    const { engine, freshness } = setUp();
    const clock = { now: 1_000 };
    let looks = 0;
    const slow = createFreshness({
      engine: {
        ...engine,
        committed: async (group, topics) => {
          looks += 1;
          await new Promise((resolve) => setTimeout(resolve, 40));
          return engine.committed(group, topics);
        },
      },
      clock: { now: () => clock.now },
      topicsOf: () => ['t'],
    });
    const asked = [slow.of('g'), slow.of('g')];
    clock.now = 1_040;
    expect(await Promise.all(asked)).toEqual([
      { asOf: 1_000, lagMs: 0 },
      { asOf: 1_000, lagMs: 0 },
    ]);
    await new Promise((resolve) => setTimeout(resolve, 100));
    clock.now = 1_140;
    expect(await slow.of('g')).toEqual({ asOf: 1_000, lagMs: 0 });
    expect(looks).toBe(1);
    slow.close();
    freshness.close();
  });

  it('is the time of the first waiting record where no sample reaches back so far', async () => {
    const { log, at, freshness } = setUp();
    log.ends = [9, 0];
    log.committed = [2, 0];
    log.firstWaitingAt = 700;
    expect(await at(1_500)).toEqual({ asOf: 700, lagMs: 800 });
    freshness.close();
  });
});
