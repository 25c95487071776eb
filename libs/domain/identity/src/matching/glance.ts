/**
 * The most that a pair can come to, by numbers that lie in the two forms themselves. Most pairs that meet are hopeless by their
 * names and these; of a million records no text of such a pair need be fetched from a memory that fits in no cache.
 */
import { bestLevelOfDays } from './comparisons/birth.ts';
import { likeLocals } from './comparisons/contact.ts';
import { bestLevelOfStreets, townSpeaks } from './comparisons/place.ts';
import { type MatchForm } from './form.ts';
import { similarityBound } from './text/jaro-winkler.ts';
import { mayBeOneEdit } from './text/one-edit.ts';
import { type Weights } from './weights.ts';

type Most = Weights['most'];

/** Where nothing is said. */
const none = 0;
/** Where more than one value is said. */
const several = 1;

/** What is told of a list of values: the number of its only one. */
export const glanceAt = <T>(values: readonly T[], numberOf: (value: T) => number): number => {
  const [only] = values;
  if (only === undefined) return none;
  const number = numberOf(only);
  return values.length > 1 ? several : number === none || number === several ? 2 : number;
};

/** At least what its names add, whoever it is compared with. */
export const mostOfNames = ({ first, last }: MatchForm, most: Most): number =>
  Math.max(0, from(most.name, 0)) + Math.max(0, first?.rarity ?? 0) + Math.max(0, last?.rarity ?? 0);

/** At least what birth, e-mail, phone, address and town add. `postcode`: its level. */
export function mostAtAGlance(a: MatchForm, b: MatchForm, postcode: number, most: Most): number {
  return (
    mostOfBirth(a, b, most) + mostOfEmail(a, b, most) + mostOfPhone(a, b, most) + mostOfPlace(a, b, postcode, most)
  );
}

function mostOfBirth({ birth: a }: MatchForm, { birth: b }: MatchForm, most: Most): number {
  if (a === none || b === none) return 0;
  return from(most.birth, a === several || b === several ? 0 : bestLevelOfDays(a, b));
}

/** Two mailboxes with like names may say nothing. */
function mostOfEmail(a: MatchForm, b: MatchForm, most: Most): number {
  if (a.email === none || b.email === none) return 0;
  if (a.email === b.email || a.email === several || b.email === several) return Math.max(0, from(most.email, 0));
  const isLike = similarityBound(a.localSize, a.localLetters, b.localSize, b.localLetters) >= likeLocals;
  return isLike ? Math.max(0, from(most.email, 2)) : from(most.email, 4);
}

function mostOfPhone(a: MatchForm, b: MatchForm, most: Most): number {
  if (a.phone === none || b.phone === none) return 0;
  if (a.phone === b.phone || a.phone === several || b.phone === several) return from(most.phone, 0);
  return from(most.phone, mayBeOneEdit(a.phoneDigits, b.phoneDigits) ? 1 : 2);
}

/** At least what address and town add. */
export function mostOfPlace(a: MatchForm, b: MatchForm, postcode: number, most: Most): number {
  const street = a.street && b.street ? from(most.address, bestLevelOfStreets(a.street, b.street)) : 0;
  return street + (a.city && b.city && townSpeaks(postcode) ? from(most.city, 0) : 0);
}

const from = (most: Float64Array, level: number): number => most[level] ?? 0;
