/**
 * LZ4 frames, as Kafka's clients write them. Only read: we write gzip. Their checksums are not looked at: a batch has one of its own.
 * https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md, lz4_Block_format.md
 */
import { InflatedBytes, slice } from './inflated-bytes.ts';

const magic = 0x184d2204;
/** Of a block: its bytes are as they were. */
const isPlain = 0x8000_0000;

export function inflateLz4(bytes: Buffer, most: number): Buffer {
  const into = new InflatedBytes(most, 4 * bytes.length);
  for (let at = 0; at < bytes.length;) at = inflateFrame(bytes, at, into);
  return into.bytes;
}

/** Answers where the frame ends. */
function inflateFrame(bytes: Buffer, start: number, into: InflatedBytes): number {
  if (slice(bytes, start, start + 4).readUInt32LE() !== magic) throw new Error('An LZ4 frame does not begin as one.');
  const flags = slice(bytes, start + 4, start + 5).readUInt8();
  if (flags >>> 6 !== 1 || (flags & 1) !== 0)
    throw new Error('An LZ4 frame of an unknown version, or with a dictionary.');
  const [hasBlockChecksum, hasSize, hasChecksum] = [flags & 0x10, flags & 0x08, flags & 0x04];
  // Magic, flags, block size, perhaps the size of the content, a checksum of these.
  let at = start + 6 + (hasSize ? 8 : 0) + 1;
  for (;;) {
    const said = slice(bytes, at, at + 4).readUInt32LE();
    at += 4;
    if (said === 0) return at + (hasChecksum ? 4 : 0);
    const plain = said >= isPlain;
    const end = at + (plain ? said - isPlain : said);
    const block = slice(bytes, at, end);
    if (plain) into.append(block);
    else inflateBlock(block, into);
    at = end + (hasBlockChecksum ? 4 : 0);
  }
}

/** Literals and a copy of what was before, again and again; the last literals have no copy behind them. */
function inflateBlock(block: Buffer, into: InflatedBytes): void {
  for (let at = 0; at < block.length;) {
    const token = block[at] ?? 0;
    const literals = lengthAt(block, at + 1, token >>> 4);
    const copied = literals.next + literals.length;
    into.append(slice(block, literals.next, copied));
    if (copied === block.length) return;
    const distance = slice(block, copied, copied + 2).readUInt16LE();
    const match = lengthAt(block, copied + 2, token & 15);
    into.repeat(distance, match.length + shortestMatch);
    at = match.next;
  }
}

const shortestMatch = 4;

/** 15 in the token says that bytes follow to be added, up to the first that is not full. */
function lengthAt(block: Buffer, at: number, inToken: number): { readonly length: number; readonly next: number } {
  if (inToken < 15) return { length: inToken, next: at };
  let [length, next] = [15, at];
  for (;;) {
    const byte = slice(block, next, next + 1).readUInt8();
    length += byte;
    next += 1;
    if (byte < 255) return { length, next };
  }
}
