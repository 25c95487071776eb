import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { anyValue } from './any-value.ts';
import { compare } from './compare.ts';
import { decode } from './decode.ts';
import { encode } from './encode.ts';
import { encodeKey } from './key.ts';
import { doc, integer } from './value.ts';

describe('keys', () => {
  it('order as the values do, ascending and descending', () => {
    fc.assert(
      fc.property(anyValue, anyValue, (a, b) => {
        const wanted = Math.sign(compare(a, b));
        expect(Math.sign(Buffer.compare(encodeKey([a]), encodeKey([b])))).toBe(wanted);
        expect(Math.sign(Buffer.compare(encodeKey([a], [true]), encodeKey([b], [true]))) + 0).toBe(-wanted + 0);
      }),
      { numRuns: 400 },
    );
  });

  it('order integers beyond doubles', () => {
    const near = [2n ** 53n, 2n ** 53n + 1n, 2n ** 53n + 2n].map(integer);
    const keys = near.map((n) => encodeKey([n]));
    expect(keys.toSorted((a, b) => Buffer.compare(a, b))).toEqual(keys);
    expect(compare(near[0], 2 ** 53)).toBe(0);
  });
});

describe('the codec', () => {
  it('gives back what it was given, byte for byte', () => {
    fc.assert(
      fc.property(anyValue, (a) => {
        const bytes = encode(doc({ a }));
        expect(encode(decode(bytes)).equals(bytes)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});
