/** Levels of two rows by field: settled, or open, with the best that is possible. */
import { daysOf, exchanged, levelOfDays } from '../comparisons/birth.ts';
import { likeLocals } from '../comparisons/contact.ts';
import { levelOfMarks, townSpeaks } from '../comparisons/place.ts';
import { better, unknown } from '../comparisons/level.ts';
import { type Cells } from '../cells.ts';
import { mayBeOneEdit } from '../text/one-edit.ts';
import { column, says, streetSizeAt } from './columns.ts';
import { isOpen, open, place } from './levels.ts';
import { haveSameLetters, likeness } from './words.ts';

/**
 * A value counts as the same where its hash and the letters or digits in it are: numbers of more than 64 bits that were made in different
 * ways.
 */
export function levelsAtAGlance(rows: Cells, a: number, b: number, levels: Cells): void {
  const said = (rows[a] ?? 0) & (rows[b] ?? 0);
  const postcode = said & says.postcode ? postcodeLevel(rows, a, b) : unknown;
  levels[place.birth] = said & says.birth ? birthLevel(rows, a, b) : unknown;
  levels[place.email] = said & says.email ? emailLevel(rows, a, b) : unknown;
  levels[place.phone] = said & says.phone ? phoneLevel(rows, a, b) : unknown;
  levels[place.number] = said & says.number ? open(0) : unknown;
  levels[place.postcode] = postcode;
  levels[place.address] = said & says.street ? addressLevel(rows, a, b) : unknown;
  levels[place.city] = said & says.city ? cityLevel(postcode, isEqual(rows, a, b, column.city)) : unknown;
}

function birthLevel(rows: Cells, a: number, b: number): number {
  const [dayA, daysA] = [rows[a + column.birth] ?? 0, rows[a + column.birthDays] ?? 0];
  const [dayB, daysB] = [rows[b + column.birth] ?? 0, rows[b + column.birthDays] ?? 0];
  const level = levelOfDays(dayA, daysA, dayB, daysB);
  const [severalA, severalB] = [(rows[a] ?? 0) & says.births, (rows[b] ?? 0) & says.births];
  if ((severalA | severalB) === 0) return level;
  const [otherA, otherB] = [exchanged(dayA), exchanged(dayB)];
  const ofA = severalA ? levelOfDays(otherA, daysOf(otherA), dayB, daysB) : unknown;
  const ofB = severalB ? levelOfDays(dayA, daysA, otherB, daysOf(otherB)) : unknown;
  const ofBoth = severalA && severalB ? levelOfDays(otherA, daysOf(otherA), otherB, daysOf(otherB)) : unknown;
  return better(better(level, ofA), better(ofB, ofBoth));
}

/** Two mailboxes with like names may say nothing. */
function emailLevel(rows: Cells, a: number, b: number): number {
  const [saidA, saidB] = [rows[a] ?? 0, rows[b] ?? 0];
  if ((saidA | saidB) & says.emails) return open(0);
  if (haveSameLetters(rows, a + column.local, b + column.local)) {
    if (!isEqual(rows, a, b, column.email)) return open(2);
    return saidA & saidB & says.plainEmail ? 0 : open(0);
  }
  return open((saidA & saidB & says.mailboxTells) === 0 ? 4 : 3);
}

/** Of those whose level is open, at a second glance. */
export function emailByLetters(rows: Cells, a: number, b: number): number {
  const [localA, localB] = [a + column.local, b + column.local];
  const mayBeLike =
    (((rows[a] ?? 0) | (rows[b] ?? 0)) & says.emails) !== 0 || likeness(rows, localA, localB) >= likeLocals;
  return mayBeLike ? open(0) : 4;
}

function phoneLevel(rows: Cells, a: number, b: number): number {
  if (((rows[a] ?? 0) | (rows[b] ?? 0)) & says.phones) return open(0);
  const [digitsA, digitsB] = [rows[a + column.phoneDigits] ?? 0, rows[b + column.phoneDigits] ?? 0];
  if (digitsA === digitsB && isEqual(rows, a, b, column.phone)) return 0;
  return mayBeOneEdit(digitsA, digitsB) ? open(1) : 2;
}

/** As `postcodeLevelOf`; a slip of the fingers is possible by the digits alone. */
function postcodeLevel(rows: Cells, a: number, b: number): number {
  if (isEqual(rows, a, b, column.postcode) && isEqual(rows, a, b, column.postcodeDigits)) return 0;
  if (isEqual(rows, a, b, column.sector)) return 1;
  if (mayBeOneEdit(rows[a + column.postcodeDigits] ?? 0, rows[b + column.postcodeDigits] ?? 0)) return open(2);
  const apart = (rows[a + column.region] ?? 0) ^ (rows[b + column.region] ?? 0);
  return apart >>> 16 === 0 ? open(3) : (apart & 0xffff) === 0 ? open(4) : 5;
}

function addressLevel(rows: Cells, a: number, b: number): number {
  if (isEqual(rows, a, b, column.street)) return 0;
  const onlyA = (rows[a + column.streetShortMarks] ?? 0) & ~(rows[b + column.streetMarks] ?? 0);
  const onlyB = (rows[b + column.streetShortMarks] ?? 0) & ~(rows[a + column.streetMarks] ?? 0);
  const words = ((rows[a] ?? 0) >>> streetSizeAt) + ((rows[b] ?? 0) >>> streetSizeAt);
  const level = levelOfMarks(onlyA, onlyB, words);
  return level === worstOfAddress ? level : open(level);
}

const worstOfAddress = 2;

function cityLevel(postcode: number, areEqual: boolean): number {
  if (isOpen(postcode)) return open(areEqual ? 0 : 1);
  if (!townSpeaks(postcode)) return unknown;
  return areEqual ? 0 : open(1);
}

const isEqual = (rows: Cells, a: number, b: number, where: number): boolean => rows[a + where] === rows[b + where];
