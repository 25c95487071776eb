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

const code = (text: string, fromEnd: number): number => text.charCodeAt(text.length - 1 - fromEnd);

const isExchange = (a: string, b: string, at: number): boolean =>
  a.charCodeAt(at) === b.charCodeAt(at + 1) && a.charCodeAt(at + 1) === b.charCodeAt(at);
