/** Dates of birth: by slips of the fingers first, then by how far they are apart. */
import { type MatchForm } from '../form.ts';
import { best, type Level, unknown } from './level.ts';

export const birthLevels = [
  { name: 'exact', rank: 0 },
  { name: 'one edit', rank: 1 },
  { name: 'day and month exchanged', rank: 1 },
  { name: 'within a month', rank: 2 },
  { name: 'another month', rank: 2, partOf: 'within a year' }, // of the same year, the same day of it
  { name: 'another year', rank: 2, beside: true, partOf: 'else' }, // the same day of the same month
  { name: 'within a year', rank: 3 },
  { name: 'within ten years', rank: 4 },
  { name: 'else', rank: 5 },
] as const satisfies readonly Level[];

/** Stands for the days since 1970 of a day on which nobody can have been born. */
export const noDay = 1 << 30;

export const birthLevelOf = (a: MatchForm, b: MatchForm): number =>
  best(a.births, b.births, (one, other) => levelOfDays(one.digits, one.days, other.digits, other.days));

/** Since 1970. `digits`: yyyymmdd. */
export const daysOf = (digits: number): number =>
  Date.UTC(Math.floor(digits / 10_000), (Math.floor(digits / 100) % 100) - 1, digits % 100) / 86_400_000;

/** What the same date says to those who write day and month the other way round. */
export const exchanged = (digits: number): number =>
  Math.floor(digits / 10_000) * 10_000 + (digits % 100) * 100 + (Math.floor(digits / 100) % 100);

/** Of each day its digits, and the days since 1970. A day on which nobody was born is at best a slip away, and says nothing else. */
export function levelOfDays(a: number, daysA: number, b: number, daysB: number): number {
  const either = daysA === noDay || daysB === noDay;
  if (a === b) return either ? 1 : 0;
  if (isSlip(a, b)) return 1;
  if (areExchanged(a, b)) return 2;
  if (either) return unknown;
  const apart = Math.abs(daysA - daysB);
  if (apart <= 31) return 3;
  const differing = Math.abs(a - b);
  if (differing <= 1_100 && differing % 100 === 0) return 4;
  if (differing % 10_000 === 0) return 5;
  if (apart <= 366) return 6;
  return apart <= 3_653 ? 7 : 8;
}

/** Day and month, within one year. */
const areExchanged = (a: number, b: number): boolean =>
  Math.floor(a / 10_000) === Math.floor(b / 10_000) &&
  Math.floor(a / 100) % 100 === b % 100 &&
  Math.floor(b / 100) % 100 === a % 100;

/** One digit replaced, or two neighbours exchanged, of eight. */
function isSlip(a: number, b: number): boolean {
  if (!mayBeSlip(Math.abs(a - b))) return false;
  let [restA, restB] = [a, b];
  let differing = 0;
  let [lastA, lastB, lastAt] = [-1, -1, -2];
  for (let at = 0; restA > 0 || restB > 0; at += 1) {
    const [digitA, digitB] = [restA % 10, restB % 10];
    if (digitA !== digitB) {
      differing += 1;
      if (differing > 2) return false;
      if (differing === 2 && !(lastAt === at - 1 && lastA === digitB && lastB === digitA)) return false;
      [lastA, lastB, lastAt] = [digitA, digitB, at];
    }
    restA = (restA - digitA) / 10;
    restB = (restB - digitB) / 10;
  }
  return differing > 0;
}

/** A digit that is replaced changes a number by 1 to 9 times a power of ten, two that are exchanged by 9 to 81 times one: most pairs end here. */
function mayBeSlip(difference: number): boolean {
  let rest = difference;
  while (rest > 81 && rest % 10 === 0) rest /= 10;
  return rest <= 81;
}
