/** Identifiers as the documents define them: SHA-256 of the parts with their lengths, 128 bits as 26 letters of Crockford's alphabet. */
import { createHash } from 'node:crypto';

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

export function hash128(...parts: readonly string[]): string {
  const digest = createHash('sha256')
    .update(parts.map((part) => `${part.length}:${part}`).join(''))
    .digest('hex');
  // 26 letters hold 130 bits: two zeros are appended.
  let rest = BigInt(`0x${digest.slice(0, 32)}`) << 2n;
  let text = '';
  for (let letter = 0; letter < 26; letter += 1) {
    text = alphabet.charAt(Number(rest & 31n)) + text;
    rest >>= 5n;
  }
  return text;
}

export const recordOf = (type: string, value: string): string => `r_${hash128(type, value)}`;
export const eventOf = (source: string, messageId: string): string => `e_${hash128(source, messageId)}`;
export const rejectionOf = (topic: string, partition: number, offset: number): string =>
  `j_${hash128(topic, String(partition), String(offset))}`;
