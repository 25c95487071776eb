import { describe, expect, it } from '@jest/globals';
import { BSONRegExp, BSONSymbol, Code } from 'bson';
import fc from 'fast-check';
import { anyValue } from './any-value.ts';
import { decode } from './decode.ts';
import { encode, encodeChanged } from './encode.ts';
import { decodeOnly, FieldNames } from './fields.ts';
import { Doc, doc, type Value } from './value.ts';

const names = ['_id', 'a', 'ab', 'b', 'é', '', 'constructor', '10', '2'];
const rare = fc.constantFrom<Value>(
  new BSONRegExp('^a', 'i'),
  new Code('1'),
  new BSONSymbol('s'),
  doc({ a: doc({ b: [1, 'x'] }) }),
);
const anyDoc = fc.dictionary(fc.constantFrom(...names), fc.oneof({ weight: 5, arbitrary: anyValue }, rare)).map(doc);
const others = Array.from({ length: 20 }, (_, n) => `other ${n}`);
/** Few or many. */
const someNames = fc
  .tuple(fc.subarray(names), fc.boolean())
  .map(([some, many]) => (many ? [...some, ...others] : some));

const part = (whole: Doc, wanted: readonly string[]): Doc =>
  doc(Object.fromEntries(Object.entries(whole).filter(([name]) => wanted.includes(name))));

describe('fields of an encoded document', () => {
  it('are read without the others', () => {
    fc.assert(
      fc.property(anyDoc, someNames, (whole, wanted) => {
        expect(encode(decodeOnly(encode(whole), new FieldNames(wanted)))).toEqual(encode(part(whole, wanted)));
      }),
    );
  });

  it('are changed, left out and added, and the others are as they were', () => {
    fc.assert(
      fc.property(anyDoc, anyDoc, someNames, (before, after, touched) => {
        const changed = decode(encodeChanged(encode(before), new FieldNames(touched), after));
        expect(encode(part(changed, touched))).toEqual(encode(part(sameOrder(after, changed), touched)));
        const untouched = names.filter((name) => !touched.includes(name));
        expect(encode(part(changed, untouched))).toEqual(encode(part(before, untouched)));
      }),
    );
  });

  it('keep their places', () => {
    const before = encode(doc({ _id: 1, b: 'b', c: [1], a: 'a' }));
    const changed = encodeChanged(before, new FieldNames(['z', 'b', 'a', 'y']), doc({ a: 1, b: 2, y: 3 }));
    expect(Object.entries(decode(changed))).toEqual([
      ['_id', 1],
      ['b', 2],
      ['c', [1]],
      ['a', 1],
      ['y', 3],
    ]);
  });
});

/** The fields of one in the order of the other. */
const sameOrder = (fields: Doc, order: Doc): Doc => {
  const sorted = new Doc();
  for (const name of Object.keys(order)) if (fields[name] !== undefined) sorted[name] = fields[name];
  for (const name of Object.keys(fields)) sorted[name] ??= fields[name] ?? null;
  return sorted;
};
