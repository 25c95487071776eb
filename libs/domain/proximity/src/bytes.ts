/** Hexadecimal digits to bytes and back, and the numbers in them. */
import { reason, type Reason } from '@tributary/domain-collection';

/** Extended advertising (Bluetooth 5) carries at most 254 bytes in one piece. */
const mostBytes = 254;

/** Spaces, colons and dashes between the digits are how tools print them; `0x` before them is too. */
export function bytesOf(hex: string): Uint8Array | Reason {
  const digits = hex
    .trim()
    .replace(/^0x/i, '')
    .replaceAll(/[\s:-]/g, '');
  if (!/^[0-9a-f]+$/i.test(digits)) {
    return reason('FRAME_NOT_HEX', `The frame is ${digits === '' ? 'empty' : 'not made of hexadecimal digits'}.`);
  }
  if (digits.length % 2 === 1) return reason('FRAME_NOT_HEX', `The frame has ${digits.length} digits, an odd number.`);
  if (digits.length > 2 * mostBytes) {
    return reason(
      'FRAME_MALFORMED',
      `The frame has ${digits.length / 2} bytes; an advertisement has ${mostBytes} at most.`,
    );
  }
  return Uint8Array.from({ length: digits.length / 2 }, (_, at) =>
    Number.parseInt(digits.slice(2 * at, 2 * at + 2), 16),
  );
}

export const hexOf = (bytes: Uint8Array): string =>
  [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');

export const startsWith = (bytes: Uint8Array, beginning: readonly number[]): boolean =>
  beginning.every((byte, at) => bytes[at] === byte);

/** Big-endian. */
export const unsigned = (bytes: Uint8Array): number => bytes.reduce((number, byte) => number * 256 + byte, 0);

/** One byte, two's complement. */
export const signed = (byte: number | undefined): number => ((byte ?? 0) > 127 ? (byte ?? 0) - 256 : (byte ?? 0));

/** 8-4-4-4-12. */
export const dashed = (digits: string): string => digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
