import { describe, expect, it } from '@jest/globals';
import { Loop } from './loop.ts';

describe('a loop', () => {
  it('loses no request, in whichever turn it comes', async () => {
    for (let turns = 0; turns < 12; turns += 1) {
      const work = { waiting: true };
      const loop = new Loop(async () => {
        await Promise.resolve();
        work.waiting = false;
      });
      loop.wake();
      for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
      work.waiting = true;
      loop.wake();
      await loop.settled();
      expect({ turns, ...work }).toEqual({ turns, waiting: false });
    }
  });

  it('never runs twice at once', async () => {
    let running = 0;
    let most = 0;
    const loop = new Loop(async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise(setImmediate);
      running -= 1;
    });
    for (let request = 0; request < 5; request += 1) {
      loop.wake();
      await Promise.resolve();
    }
    await loop.settled();
    expect(most).toBe(1);
  });

  it('is settled when nothing was asked for', async () => {
    await expect(new Loop(() => Promise.reject(new Error('never asked'))).settled()).resolves.toBeUndefined();
  });
});
