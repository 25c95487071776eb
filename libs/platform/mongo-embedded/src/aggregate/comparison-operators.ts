/** Comparison and boolean operators. */
import { compare } from '../values/compare.ts';
import { type Eager, truthy } from './scope.ts';

const by =
  (verdict: (difference: number) => boolean): Eager =>
  ([a, b]) =>
    verdict(compare(a, b));

export const comparisons: Readonly<Record<string, Eager>> = {
  $eq: by((difference) => difference === 0),
  $ne: by((difference) => difference !== 0),
  $gt: by((difference) => difference > 0),
  $gte: by((difference) => difference >= 0),
  $lt: by((difference) => difference < 0),
  $lte: by((difference) => difference <= 0),
  $cmp: ([a, b]) => Math.sign(compare(a, b)),
  $not: ([a]) => !truthy(a),
};
