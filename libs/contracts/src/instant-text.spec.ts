import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { instantText } from './instant-text.ts';

describe('the text of an instant', () => {
  it('is that of a date, in whatever order instants come', () => {
    const latest = 8_640_000_000_000_000;
    const instants = fc.array(
      fc.oneof(fc.integer({ min: -latest, max: latest }), fc.integer({ min: 1.7e12, max: 1.7e12 + 200_000 })),
    );
    fc.assert(
      fc.property(instants, (all) => {
        expect(all.map(instantText)).toEqual(all.map((at) => new Date(at).toISOString()));
      }),
    );
  });

  it('is refused where no date can be that', () => {
    expect(() => instantText(Number.NaN)).toThrow(RangeError);
    expect(() => instantText(Number.POSITIVE_INFINITY)).toThrow(RangeError);
  });
});
