import { type OutgoingRecord } from '@tributary/bus';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createRequire } from 'node:module';
import { produceRequest } from './produce-request.ts';

interface Decoded {
  readonly firstSequence: number;
  readonly producerId: string;
  readonly maxTimestamp: string;
  readonly records: readonly {
    readonly key: Buffer | null;
    readonly value: Buffer | null;
    readonly timestamp: string;
    readonly headers: Readonly<Record<string, Buffer>>;
  }[];
}
type DecoderOf = new (bytes: Buffer) => {
  offset: number;
  readInt32(): number;
  readInt16(): number;
  readString(): string | null;
  readInt64(): { toString(): string };
  slice(length: number): unknown;
};
const load = createRequire(import.meta.url);
const Decoder = load('kafkajs/src/protocol/decoder') as DecoderOf;
const decodeBatch = load('kafkajs/src/protocol/recordBatch/v0/decoder') as (decoder: unknown) => Promise<Decoded>;
const crc32c = load('kafkajs/src/protocol/recordBatch/crc32C') as (bytes: Buffer) => number;

const identity = { producerId: '9007199254740993', producerEpoch: 3 };
const bytes = fc.option(fc.uint8Array({ maxLength: 9_000 }));
// Not of what every object has: kafkajs reads headers into a plain object.
const names = fc.string({ unit: 'binary', maxLength: 90 }).map((name) => `h${name}`);
const anyRecord: fc.Arbitrary<OutgoingRecord> = fc.record({
  topic: fc.constant('café'),
  partition: fc.constant(7),
  key: bytes,
  value: bytes,
  headers: fc.dictionary(names, fc.string({ unit: 'binary', maxLength: 90 })),
  timestamp: fc.integer({ min: 0, max: Date.UTC(9999, 0) }),
});

describe('a produce request', () => {
  it('is read back by kafkajs as it was meant', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyRecord, { minLength: 1, maxLength: 8 }), async (records) => {
        const request = produceRequest([{ topic: 'café', partition: 7, sequence: 41, records }], identity, 5_000);
        const decoder = new Decoder(request);
        expect([decoder.readInt16(), decoder.readInt16(), decoder.readInt32()]).toEqual([-1, -1, 5_000]);
        expect([decoder.readInt32(), decoder.readString(), decoder.readInt32()]).toEqual([1, 'café', 1]);
        expect([decoder.readInt32(), decoder.readInt32()]).toEqual([7, request.length - decoder.offset]);
        const start = decoder.offset;
        decoder.readInt64(); // the base offset, which the brokers set
        expect(decoder.readInt32()).toBe(request.length - start - 12);
        expect(request.readUInt32BE(start + 17)).toBe(crc32c(request.subarray(start + 21)));
        const batch = await decodeBatch(new Decoder(request.subarray(start)));
        expect(batch).toMatchObject({ firstSequence: 41, producerId: identity.producerId });
        expect(batch.maxTimestamp).toBe(String(Math.max(...records.map(({ timestamp }) => timestamp))));
        expect(batch.records.map(readable)).toEqual(records.map(sent));
      }),
      { numRuns: 200 },
    );
  });
});

const text = (value: Uint8Array | null) => (value === null ? null : Buffer.from(value).toString('hex'));
const readable = ({ key, value, timestamp, headers }: Decoded['records'][number]) => ({
  key: text(key),
  value: text(value),
  timestamp: Number(timestamp),
  headers: Object.fromEntries(Object.entries(headers).map(([name, each]) => [name, each.toString()])),
});
const sent = ({ key, value, timestamp, headers }: OutgoingRecord) => ({
  key: text(key),
  value: text(value),
  timestamp,
  headers: { ...headers },
});
