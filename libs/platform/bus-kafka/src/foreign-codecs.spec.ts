/** What clients of others write compressed is read: bytes of the formats made by hand, since nothing here writes them. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { lz4Codec, snappyCodec } from './bounded-codecs.ts';
import { inflateLz4 } from './lz4.ts';
import { inflateSnappy } from './snappy.ts';

/** Bytes as they are, and then a copy of what stands so far before their end. */
interface Piece {
  readonly literal: Buffer;
  readonly distance: number;
  readonly length: number;
}

function inflated(pieces: readonly Piece[], last: Buffer): Buffer {
  const bytes: number[] = [];
  for (const { literal, distance, length } of pieces) {
    bytes.push(...literal);
    for (let at = 0; at < length; at += 1) bytes.push(bytes.at(-distance) ?? 0);
  }
  return Buffer.from([...bytes, ...last]);
}

const some = fc.uint8Array({ minLength: 1, maxLength: 300 }).map((bytes) => Buffer.from(bytes));
/** Copies reach back into their own literal at least, so that every distance is one that can be. */
const pieces = fc.array(
  fc
    .record({ literal: some, back: fc.nat(299), length: fc.integer({ min: 4, max: 64 }) })
    .map(({ literal, back, length }): Piece => ({ literal, distance: (back % literal.length) + 1, length })),
  { maxLength: 20 },
);

const varint = (value: number): number[] => (value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...varint(value >>> 7)]);
const le = (value: number, bytes: number): Buffer => {
  const buffer = Buffer.alloc(bytes);
  buffer.writeUIntLE(value, 0, bytes);
  return buffer;
};

const snappyLiteral = (bytes: Buffer): Buffer =>
  bytes.length <= 60
    ? Buffer.from([(bytes.length - 1) << 2, ...bytes])
    : Buffer.from([61 << 2, ...le(bytes.length - 1, 2), ...bytes]);
const snappyCopy = ({ distance, length }: Piece): Buffer =>
  length <= 11 && distance < 2_048
    ? Buffer.from([((distance >>> 8) << 5) | ((length - 4) << 2) | 1, distance & 0xff])
    : length % 2 === 0
      ? Buffer.from([((length - 1) << 2) | 2, ...le(distance, 2)])
      : Buffer.from([((length - 1) << 2) | 3, ...le(distance, 4)]);
const snappyBlock = (all: readonly Piece[], last: Buffer): Buffer =>
  Buffer.from([
    ...varint(all.reduce((sum, { literal, length }) => sum + literal.length + length, last.length)),
    ...all.flatMap((piece) => [...snappyLiteral(piece.literal), ...snappyCopy(piece)]),
    ...snappyLiteral(last),
  ]);
const javaFrame = (...blocks: readonly Buffer[]): Buffer => {
  const sized = blocks.map((block) => {
    const size = Buffer.alloc(4);
    size.writeInt32BE(block.length);
    return Buffer.concat([size, block]);
  });
  return Buffer.concat([Buffer.from([0x82, ...Buffer.from('SNAPPY'), 0, 0, 0, 0, 1, 0, 0, 0, 1]), ...sized]);
};

const nibble = (length: number): number => Math.min(15, length);
const beyond = (length: number): number[] => {
  if (length < 15) return [];
  const rest = length - 15;
  return [...Array.from({ length: Math.floor(rest / 255) }, () => 255), rest % 255];
};
const lz4Block = (all: readonly Piece[], last: Buffer): Buffer =>
  Buffer.from([
    ...all.flatMap(({ literal, distance, length }) => [
      ...[(nibble(literal.length) << 4) | nibble(length - 4), ...beyond(literal.length), ...literal],
      ...[...le(distance, 2), ...beyond(length - 4)],
    ]),
    ...[nibble(last.length) << 4, ...beyond(last.length), ...last],
  ]);
interface Framed {
  readonly flags?: number;
  readonly plain?: boolean;
}
const lz4Frame = (block: Buffer, { flags = 0x60, plain = false }: Framed = {}): Buffer =>
  Buffer.concat([
    Buffer.from([0x04, 0x22, 0x4d, 0x18, flags, 0x40]),
    Buffer.alloc(flags & 0x08 ? 8 : 0),
    Buffer.from([0]),
    le(block.length + (plain ? 0x8000_0000 : 0), 4),
    block,
    Buffer.alloc(flags & 0x10 ? 4 : 0),
    Buffer.alloc(4),
    Buffer.alloc(flags & 0x04 ? 4 : 0),
  ]);

const most = 1_000_000;

describe('Snappy', () => {
  it('is read as a bare block, and as the frames of the Java client', () => {
    fc.assert(
      fc.property(pieces, some, (all, last) => {
        const [block, wanted] = [snappyBlock(all, last), inflated(all, last)];
        expect(inflateSnappy(block, most).equals(wanted)).toBe(true);
        expect(inflateSnappy(javaFrame(block, block), most).equals(Buffer.concat([wanted, wanted]))).toBe(true);
      }),
    );
  });
});

describe('LZ4', () => {
  it('is read in frames with whatever they may carry', () => {
    fc.assert(
      fc.property(pieces, some, fc.constantFrom(0x60, 0x68, 0x70, 0x64, 0x7c), (all, last, flags) => {
        const [block, wanted] = [lz4Block(all, last), inflated(all, last)];
        expect(inflateLz4(lz4Frame(block, { flags }), most).equals(wanted)).toBe(true);
        const two = Buffer.concat([lz4Frame(last, { plain: true }), lz4Frame(block, { flags })]);
        expect(inflateLz4(two, most).equals(Buffer.concat([last, wanted]))).toBe(true);
      }),
    );
  });
});

describe.each([
  ['snappy', snappyCodec, snappyBlock],
  ['lz4', lz4Codec, (all: readonly Piece[], last: Buffer) => lz4Frame(lz4Block(all, last))],
] as const)('%s', (_name, codec, compressed) => {
  const zeros = { literal: Buffer.alloc(1), distance: 1, length: 64 };

  it('refuses a batch that inflates beyond the bound', async () => {
    const bomb = compressed(
      Array.from({ length: 530_000 }, () => zeros),
      Buffer.alloc(1),
    );
    await expect(codec.decompress(bomb)).rejects.toMatchObject({ code: 'ERR_BUFFER_TOO_LARGE' });
  }, 120_000);

  it('is not written', async () => {
    await expect(codec.compress({ buffer: Buffer.alloc(1) })).rejects.toThrow('only read');
  });

  it('fails on what is cut off or makes no sense, and never reads past its end', async () => {
    const whole = compressed([{ ...zeros, literal: Buffer.from('abc') }], Buffer.from('end'));
    for (let length = 1; length < whole.length; length += 1) {
      await expect(codec.decompress(whole.subarray(0, length))).rejects.toThrow();
    }
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 100 }), async (bytes) => {
        await codec.decompress(Buffer.from(bytes)).catch((error: unknown) => {
          expect(error).toBeInstanceOf(Error);
        });
      }),
    );
  });
});
