/** Which question a person should look at first: value at stake × uncertainty, as in active learning by expected cost. */
import { type PersonContent } from './people.ts';
import { type Policy } from './policy.ts';
import { type Review } from './reviews.ts';
import { type Trait } from './survivorship.ts';

/**
 * Where two kinds of evidence contradict each other, p weighs one of them only and is sure by itself; that it is contradicted makes the
 * pair as open as one of p 0.25 or 0.75.
 */
const contradictedAtLeast = 0.5;

/** 1 at even odds, 0 where the rule is certain. */
export function uncertaintyOf({ why, p }: Pick<Review, 'why' | 'p'>): number {
  const open = 1 - Math.abs(2 * p - 1);
  return why === 'unsure' ? open : Math.max(open, contradictedAtLeast);
}

/** `value`: what is lost if the answer is wrong, in any unit that is the same for all; never negative. */
export const reviewPriority = (review: Pick<Review, 'why' | 'p'>, value: number): number =>
  Math.max(0, value) * uncertaintyOf(review);

type Valued = Pick<PersonContent, 'records' | 'traits'>;

/** Of the people that a pair is about: two, or one where they are joined. */
export const valueAtStake = (people: readonly Valued[], policy: Policy): number =>
  people.reduce((sum, person) => sum + valueOf(person, policy), 0);

/**
 * The number in the trait that the policy names, no less than 0. Without one a person counts by the number of their records, which
 * is how much of their history would be in the wrong hands: who is worth something comes before them, and they are still asked about.
 */
function valueOf({ records, traits }: Valued, { valueTrait }: Policy): number {
  const trait = traits.find(({ name }) => name === valueTrait);
  const value = trait === undefined ? undefined : numberIn(trait);
  return value === undefined ? records.length : Math.max(0, value);
}

/** As a number, or as the text that a file makes of it. What a browser says of itself is a claim: anybody could come first by it. */
function numberIn({ value, client }: Trait): number | undefined {
  if (client === true) return undefined;
  const isNumber = typeof value === 'string' && /^-?\d+(?:\.\d+)?$/.test(value.trim());
  const number = isNumber ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? Math.min(number, Number.MAX_SAFE_INTEGER) : undefined;
}
