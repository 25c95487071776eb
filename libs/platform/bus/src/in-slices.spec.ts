import { describe, expect, it } from '@jest/globals';
import { inSlices } from './in-slices.ts';

const busyFor = (ms: number): void => {
  for (const until = performance.now() + ms; performance.now() < until;);
};

describe('a computation in slices', () => {
  it('is that of all items in their order', async () => {
    expect(await inSlices([1, 2, 3], (item) => item * 2)).toEqual([2, 4, 6]);
    expect(await inSlices([], () => 0)).toEqual([]);
  });

  it('lets the event loop turn between two slices, whoever else computes', async () => {
    let turns = 0;
    let isGoing = true;
    const turn = (): void => {
      turns += 1;
      if (isGoing) setImmediate(turn);
    };
    setImmediate(turn);
    const long = (): Promise<unknown> =>
      inSlices(Array.from({ length: 40 }), () => {
        busyFor(1);
      });
    await Promise.all([long(), long()]);
    isGoing = false;
    // A slice lasts 20 ms at most: 80 ms are four of them and more, none in the turn of another.
    expect(turns).toBeGreaterThanOrEqual(4);
  });

  it('fails with what fails in it, and keeps nobody else from going on', async () => {
    const failing = inSlices([1], () => {
      throw new Error('wrong');
    });
    const others = inSlices([1], (item) => item);
    await expect(failing).rejects.toThrow('wrong');
    expect(await others).toEqual([1]);
  });
});
