import { beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';
import kafkajs from 'kafkajs';
import { installBoundedCodecs, maxInflatedBytes } from './bounded-codecs.ts';
import { readFetchesBatchByBatch } from './fetch-answer.ts';
import { Batch, fetchResponse } from './kafkajs-internals.ts';
import { storedRecord } from './stored-record.ts';

interface Encoder {
  readonly buffer: Buffer;
  writeInt16(value: number): Encoder;
  writeInt32(value: number): Encoder;
  writeInt64(value: bigint): Encoder;
  writeString(value: string): Encoder;
  writeBytes(value: Buffer): Encoder;
}
const load = createRequire(import.meta.url);
const Encoder = load('kafkajs/src/protocol/encoder') as new () => Encoder;
const Record = load('kafkajs/src/protocol/recordBatch/record/v0') as (record: object) => object;
const { RecordBatch } = load('kafkajs/src/protocol/recordBatch/v0') as {
  RecordBatch: (batch: object) => Promise<Encoder>;
};

const { None, GZIP, ZSTD } = kafkajs.CompressionTypes;
interface Given {
  readonly from: number;
  readonly values: readonly (string | Buffer)[];
  readonly packed?: number;
  readonly transactional?: boolean;
}
async function batchOf({ from, values, packed = None, transactional = false }: Given): Promise<Buffer> {
  const records = values.map((value, offsetDelta) =>
    Record({ offsetDelta, timestampDelta: 5n, key: Buffer.from('k'), value: Buffer.from(value), headers: { a: 'b' } }),
  );
  const context = { firstOffset: BigInt(from), lastOffsetDelta: values.length - 1, producerId: 9n, transactional };
  const times = { firstTimestamp: 1_000n, maxTimestamp: 1_005n };
  return (await RecordBatch({ ...context, ...times, compression: packed, records })).buffer;
}

function answerWith(set: Buffer, aborted: readonly number[] = []): Buffer {
  const head = new Encoder()
    .writeInt32(0)
    .writeInt16(0)
    .writeInt32(0)
    .writeInt32(1)
    .writeString('orders')
    .writeInt32(1);
  head.writeInt32(3).writeInt16(0).writeInt64(99n).writeInt64(99n).writeInt64(0n).writeInt32(aborted.length);
  for (const first of aborted) head.writeInt64(9n).writeInt64(BigInt(first));
  return head.writeInt32(-1).writeBytes(set).buffer;
}

const bomb = Buffer.alloc(maxInflatedBytes + 1);
const flood = { from: 7, values: ['x', bomb, 'y'], packed: GZIP };

const theirs = fetchResponse.decode;
const ours = (raw: Buffer) => fetchResponse.decode(raw);
/** As members of groups and readers of ranges come to their records. */
async function recordsIn(raw: Buffer) {
  const answer = (await ours(raw)) as { responses: [{ partitions: [unknown] }] };
  const batch = new Batch('orders', '0', answer.responses[0].partitions[0]);
  return {
    last: batch.lastOffset(),
    records: batch.messages.map((one) => storedRecord({ topic: 'orders', partition: 3 }, one)),
  };
}

describe('the answer to a fetch', () => {
  beforeAll(() => {
    installBoundedCodecs();
    readFetchesBatchByBatch();
  });

  it.each<[string, readonly Given[], number]>([
    ['nothing', [], 0],
    [
      'plain batches',
      [
        { from: 0, values: ['a', 'b'] },
        { from: 2, values: ['c'] },
      ],
      0,
    ],
    [
      'packed batches',
      [
        { from: 0, values: ['a', 'b'], packed: GZIP },
        { from: 2, values: ['c'], packed: ZSTD },
      ],
      0,
    ],
    [
      'a batch that was cut off',
      [
        { from: 0, values: ['a'] },
        { from: 1, values: ['b'] },
      ],
      5,
    ],
  ])('is read as kafkajs reads it: %s', async (_what, batches, cut) => {
    const set = Buffer.concat(await Promise.all(batches.map(batchOf)));
    const raw = answerWith(set.subarray(0, set.length - cut));
    expect(await ours(raw)).toEqual(await theirs(raw));
  });

  it('tells of a batch that inflates beyond the bound as of one record in its place, with its bytes, and reads what stands around it', async () => {
    const packed = await batchOf(flood);
    const [before, behind] = [
      await batchOf({ from: 6, values: ['a'] }),
      await batchOf({ from: 10, values: ['b'], packed: ZSTD }),
    ];
    const raw = answerWith(Buffer.concat([before, packed, behind]));
    await expect(theirs(raw)).rejects.toMatchObject({ code: 'ERR_BUFFER_TOO_LARGE' });
    const { records, last } = await recordsIn(raw);
    expect(records.map(({ offset, unreadable }) => [offset, unreadable])).toEqual([
      [6, undefined],
      [
        9,
        `The batch of 3 messages from offset 7 to 9 inflates beyond ${maxInflatedBytes} bytes; what is kept are its packed bytes.`,
      ],
      [10, undefined],
    ]);
    expect(records[1]).toMatchObject({ partition: 3, key: null, headers: {}, timestamp: 1_005 });
    expect(packed.equals(records[1]?.value ?? Buffer.alloc(0))).toBe(true);
    expect(last).toBe('10');
  });

  it('keeps no more of it than a message may have', async () => {
    const noise = { from: 0, values: [randomBytes(5_000_000), bomb], packed: ZSTD };
    const { records } = await recordsIn(answerWith(await batchOf(noise)));
    expect(records.map(({ offset, value }) => [offset, value?.byteLength])).toEqual([[1, 61]]);
    expect(records[0]?.unreadable).toMatch(/its 5\d{6} packed bytes stand on the topic alone\.$/);
  });

  it('passes over one whose transaction was aborted', async () => {
    const set = Buffer.concat([
      await batchOf({ ...flood, transactional: true }),
      await batchOf({ from: 10, values: ['b'] }),
    ]);
    expect((await recordsIn(answerWith(set, [7]))).records.map(({ offset }) => offset)).toEqual([10]);
    expect((await recordsIn(answerWith(set))).records.map(({ offset }) => offset)).toEqual([9, 10]);
  });

  it('fails as before for any other reason', async () => {
    const packed = await batchOf({ from: 0, values: ['a'], packed: GZIP });
    packed.writeUInt8(packed.readUInt8(packed.length - 6) ^ 1, packed.length - 6);
    await expect(ours(answerWith(packed))).rejects.toMatchObject({ code: 'Z_DATA_ERROR' });
  });
});
