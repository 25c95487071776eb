import { describe, expect, it } from '@jest/globals';
import { nextBatchSize } from './batch-size.ts';

const bounds = { batchMessages: 500, handlingMs: 30_000 };

describe('the size of the next batch', () => {
  it.each([
    ['a full batch that was quick', { size: 500, messages: 500, tookMs: 300 }, 500],
    ['a batch that took more than a third of the deadline', { size: 500, messages: 500, tookMs: 10_500 }, 250],
    [
      'the same of a few messages: their number counts, not the bound',
      { size: 500, messages: 120, tookMs: 10_500 },
      60,
    ],
    ['a slow one that is small already', { size: 60, messages: 60, tookMs: 20_000 }, 50],
    ['a small full one that was quick', { size: 60, messages: 60, tookMs: 300 }, 120],
    ['a small one that was quick because there was no more to do', { size: 60, messages: 3, tookMs: 30 }, 60],
    ['one that was neither slow nor quick', { size: 60, messages: 60, tookMs: 4_000 }, 60],
    ['growth up to a full batch', { size: 400, messages: 400, tookMs: 300 }, 500],
  ])('%s', (_what, { size, ...handled }, expected) => {
    expect(nextBatchSize(size, handled, bounds)).toBe(expected);
  });

  /** A store with costs of its own for each batch and each message. */
  const settled = (batchMs: number, messageMs: number): { size: number; tookMs: number } => {
    let size = bounds.batchMessages;
    let tookMs = 0;
    for (let batch = 0; batch < 20; batch += 1) {
      tookMs = batchMs + size * messageMs;
      size = nextBatchSize(size, { messages: size, tookMs }, bounds);
    }
    return { size, tookMs };
  };

  it('ends with batches that take no longer than a third of the deadline, where that is possible', () => {
    for (const messageMs of [0.1, 1, 5, 50, 190]) expect(settled(100, messageMs).tookMs).toBeLessThanOrEqual(10_000);
  });

  it('does not shrink to nothing where each batch is slow whatever its size', () => {
    expect(settled(20_000, 0.1).size).toBe(50);
  });
});
