import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { slotsOf } from './slots.ts';

describe('the connections of several processes', () => {
  it('are divided among them', () => {
    const living = ['b', 'a', 'c'];
    expect(living.map((process) => slotsOf(process, living, 4))).toEqual([[1], [0, 3], [2]]);
    expect(slotsOf('a', [], 2)).toEqual([0, 1]);
  });

  it('are each held by one, whatever their number and however they are listed', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 9 }),
        fc.integer({ min: 1, max: 40 }),
        (living, count) => {
          const held = living.flatMap((process) => slotsOf(process, [...living].reverse(), count));
          expect(held.sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, slot) => slot));
        },
      ),
    );
  });
});
