/** The level of the names of two rows, by the ladder of `nameLevelOf`: open from the first step on that may be true. */
import { alike, close, firstCounts, lastCounts, nameLevel as level, similar } from '../comparisons/name.ts';
import { unknown } from '../comparisons/level.ts';
import { type Cells } from '../cells.ts';
import { perBit } from '../weights.ts';
import { column, ofWord, says } from './columns.ts';
import { isOpen, open } from './levels.ts';
import { likeness } from './words.ts';

const both = says.first | says.last;

export const namesAtAGlance = (rows: Cells, a: number, b: number): number =>
  ((rows[a] ?? 0) & (rows[b] ?? 0) & both) === both ? levelOfBoth(rows, a, b) : levelOfSome(rows, a, b);

function levelOfBoth(rows: Cells, a: number, b: number): number {
  const sameFirst = isSameFirst(rows, a, b);
  const sameLast = isSameLast(rows, a, b);
  if (sameFirst && sameLast) return (rows[a] ?? 0) & says.initial ? level['initial and last'] : level.exact;
  if (isCrossed(rows, a, b) && isCrossed(rows, b, a)) return open(level.reversed);
  const lasts = likenessOfLasts(rows, a, b);
  if (lasts >= close) return levelOfLikeLasts(rows, a, b, sameLast);
  const firsts = likenessOfFirsts(rows, a, b);
  if (lasts >= similar && firsts >= similar) return open(level.similar);
  if (sameFirst) return level['first only'];
  return firsts >= close || haveCommonCalling(rows, a, b) ? open(level['first only']) : level.else;
}

function levelOfLikeLasts(rows: Cells, a: number, b: number, areSame: boolean): number {
  const firsts = likenessOfFirsts(rows, a, b);
  if (firsts >= close) return open(level.romanised);
  if (haveCommonCalling(rows, a, b)) return open(level['nickname and last']);
  if (firsts >= similar) return open(level.similar);
  if (mayBeInitial(rows, a, b)) return open(level['initial and last']);
  if (!areSame) return open(level['last only']);
  if (((rows[a] ?? 0) ^ (rows[b] ?? 0)) & says.latin) return level['last only'];
  return likeness(rows, a + column.first, b + column.first) < alike
    ? level['last, first different']
    : open(level['last only']);
}

/** One side leaves out a name. */
function levelOfSome(rows: Cells, a: number, b: number): number {
  const [saidA, saidB] = [rows[a] ?? 0, rows[b] ?? 0];
  const lasts = saidA & saidB & says.last;
  const firsts = saidA & saidB & says.first;
  if (lasts && isSameLast(rows, a, b)) return level['last, first unknown'];
  if (lasts && likenessOfLasts(rows, a, b) >= close) return open(level['last, first unknown']);
  if (firsts && isSameFirst(rows, a, b)) return level['first, last unknown'];
  const crossed =
    (saidA & says.first && saidB & says.last && isCrossed(rows, a, b)) ||
    (saidA & says.last && saidB & says.first && isCrossed(rows, b, a));
  if (crossed) return open(level['last, first unknown']);
  if (firsts && (likenessOfFirsts(rows, a, b) >= close || haveCommonCalling(rows, a, b))) {
    return open(level['first, last unknown']);
  }
  return lasts || firsts ? level.else : unknown;
}

const isSameFirst = (rows: Cells, a: number, b: number): boolean =>
  rows[a + column.firstName] === rows[b + column.firstName];

const isSameLast = (rows: Cells, a: number, b: number): boolean =>
  rows[a + column.lastName] === rows[b + column.lastName];

const likenessOfFirsts = (rows: Cells, a: number, b: number): number =>
  agree(rows, a, b, column.firstSpellings) ? 1 : likeness(rows, a + column.first, b + column.first);

const likenessOfLasts = (rows: Cells, a: number, b: number): number =>
  agree(rows, a, b, column.lastSpellings) ? 1 : likeness(rows, a + column.last, b + column.last);

const haveCommonCalling = (rows: Cells, a: number, b: number): boolean => agree(rows, a, b, column.callings);

/** They have a bit in common, as they have if they are the same. */
const agree = (rows: Cells, a: number, b: number, where: number): boolean =>
  ((rows[a + where] ?? 0) & (rows[b + where] ?? 0)) !== 0;

function mayBeInitial(rows: Cells, a: number, b: number): boolean {
  const isInitial = ((rows[a] ?? 0) | (rows[b] ?? 0)) & says.initial;
  const start = column.first + ofWord.start;
  return isInitial !== 0 && (rows[a + start] ?? 0) >>> 24 === (rows[b + start] ?? 0) >>> 24;
}

/** The first name of one may be the last name of the other. */
const isCrossed = (rows: Cells, a: number, b: number): boolean =>
  rows[a + column.firstName] === rows[b + column.lastName] ||
  ((rows[a + column.firstSpellings] ?? 0) & (rows[b + column.lastSpellings] ?? 0)) !== 0 ||
  likeness(rows, a + column.first, b + column.last) >= close;

/** Bits that the rarity of first and last names adds, at most where the level is open. */
export function rarityFor(name: number, first: number, last: number): number {
  if (name === open(level.reversed)) return Math.max(0, first) + Math.max(0, last);
  if (isOpen(name)) return Math.max(0, first, last); // but for reversed ones, both count only where both are the same
  return (firstCounts[name] === true ? first : 0) + (lastCounts[name] === true ? last : 0);
}

/** Bits; none where a side leaves the name out. */
export const rarityOfFirsts = (rows: Cells, a: number, b: number): number =>
  (rows[a] ?? 0) & (rows[b] ?? 0) & says.first
    ? Math.min((rows[a + column.rarity] ?? 0) >> 16, (rows[b + column.rarity] ?? 0) >> 16) / perBit
    : 0;

export const rarityOfLasts = (rows: Cells, a: number, b: number): number =>
  (rows[a] ?? 0) & (rows[b] ?? 0) & says.last
    ? Math.min(((rows[a + column.rarity] ?? 0) << 16) >> 16, ((rows[b + column.rarity] ?? 0) << 16) >> 16) / perBit
    : 0;
