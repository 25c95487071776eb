/**
 * Finds the encoding of a text by its bytes. In this order: a byte order mark; zero bytes at every other place (UTF-16); bytes that
 * are UTF-8 with at most a tenth of the sequences broken; otherwise one byte is one character, and `single-byte` tells which set.
 */
import { singleByteSet } from './single-byte.ts';

export interface FoundEncoding {
  readonly encoding: string;
  /** Undefined: the bytes leave no doubt, and nothing else would be expected. */
  readonly why: string | undefined;
}

const marks = [
  { bytes: [0xef, 0xbb, 0xbf], encoding: 'utf-8' },
  { bytes: [0xff, 0xfe], encoding: 'utf-16le' },
  { bytes: [0xfe, 0xff], encoding: 'utf-16be' },
] as const;

/** Undefined: the bytes are no text. */
export function findEncoding(sample: Buffer): FoundEncoding | undefined {
  const mark = marks.find(({ bytes }) => bytes.every((byte, index) => sample[index] === byte));
  if (mark) return { encoding: mark.encoding, why: 'its byte order mark says so' };
  if (sample.includes(0)) return findWide(sample);
  const declared = declaredBy(sample);
  if (declared !== undefined) return { encoding: declared, why: 'its XML declaration says so' };
  const { sequences, broken } = countUtf8(sample);
  if (broken === 0) return { encoding: 'utf-8', why: undefined };
  if (broken * 10 <= sequences) {
    return { encoding: 'utf-8', why: `${sequences} of its sequences are UTF-8 and ${broken} are not` };
  }
  return singleByteSet(sample);
}

/** Line ends, digits and delimiters are zero in one half of UTF-16, whatever the language of the rest. */
function findWide(sample: Buffer): FoundEncoding | undefined {
  const zeros = [0, 0];
  for (const [index, byte] of sample.entries()) if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  const why = 'every other byte is zero';
  if (odd > even * 5 && odd * 50 > sample.length) return { encoding: 'utf-16le', why };
  if (even > odd * 5 && even * 50 > sample.length) return { encoding: 'utf-16be', why };
  return undefined;
}

function declaredBy(sample: Buffer): string | undefined {
  const start = sample.subarray(0, 200).toString('latin1');
  return /^\s*<\?xml[^>]*\sencoding\s*=\s*["']([\w-]+)["']/.exec(start)?.[1]?.toLowerCase();
}

/** Sequences of two bytes or more; one that the sample cuts off counts for nothing. */
function countUtf8(sample: Buffer): { readonly sequences: number; readonly broken: number } {
  let [sequences, broken, index] = [0, 0, 0];
  while (index < sample.length) {
    if ((sample[index] ?? 0) < 0x80) {
      index += 1;
      continue;
    }
    const length = sequenceLength(sample[index] ?? 0);
    const tail = sample.subarray(index + 1, index + Math.max(1, length));
    const whole = tail.every((byte) => byte >= 0x80 && byte < 0xc0);
    if (length === 0 || !whole) {
      broken += 1;
      index += 1;
      continue;
    }
    if (length > 1 && tail.length === length - 1) sequences += 1;
    index += length;
  }
  return { sequences, broken };
}

/** By its first byte; 0: none begins so. */
function sequenceLength(byte: number): number {
  if (byte < 0x80) return 1;
  if (byte >= 0xc2 && byte < 0xe0) return 2;
  if (byte >= 0xe0 && byte < 0xf0) return 3;
  return byte >= 0xf0 && byte < 0xf5 ? 4 : 0;
}
