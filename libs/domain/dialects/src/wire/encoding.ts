/** Text, bytes and base64, with undefined for what is not what it should be. */

const strictUtf8 = new TextDecoder('utf-8', { fatal: true });
const encoder = new TextEncoder();

export const utf8 = (text: string): Uint8Array => encoder.encode(text);

export function textOf(bytes: Uint8Array): string | undefined {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    return undefined;
  }
}

/** One character for each byte, without loss: what is not UTF-8 can still be cut into its items. */
export function charactersOf(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return text;
}

export const bytesOf = (characters: string): Uint8Array =>
  Uint8Array.from(characters, (character) => character.charCodeAt(0));

/** Either alphabet, padded or not; a form turns its plus signs into spaces. */
export function fromBase64(text: string): Uint8Array | undefined {
  try {
    return bytesOf(atob(text.replaceAll('-', '+').replaceAll('_', '/').replaceAll(' ', '+')));
  } catch {
    return undefined;
  }
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown; // eslint-disable-line no-restricted-syntax -- JSON.parse answers any
  } catch {
    return undefined;
  }
}

const infinities = [
  [Number.POSITIVE_INFINITY, '1e999'],
  [Number.NEGATIVE_INFINITY, '-1e999'],
] as const;

/** As JSON writes it, save that a number beyond a double stays one: an event refused for it must be refused again. */
export function writeJson(value: unknown): string {
  const text = JSON.stringify(value, (_key, item: unknown) => {
    const infinity = infinities.find(([number]) => number === item);
    return infinity ? `\u0000${infinity[1]}\u0000` : item;
  });
  return text.includes('1e999') ? text.replaceAll(/"\\u0000(-?1e999)\\u0000"/g, '$1') : text;
}

/** Far deeper than an event may be, and far from what would exhaust the stack. */
const deepestWritten = 200;

/** Whether `writeJson` can write it: what is nested by the hundred thousand is valid JSON all the same. */
export const isWritable = (value: unknown, levels = deepestWritten): boolean =>
  typeof value !== 'object' ||
  value === null ||
  (levels > 0 && Object.values(value).every((inner) => isWritable(inner, levels - 1)));
