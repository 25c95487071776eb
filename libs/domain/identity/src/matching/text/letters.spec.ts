// cspell:ignore sunnny suny nitram
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { jaroWinkler } from './jaro-winkler.ts';
import { lettersOf, similarityBound } from './letters.ts';

const bound = (a: string, b: string): number => similarityBound(lettersOf(a), lettersOf(b));

/** Few letters, so that they repeat; some that share a bit (a and A), and some that share their lower eight bits (a and š). */
const text = fc.string({ unit: fc.constantFrom(...'a b c d A š ш 예'.split(' ')), maxLength: 9 });
const long = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 60, maxLength: 70 });

describe('the bound of a similarity', () => {
  it.each([
    ['short texts', fc.tuple(text, text)],
    ['a text and another that begins like it', fc.tuple(text, text).map(([a, b]) => [a + b, a] as const)],
    ['texts of which only the beginning is compared', fc.tuple(long, long)],
  ])('is never less than it: %s', (_, pairs) => {
    fc.assert(
      fc.property(pairs, ([a, b]) => {
        expect(bound(a, b)).toBeGreaterThanOrEqual(jaroWinkler(a, b));
        expect(bound(b, a)).toBe(bound(a, b));
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ['kelley', 'kelley', 1],
    ['kelley', 'borodin', 0.5], // one letter in common
    ['sunnny', 'suny', 0.94], // the third n finds no other
    ['martin', 'nitram', 1], // by their letters the same: only beginnings tell
  ])('of %s and %s is at most %d', (a, b, most) => {
    expect(bound(a, b)).toBeLessThanOrEqual(most);
  });
});
