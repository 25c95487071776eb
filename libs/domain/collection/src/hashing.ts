/** Identifiers that anyone can compute again: SHA-256 of the parts, as base32 text. */
import { sha256Hex } from './sha256.ts';

/** Crockford's alphabet in lower case: no letters that are mistaken for digits. */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
/** Four bits each. */
const digits = 32;

/** 128 bits as 26 characters: two of a billion identifiers collide with a chance of 10^-21. */
export function hash128(...parts: readonly string[]): string {
  // The length before each part keeps ('ab', 'c') and ('a', 'bc') apart.
  const digest = sha256Hex(parts.map((part) => `${part.length}:${part}`).join(''));
  let text = '';
  let buffer = 0;
  let bits = 0;
  for (let at = 0; at < digits; at += 1) {
    buffer = (buffer << 4) | valueOf(digest.charCodeAt(at));
    bits += 4;
    if (bits < 5) continue;
    bits -= 5;
    text += alphabet.charAt((buffer >> bits) & 31);
    buffer &= (1 << bits) - 1;
  }
  return text + alphabet.charAt((buffer << (5 - bits)) & 31);
}

/** Of a hexadecimal digit in lower case, by its character code. */
const valueOf = (code: number): number => (code <= 57 ? code - 48 : code - 87);
