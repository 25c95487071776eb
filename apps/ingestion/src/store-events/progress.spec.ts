import { describe, expect, it } from '@jest/globals';
import { Progress } from './progress.ts';

describe('the progress of a partition', () => {
  const opened = (stored = 0) => {
    const notes: number[] = [];
    const clock = { at: 0, now: () => clock.at };
    const store = {
      passed: () => Promise.resolve(Math.max(stored, ...notes)),
      raise: (_partition: number, passed: number) => Promise.resolve(void notes.push(passed)),
    };
    return { progress: new Progress(store, clock), notes, clock };
  };

  it('is where the batch at hand begins', async () => {
    const { progress } = opened();
    expect(await progress.passedBefore({ partition: 0, offset: 40 })).toBe(40);
    expect(await progress.passedBefore({ partition: 0, offset: 90 })).toBe(90);
  });

  it('stays where it was when everything comes again', async () => {
    const { progress } = opened(90);
    expect(await progress.passedBefore({ partition: 0, offset: 0 })).toBe(90);
  });

  it('is noted now and then, not with every batch', async () => {
    const { progress, notes, clock } = opened();
    for (clock.at = 0; clock.at < 20_000; clock.at += 100) {
      await progress.passedBefore({ partition: 0, offset: clock.at });
    }
    expect(notes).toEqual([5_000, 10_000, 15_000]);
  });

  it('is one for each partition', async () => {
    const { progress } = opened();
    await progress.passedBefore({ partition: 0, offset: 40 });
    expect(await progress.passedBefore({ partition: 1, offset: 3 })).toBe(3);
  });
});
