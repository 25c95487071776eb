/** Values as JSON and as bytes, where a dialect is written anew in our own. */

const encoder = new TextEncoder();

export const utf8 = (text: string): Uint8Array => encoder.encode(text);

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
