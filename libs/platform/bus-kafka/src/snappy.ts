/**
 * Snappy as it stands on topics: bare blocks, or framed as the Java client writes them. Only read: we write gzip.
 * https://github.com/google/snappy/blob/main/format_description.txt, https://github.com/xerial/snappy-java (SnappyOutputStream)
 */
import { InflatedBytes, slice } from './inflated-bytes.ts';

/** What the frames of the Java client begin with; two versions of four bytes each follow. */
const frameMagic = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00]);
const frameHeaderBytes = frameMagic.length + 8;

export function inflateSnappy(bytes: Buffer, most: number): Buffer {
  const into = new InflatedBytes(most, 4 * bytes.length);
  if (!bytes.subarray(0, frameMagic.length).equals(frameMagic)) inflateBlock(bytes, into);
  else {
    for (let at = frameHeaderBytes; at < bytes.length;) {
      const begin = at + 4;
      const end = begin + slice(bytes, at, begin).readInt32BE();
      inflateBlock(slice(bytes, begin, end), into);
      at = end;
    }
  }
  return into.bytes;
}

/** After the length of what it becomes: literals, and copies of what was before. */
function inflateBlock(block: Buffer, into: InflatedBytes): void {
  const before = into.length;
  const { value: length, next } = readVarint(block);
  for (let at = next; at < block.length;) at = element(block, at, into);
  if (into.length - before !== length) throw new Error('A snappy block is not as long as it says.');
}

/** Answers where the next one begins. */
function element(block: Buffer, at: number, into: InflatedBytes): number {
  const tag = block[at] ?? 0;
  const upper = tag >>> 2;
  switch (tag & 3) {
    case 0: {
      const extra = upper < 60 ? 0 : upper - 59;
      const begin = at + 1 + extra;
      const length = (extra === 0 ? upper : slice(block, at + 1, begin).readUIntLE(0, extra)) + 1;
      into.append(slice(block, begin, begin + length));
      return begin + length;
    }
    case 1:
      into.repeat(((tag >>> 5) << 8) | slice(block, at + 1, at + 2).readUInt8(), (upper & 7) + 4);
      return at + 2;
    case 2:
      into.repeat(slice(block, at + 1, at + 3).readUInt16LE(), upper + 1);
      return at + 3;
    default:
      into.repeat(slice(block, at + 1, at + 5).readUInt32LE(), upper + 1);
      return at + 5;
  }
}

function readVarint(block: Buffer): { readonly value: number; readonly next: number } {
  let value = 0;
  for (let at = 0; at < 5; at += 1) {
    const byte = slice(block, at, at + 1).readUInt8();
    value += (byte & 0x7f) * 2 ** (7 * at);
    if (byte < 0x80) return { value, next: at + 1 };
  }
  throw new Error('A snappy block does not say how long it is.');
}
