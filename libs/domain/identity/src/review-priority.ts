/** Which question a person should look at first: value at stake × uncertainty, as in active learning by expected cost. */
import { type Review } from './reviews.ts';

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

/**
 * `value`: what is lost if the answer is wrong, in any unit that is the same for all; identity itself knows the number of records
 * of the people that the pair is about, which is how much of their history would be in the wrong hands. Never negative.
 */
export const reviewPriority = (review: Pick<Review, 'why' | 'p'>, value: number): number =>
  Math.max(0, value) * uncertaintyOf(review);
