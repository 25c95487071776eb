/** Values for properties: of every type, and the ones that are easily confused. */
import { Binary, Decimal128, Double, MaxKey, MinKey, ObjectId, Timestamp } from 'bson';
import fc from 'fast-check';
import { doc, double, type Value } from './value.ts';

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
export const anyValue: fc.Arbitrary<Value> = fc.oneof(
  { weight: 4, arbitrary: scalar },
  { weight: 1, arbitrary: fc.array(scalar, { maxLength: 3 }) },
  { weight: 1, arbitrary: fc.dictionary(fc.constantFrom('a', 'b', 'constructor', '__proto__'), scalar).map(doc) },
);
