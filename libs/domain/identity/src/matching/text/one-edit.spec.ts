import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { digitsIn, isOneEdit, mayBeOneEdit } from './one-edit.ts';

const text = fc.string({ unit: fc.constantFrom(...'0 1 1 2 2 3 4 5 6 7 8 9 + A'.split(' ')), maxLength: 12 });

/** A slip of the fingers. */
const slipped = fc
  .tuple(text, fc.nat(11), fc.constantFrom('0', '1', '9', 'A'), fc.nat(3))
  .map(([given, at, sign, kind]) => {
    const [before, own, after] = [given.slice(0, at), given.slice(at, at + 1), given.slice(at + 1)];
    const made = [before + sign + own + after, before + after, before + sign + after, before + after.slice(0, 1) + own];
    return [given, (made[kind] ?? '') + (kind === 3 ? after.slice(1) : '')] as const;
  });

describe('one edit', () => {
  it('is possible for every two texts that are one edit apart, by their digits alone', () => {
    fc.assert(
      fc.property(fc.oneof(slipped, fc.tuple(text, text)), ([a, b]) => {
        fc.pre(isOneEdit(a, b));
        expect(mayBeOneEdit(digitsIn(a), digitsIn(b))).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ['+442079460958', '+442079461234'],
    ['SW1A 1AA', 'SW9A 2AA'],
    ['00000000', '11111111'],
  ])('is impossible where too many digits differ: %s, %s', (a, b) => {
    expect(mayBeOneEdit(digitsIn(a), digitsIn(b))).toBe(false);
  });
});
