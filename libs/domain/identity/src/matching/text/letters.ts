/** The letters of a text in numbers: texts that lack many of each other's letters, or begin differently, cannot be similar. */
import { longest } from './jaro-winkler.ts';

export interface Letters {
  readonly size: number;
  /** A bit for each letter, and one for each that comes twice or more. */
  readonly letters: number;
  readonly twice: number;
  /** What is left of its length. */
  readonly spare: number;
  /** The first four, eight bits of each, the first of them on top. */
  readonly start: number;
}

export function lettersOf(text: string): Letters {
  let [letters, twice, start] = [0, 0, 0];
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    const bit = 1 << (code & 31);
    twice |= letters & bit;
    letters |= bit;
    if (i < startSize) start |= (code & 255) << (24 - 8 * i);
  }
  const size = text.length;
  return { size, letters, twice, spare: size - countBits(letters) - countBits(twice), start };
}

const startSize = 4;

/** An upper bound of `jaroWinkler` of two texts. */
export const similarityBound = (a: Letters, b: Letters): number =>
  boundOf(mostMatches(a.letters & b.letters, a.twice & b.twice, a.spare, b.spare), a.size, b.size, a.start ^ b.start);

/** So many letters can two texts have in common, by the letters that both have once and twice. */
export const mostMatches = (letters: number, twice: number, spareA: number, spareB: number): number =>
  countBits(letters) + countBits(twice) + Math.min(spareA, spareB);

/** `starts`: exclusive or of both. */
export function boundOf(most: number, lengthA: number, lengthB: number, starts: number): number {
  const [sizeA, sizeB] = [Math.min(lengthA, longest), Math.min(lengthB, longest)];
  const matches = Math.min(most, sizeA, sizeB);
  if (matches === 0) return sizeA + sizeB === 0 ? 1 : 0;
  const jaro = (matches / sizeA + matches / sizeB + 1) / 3;
  return jaro + (Math.clz32(starts) >>> 3) * 0.1 * (1 - jaro);
}

export function countBits(bits: number): number {
  let left = bits - ((bits >>> 1) & 0x55555555);
  left = (left & 0x33333333) + ((left >>> 2) & 0x33333333);
  return Math.imul((left + (left >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
