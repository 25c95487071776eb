/** Jaro-Winkler similarity (Winkler 1990, prefix scale .1, at most four characters), without allocation for names of usual length. */

/** Longer texts are compared by their first 64 units: no name differs only behind them. */
export const longest = 64;
const takenA = new Uint8Array(longest);
const takenB = new Uint8Array(longest);

/** 1 for equal texts, 0 for texts without a common letter. Symmetric. */
export function jaroWinkler(one: string, other: string): number {
  if (one === other) return 1;
  // Matches are taken from the left, greedily: only in a fixed order is the answer the same both ways.
  const [a, b] =
    one.length < other.length || (one.length === other.length && one < other) ? [one, other] : [other, one];
  const [sizeA, sizeB] = [Math.min(a.length, longest), Math.min(b.length, longest)];
  if (sizeA === 0 || sizeB === 0) return 0;
  const matches = takeMatches(a, b, sizeA, sizeB);
  if (matches === 0) return 0;
  const jaro = (matches / sizeA + matches / sizeB + (matches - transpositions(a, b, sizeA)) / matches) / 3;
  let prefix = 0;
  while (prefix < 4 && prefix < sizeA && prefix < sizeB && a.charCodeAt(prefix) === b.charCodeAt(prefix)) prefix += 1;
  return jaro + prefix * 0.1 * (1 - jaro);
}

function takeMatches(a: string, b: string, sizeA: number, sizeB: number): number {
  // For so few letters a loop is faster than the call of `fill`.
  for (let i = 0; i < sizeA; i += 1) takenA[i] = 0;
  for (let j = 0; j < sizeB; j += 1) takenB[j] = 0;
  const reach = Math.max(0, (Math.max(sizeA, sizeB) >> 1) - 1);
  let matches = 0;
  for (let i = 0; i < sizeA; i += 1) {
    const code = a.charCodeAt(i);
    const until = Math.min(sizeB, i + reach + 1);
    for (let j = Math.max(0, i - reach); j < until; j += 1) {
      if (takenB[j] === 1 || b.charCodeAt(j) !== code) continue;
      takenA[i] = 1;
      takenB[j] = 1;
      matches += 1;
      break;
    }
  }
  return matches;
}

function transpositions(a: string, b: string, sizeA: number): number {
  let displaced = 0;
  let j = 0;
  for (let i = 0; i < sizeA; i += 1) {
    if (takenA[i] !== 1) continue;
    while (takenB[j] !== 1) j += 1;
    if (a.charCodeAt(i) !== b.charCodeAt(j)) displaced += 1;
    j += 1;
  }
  return displaced >> 1;
}
