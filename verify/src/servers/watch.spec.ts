import { describe, expect, it } from '@jest/globals';
import { type Attempt } from '../traffic/journal.ts';
import { longestSilence, percentile } from './watch.ts';

const attempt = (at: number, answer: Attempt['answer'] = 'ok'): Attempt => ({
  ...{ number: 1, attempt: 1, answer, at, took: 10 },
  ...{ status: 200, refused: [] },
});

describe('what a user notices', () => {
  it('is the longest time without an acknowledged request', () => {
    const attempts = [attempt(0), attempt(1_000), attempt(1_500, 'unknown'), attempt(4_000), attempt(4_500)];
    expect(longestSilence(attempts, 0, 5_000)).toBe(3_000);
  });

  it('counts the time before the first and after the last', () => {
    expect(longestSilence([], 0, 5_000)).toBe(5_000);
    expect(longestSilence([attempt(100)], 0, 5_000)).toBe(4_890);
  });

  it('is told in percentiles', () => {
    expect(percentile([5, 1, 3, 2, 4], 0.5)).toBe(3);
    expect(percentile([5, 1, 3, 2, 4], 0.99)).toBe(5);
  });
});
