/** Whether two texts differ by one slip of the fingers: a character added, lost or replaced, or two neighbours exchanged. */

export function isOneEdit(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  const more = long.length - short.length;
  if (more > 1 || a === b) return false;
  let start = 0;
  while (start < short.length && short.charCodeAt(start) === long.charCodeAt(start)) start += 1;
  let end = 0;
  while (end < short.length - start && code(short, end) === code(long, end)) end += 1;
  const left = short.length - start - end;
  if (left === 0 || (left === 1 && more === 0)) return true;
  return left === 2 && more === 0 && isExchange(short, long, start);
}

/** How often a text has each digit, up to seven times: three bits each. */
export function digitsIn(text: string): number {
  let counts = 0;
  for (let i = 0; i < text.length; i += 1) {
    const digit = text.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) continue;
    const place = digit * bitsPerDigit;
    if (((counts >>> place) & mostOfDigit) < mostOfDigit) counts += 1 << place;
  }
  return counts;
}

const bitsPerDigit = 3;
const mostOfDigit = 7;

/** False where two texts cannot be one edit apart, by what `digitsIn` says of them: a slip changes two counts by one at most. */
export function mayBeOneEdit(a: number, b: number): boolean {
  let apart = 0;
  for (let [restA, restB] = [a, b]; restA !== restB; restA >>>= bitsPerDigit, restB >>>= bitsPerDigit) {
    apart += Math.abs((restA & mostOfDigit) - (restB & mostOfDigit));
    if (apart > 2) return false;
  }
  return true;
}

const code = (text: string, fromEnd: number): number => text.charCodeAt(text.length - 1 - fromEnd);

const isExchange = (a: string, b: string, at: number): boolean =>
  a.charCodeAt(at) === b.charCodeAt(at + 1) && a.charCodeAt(at + 1) === b.charCodeAt(at);
