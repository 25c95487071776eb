/** Figures over the events that count at one moment, kept up to date as events come into the window and leave it. */
import { type Scalar } from '@tributary/domain-conditions';
import { type Entry, type HourBucket, millionths } from './activity.ts';
import { type Threshold } from './rule.ts';

/** One event, or the events of one hour that are no longer kept one by one. */
export interface Item {
  /** From when on it counts. */
  readonly time: number;
  readonly count: number;
  readonly first: Entry;
  readonly last: Entry;
  readonly folded: HourBucket | undefined;
}

export interface Tally {
  add(item: Item): void;
  remove(item: Item): void;
}

/** Meets every limit; `against` answers the sign of the figure minus the limit. */
export function meets(threshold: Threshold, against: (limit: number) => number): boolean {
  const { atLeast, atMost, moreThan, lessThan, exactly } = threshold;
  return (
    (atLeast === undefined || against(atLeast) >= 0) &&
    (atMost === undefined || against(atMost) <= 0) &&
    (moreThan === undefined || against(moreThan) > 0) &&
    (lessThan === undefined || against(lessThan) < 0) &&
    (exactly === undefined || against(exactly) === 0)
  );
}

export function countTally(): Tally & { count(): number } {
  let count = 0;
  return {
    add: (item) => void (count += item.count),
    remove: (item) => void (count -= item.count),
    count: () => count,
  };
}

export const valuesOf = (entry: Entry): readonly Scalar[] => {
  const [, , ...values] = entry;
  return values;
};

const numbersOf = (entry: Entry): readonly number[] => valuesOf(entry).filter((value) => typeof value === 'number');

export interface Sum {
  /** In millionths. */
  readonly sum: bigint;
  readonly numbers: number;
}

export function sumTally(): Tally & { total(): Sum } {
  let sum = 0n;
  let numbers = 0;
  const parts = new Map<Item, Sum>();
  return {
    add(item) {
      const part = sumOf(item);
      parts.set(item, part);
      sum += part.sum;
      numbers += part.numbers;
    },
    remove(item) {
      const part = parts.get(item);
      if (part === undefined) return;
      sum -= part.sum;
      numbers -= part.numbers;
    },
    total: () => ({ sum, numbers }),
  };
}

function sumOf({ folded, first }: Item): Sum {
  if (folded !== undefined) return { sum: BigInt(folded.sum), numbers: folded.numbers };
  const values = numbersOf(first);
  return { sum: values.reduce((total, value) => total + millionths(value), 0n), numbers: values.length };
}

/** The sign of sum / numbers minus the limit, without a rounding division. */
export function averageAgainst({ sum, numbers }: Sum, limit: number): number {
  return sign(sum - millionths(limit) * BigInt(numbers));
}

export const sumAgainst = ({ sum }: Sum, limit: number): number => sign(sum - millionths(limit));

const sign = (value: bigint): number => (value > 0n ? 1 : value < 0n ? -1 : 0);

/** The extremes among the numbers, held in a sorted list. */
export function extremesTally(): Tally & { min(): number | undefined; max(): number | undefined } {
  const sorted: number[] = [];
  const numbers = ({ folded, first }: Item): readonly number[] =>
    folded === undefined ? numbersOf(first) : [folded.min, folded.max].filter((value) => value !== null);
  return {
    add: (item) => {
      for (const value of numbers(item))
        sorted.splice(
          placeOf(sorted, (other) => other - value),
          0,
          value,
        );
    },
    remove: (item) => {
      for (const value of numbers(item))
        sorted.splice(
          placeOf(sorted, (other) => other - value),
          1,
        );
    },
    min: () => sorted[0],
    max: () => sorted.at(-1),
  };
}

/** Different values; those of events that are no longer kept one by one are known by the first and the last of their hour. */
export function distinctTally(): Tally & { distinct(): number } {
  const uses = new Map<Scalar, number>();
  const values = ({ folded, first, last }: Item): readonly Scalar[] =>
    folded === undefined ? valuesOf(first) : [...valuesOf(first), ...valuesOf(last)];
  return {
    add: (item) => {
      for (const value of values(item)) uses.set(value, (uses.get(value) ?? 0) + 1);
    },
    remove: (item) => {
      for (const value of values(item)) {
        const left = (uses.get(value) ?? 0) - 1;
        if (left > 0) uses.set(value, left);
        else uses.delete(value);
      }
    },
    distinct: () => uses.size,
  };
}

/** The first and the last event of those that count. */
export function orderTally(): Tally & { first(): Entry | undefined; last(): Entry | undefined } {
  const sorted: Item[] = [];
  const place = (item: Item): number =>
    placeOf(
      sorted,
      (other) => other.time - item.time || (other.first[1] < item.first[1] ? -1 : Number(other !== item)),
    );
  return {
    add: (item) => void sorted.splice(place(item), 0, item),
    remove: (item) => void sorted.splice(place(item), 1),
    first: () => sorted[0]?.first,
    last: () => sorted.at(-1)?.last,
  };
}

/** The first place whose element is not smaller; the end is tried first, because most events come in order. */
function placeOf<T>(sorted: readonly T[], difference: (other: T) => number): number {
  const last = sorted.at(-1);
  if (last === undefined || difference(last) < 0) return sorted.length;
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const other = sorted[middle];
    if (other !== undefined && difference(other) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
