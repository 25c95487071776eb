import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeBatch, encodeBatch } from './record-batch.ts';

const place = { topic: 't', partition: 3 };
const bytes = fc.option(fc.uint8Array({ maxLength: 40 }));
const record = fc.record({
  topic: fc.constant('t'),
  partition: fc.constant(3),
  key: bytes,
  value: bytes,
  headers: fc.dictionary(
    fc.string({ unit: 'binary', minLength: 1, maxLength: 4 }),
    fc.string({ unit: 'binary', maxLength: 6 }),
    {
      maxKeys: 4,
      noNullPrototype: true,
    },
  ),
  timestamp: fc.integer({ min: 0, max: 4e12 }),
});
const plain = (part: Uint8Array | null) => (part === null ? null : Buffer.from(part).toString('hex'));

describe('a batch', () => {
  it('gives back what was put into it', () => {
    fc.assert(
      fc.property(fc.array(record, { minLength: 1, maxLength: 12 }), fc.nat(1_000), (records, base) => {
        const batch = encodeBatch(records.map((one, i) => ({ record: one, delta: 2 * i })));
        const back = decodeBatch(place, { ...batch, base, count: records.length }, 0);
        expect(back.map((one) => ({ ...one, key: plain(one.key), value: plain(one.value) }))).toEqual(
          records.map((one, i) => ({ ...one, key: plain(one.key), value: plain(one.value), offset: base + 2 * i })),
        );
      }),
    );
  });

  it('says so when any of its bytes changed', () => {
    const one = { topic: 't', partition: 3, key: null, value: Buffer.from('value'), headers: { a: 'b' }, timestamp: 1 };
    const batch = encodeBatch([{ record: one, delta: 0 }]);
    fc.assert(
      fc.property(fc.nat(batch.bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const damaged = Buffer.from(batch.bytes);
        damaged.writeUInt8(damaged.readUInt8(at) ^ flip, at);
        expect(() => decodeBatch(place, { ...batch, bytes: damaged, base: 0, count: 1 }, 0)).toThrow(/BUS_CORRUPTED/);
      }),
    );
  });

  it('hands out only what was asked for', () => {
    const one = { topic: 't', partition: 3, key: null, value: null, headers: {}, timestamp: 1 };
    const batch = encodeBatch([0, 1, 2].map((delta) => ({ record: one, delta })));
    expect(decodeBatch(place, { ...batch, base: 10, count: 3 }, 11).map(({ offset }) => offset)).toEqual([11, 12]);
  });
});
