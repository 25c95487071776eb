import { describe, expect, it } from '@jest/globals';
import { statusAt } from './door-routes.ts';

describe('the status of a refusal', () => {
  it.each([
    ['/v1/batch', 429, 429],
    ['/v1/batch', 413, 413],
    ['/batch/', 429, 503],
    ['/e', 429, 503],
    ['/batch/', 413, 413],
    ['/com.snowplowanalytics.snowplow/tp2', 413, 422],
    ['/com.snowplowanalytics.snowplow/tp2', 429, 429],
    [undefined, 429, 429],
  ])('at %s: %i is told as %i', (path, status, told) => {
    expect(statusAt(path, status)).toBe(told);
  });
});
