import { describe, expect, it } from '@jest/globals';
import { Binary, Decimal128, Double, MaxKey, MinKey, ObjectId, Timestamp } from 'bson';
import fc from 'fast-check';
import { compare } from './compare.ts';
import { decode } from './decode.ts';
import { encode } from './encode.ts';
import { encodeKey } from './key.ts';
import { doc, double, integer, type Value } from './value.ts';

const scalar: fc.Arbitrary<Value> = fc.oneof(
  fc.integer(),
  fc.double().map(double),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.integer({ min: -50, max: 50 }).map((n) => Decimal128.fromString(`${n}E-1`)),
  fc.integer({ min: -5, max: 5 }).map((n) => new Double(n)),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('', 'a', 'a\0', 'a\0b', '\uffff', '\u{10000}'),
  fc.boolean(),
  fc.constant(null),
  fc.date({ noInvalidDate: true }),
  fc.uint8Array({ minLength: 12, maxLength: 12 }).map((bytes) => new ObjectId(bytes)),
  fc.uint8Array({ maxLength: 5 }).map((bytes) => new Binary(bytes, 0)),
  fc.nat().map((t) => new Timestamp({ t, i: 1 })),
  fc.constantFrom(new MinKey(), new MaxKey()),
);
const value: fc.Arbitrary<Value> = fc.oneof(
  { weight: 4, arbitrary: scalar },
  { weight: 1, arbitrary: fc.array(scalar, { maxLength: 3 }) },
  { weight: 1, arbitrary: fc.dictionary(fc.constantFrom('a', 'b', 'constructor', '__proto__'), scalar).map(doc) },
);

describe('keys', () => {
  it('order as the values do, ascending and descending', () => {
    fc.assert(
      fc.property(value, value, (a, b) => {
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
      fc.property(value, (a) => {
        const bytes = encode(doc({ a }));
        expect(encode(decode(bytes)).equals(bytes)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});
