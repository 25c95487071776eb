/** Dates of birth: by slips of the fingers first, then by how far they are apart. */
import { type BirthDate, type MatchForm } from '../form.ts';
import { signsThatDiffer } from '../text/signs.ts';
import { best, type Level } from './level.ts';

export const birthLevels = [
  { name: 'exact', rank: 0 },
  { name: 'one edit', rank: 1 },
  { name: 'day and month exchanged', rank: 1 },
  { name: 'within a month', rank: 2 },
  { name: 'within a year', rank: 3 },
  { name: 'within ten years', rank: 4 },
  { name: 'else', rank: 5 },
] as const satisfies readonly Level[];

/** A date that no calendar has and that is no slip away says nothing. */
export const birthLevelOf = (a: MatchForm, b: MatchForm): number => best(a.births, b.births, levelOf);

const levelOf = (a: BirthDate, b: BirthDate): number => levelOfBirths(a.coded, b.coded, a.days - b.days);

/** Of two births in digits of four bits, so many days apart; not a number where one is in no calendar. */
function levelOfBirths(a: number, b: number, days: number): number {
  if (a === b) return 0;
  if (isSlip(a, b)) return 1;
  if (a >>> 16 === b >>> 16 && ((a >>> 8) & 0xff) === (b & 0xff) && (a & 0xff) === ((b >>> 8) & 0xff)) return 2;
  const apart = Math.abs(days);
  if (apart <= 31) return 3;
  if (apart <= 366) return 4;
  return apart <= 3_653 ? 5 : 6;
}

/** One digit replaced, or two neighbours exchanged, of eight. */
function isSlip(a: number, b: number): boolean {
  const differing = signsThatDiffer(a, b);
  const lowest = differing & -differing;
  if (differing === lowest) return true;
  if (differing !== (lowest | (lowest << 4))) return false;
  const at = 31 - Math.clz32(lowest);
  const [behindA, beforeA, behindB, beforeB] = [
    (a >>> at) & 15,
    (a >>> (at + 4)) & 15,
    (b >>> at) & 15,
    (b >>> (at + 4)) & 15,
  ];
  return behindA === beforeB && beforeA === behindB;
}
