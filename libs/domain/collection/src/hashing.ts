/** Identifiers that anyone can compute again: SHA-256 of the parts, as base32 text. */
import { sha256 } from '@noble/hashes/sha2.js';

/** Crockford's alphabet in lower case: no letters that are mistaken for digits. */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const utf8 = new TextEncoder();

/** 128 bits as 26 characters: two of a billion identifiers collide with a chance of 10^-21. */
export function hash128(...parts: readonly string[]): string {
  // The length before each part keeps ('ab', 'c') and ('a', 'bc') apart.
  const digest = sha256(utf8.encode(parts.map((part) => `${part.length}:${part}`).join('')));
  let text = '';
  let buffer = 0;
  let bits = 0;
  for (const byte of digest.subarray(0, 16)) {
    buffer = (buffer << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += alphabet.charAt((buffer >> bits) & 31);
    }
    buffer &= (1 << bits) - 1;
  }
  return text + alphabet.charAt((buffer << (5 - bits)) & 31);
}
