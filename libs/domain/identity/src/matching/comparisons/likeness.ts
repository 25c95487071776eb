/** What two names, or two parts of names, have in common, as bits; remembered for pairs that come again, as names do. */
import { type NamePart } from '../form.ts';
import { isSimilar } from '../text/similar.ts';

export const likeness = {
  same: 1,
  romanised: 2,
  /** Jaro-Winkler >= .92. */
  close: 4,
  /** >= .88 */
  similar: 8,
  calling: 16,
  /** `M.` and `Masha`, either way round. */
  initial: 32,
  /** Two initials. */
  initials: 64,
} as const;

const close = 0.92;
const similar = 0.88;
/** Below it two names of one script have little in common: neither slips of the finger nor most short forms explain it. */
const alike = 0.7;

const places = 1 << 16; // a megabyte; a collision costs one comparison
const fields = 4; // a name, another, what they have in common; a power of two, so that none lies across two lines of the cache
const known = new Int32Array(places * fields);

export function likenessOf(a: NamePart, b: NamePart): number {
  const before = knownLikeness(a.id, b.id);
  if (before >= 0) return before;
  const found = compared(a, b);
  const place = placeOf(a.id, b.id);
  known[place] = a.id;
  known[place + 1] = b.id;
  known[place + 2] = found;
  return found;
}

/** By the ids of both; negative where it is not remembered. */
function knownLikeness(a: number, b: number): number {
  const place = placeOf(a, b);
  return known[place] === a && known[place + 1] === b ? (known[place + 2] ?? -1) : -1;
}

const placeOf = (a: number, b: number): number =>
  ((Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b)) >>> 16) * fields;

function compared(a: NamePart, b: NamePart): number {
  return (
    (isSame(a, b) ? likeness.same : 0) |
    (areRomanised(a, b) ? likeness.romanised : 0) |
    lettersInCommon(a, b) |
    (shareCalling(a, b) ? likeness.calling : 0) |
    (isInitialOf(a, b) ? likeness.initial : 0) |
    (a.isInitial && b.isInitial ? likeness.initials : 0)
  );
}

function lettersInCommon(a: NamePart, b: NamePart): number {
  if (isSimilar(a.latin, b.latin, close)) return likeness.close | likeness.similar;
  return isSimilar(a.latin, b.latin, similar) ? likeness.similar : 0;
}

/** The same in sound or spelling, whatever the script; asked of names that hardly ever are, so it is not remembered. */
export const areClose = (a: NamePart, b: NamePart): boolean =>
  isSame(a, b) || areRomanised(a, b) || isSimilar(a.latin, b.latin, close);

/** Who writes in two scripts often has two names (Eric, 상훈), so that they say less against one person. */
export const areDifferent = (a: NamePart, b: NamePart): boolean =>
  isInLatin(a) === isInLatin(b) && !isSimilar(a.latin, b.latin, alike);

const isSame = (a: NamePart, b: NamePart): boolean => a === b || (a.hash === b.hash && a.text === b.text);

const areRomanised = (a: NamePart, b: NamePart): boolean =>
  (a.spellings & b.spellings) !== 0 && haveCommon(a.romanised, b.romanised);

const shareCalling = (a: NamePart, b: NamePart): boolean =>
  (a.sets & b.sets) !== 0 && haveCommon(a.callings, b.callings);

function haveCommon(a: readonly number[], b: readonly number[]): boolean {
  for (const one of a) for (const other of b) if (one === other) return true;
  return false;
}

const isInitialOf = (a: NamePart, b: NamePart): boolean =>
  (a.isInitial || b.isInitial) && a.latin.text.charCodeAt(0) === b.latin.text.charCodeAt(0);

const isInLatin = ({ text, latin }: NamePart): boolean => text === latin.text;
