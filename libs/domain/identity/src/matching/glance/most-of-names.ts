/** The most that the names of two rows can come to: of every level that they may have, by numbers alone. */
import { close, nameLevel as level, similar } from '../comparisons/name.ts';
import { type Cells } from '../cells.ts';
import { boundOf, mostMatches } from '../text/letters.ts';
import { perBit } from '../weights.ts';
import { column, ofWord, says } from './columns.ts';

const both = says.first | says.last;

/** `bits`: of each level. */
export const mostOfNames = (rows: Cells, a: number, b: number, bits: Float64Array): number =>
  ((rows[a] ?? 0) & (rows[b] ?? 0) & both) === both ? mostOfBoth(rows, a, b, bits) : mostOfSome(rows, a, b, bits);

/** As `levelOfBoth` goes down the ladder; where names may agree it goes on, as they may not. */
function mostOfBoth(rows: Cells, a: number, b: number, bits: Float64Array): number {
  const lasts = agree(rows, a, b, column.lastSpellings) ? 1 : likeness(rows, a + column.last, b + column.last);
  const firsts = agree(rows, a, b, column.firstSpellings) ? 1 : likeness(rows, a + column.first, b + column.first);
  const haveCommonCalling = agree(rows, a, b, column.callings);
  const [first, last] = [rarity(rows, a, b, column.firstRarity), rarity(rows, a, b, column.lastRarity)];
  let most = of(bits, level.else);
  if (firsts >= close || haveCommonCalling) most = Math.max(most, of(bits, level['first only']) + first);
  if (lasts >= similar) {
    if (firsts >= similar) most = Math.max(most, of(bits, level.similar));
    if (lasts >= close) {
      const only = Math.max(of(bits, level['last only']), of(bits, level['last, first different']));
      most = Math.max(most, only + last);
      if (haveCommonCalling) most = Math.max(most, of(bits, level['nickname and last']) + last);
      if (mayBeInitial(rows, a, b)) most = Math.max(most, of(bits, level['initial and last']) + last);
      if (firsts >= close) most = Math.max(most, of(bits, level.romanised), of(bits, level.close));
      if (areEqual(rows, a, b)) most = Math.max(most, of(bits, level.exact) + first + last);
    }
  }
  const reversed = of(bits, level.reversed) + first + last;
  return most < reversed && mayBeReversed(rows, a, b) ? reversed : most;
}

const areEqual = (rows: Cells, a: number, b: number): boolean =>
  rows[a + column.firstHash] === rows[b + column.firstHash] && rows[a + column.lastHash] === rows[b + column.lastHash];

/** One side leaves out a name. */
function mostOfSome(rows: Cells, a: number, b: number, bits: Float64Array): number {
  const said = (rows[a] ?? 0) & (rows[b] ?? 0);
  const first = said & says.first ? Math.max(0, rarity(rows, a, b, column.firstRarity)) : 0;
  const last = said & says.last ? Math.max(0, rarity(rows, a, b, column.lastRarity)) : 0;
  const known = Math.max(of(bits, level['last, first unknown']) + last, of(bits, level['first, last unknown']) + first);
  return Math.max(0, known, of(bits, level.else));
}

/** They have a bit in common, as they have if they are the same. */
const agree = (rows: Cells, a: number, b: number, where: number): boolean =>
  ((rows[a + where] ?? 0) & (rows[b + where] ?? 0)) !== 0;

/** Of names that are the same, the rarity; the more frequent one of others. */
const rarity = (rows: Cells, a: number, b: number, where: number): number =>
  Math.min(rows[a + where] ?? 0, rows[b + where] ?? 0) / perBit;

function mayBeInitial(rows: Cells, a: number, b: number): boolean {
  const isInitial = ((rows[a] ?? 0) | (rows[b] ?? 0)) & says.initial;
  const start = column.first + ofWord.start;
  return isInitial !== 0 && (rows[a + start] ?? 0) >>> 24 === (rows[b + start] ?? 0) >>> 24;
}

const mayBeReversed = (rows: Cells, a: number, b: number): boolean => isCrossed(rows, a, b) && isCrossed(rows, b, a);

/** The first name of one may be the last name of the other. */
const isCrossed = (rows: Cells, a: number, b: number): boolean =>
  rows[a + column.firstHash] === rows[b + column.lastHash] ||
  ((rows[a + column.firstSpellings] ?? 0) & (rows[b + column.lastSpellings] ?? 0)) !== 0 ||
  likeness(rows, a + column.first, b + column.last) >= close;

/** An upper bound of Jaro-Winkler. */
export function likeness(rows: Cells, a: number, b: number): number {
  const [sizesA, sizesB] = [rows[a + ofWord.sizes] ?? 0, rows[b + ofWord.sizes] ?? 0];
  const letters = (rows[a + ofWord.letters] ?? 0) & (rows[b + ofWord.letters] ?? 0);
  const twice = (rows[a + ofWord.twice] ?? 0) & (rows[b + ofWord.twice] ?? 0);
  const most = mostMatches(letters, twice, sizesA & 0xffff, sizesB & 0xffff);
  return boundOf(most, sizesA >>> 16, sizesB >>> 16, (rows[a + ofWord.start] ?? 0) ^ (rows[b + ofWord.start] ?? 0));
}

const of = (bits: Float64Array, level: number): number => bits[level] ?? 0;
