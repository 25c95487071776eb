/** How far two values agree, as steps of a ladder. */

/** A side says nothing: no bits, either way. */
export const unknown = -1;

export interface Level {
  readonly name: string;
  /** A level of a smaller rank must never weigh less; levels of one rank are not ordered. */
  readonly rank: number;
  /** Stands beside the ladder: it never weighs more than a level of a smaller rank, and may weigh less than any. */
  readonly beside?: true;
  /** The level that it was a part of, for models that were trained before it was a level of its own. */
  readonly partOf?: string;
}

/** The best level of any pair of values; a smaller number is a better level. */
export function best<T>(a: readonly T[], b: readonly T[], levelOf: (a: T, b: T) => number): number {
  const [one, other] = [a[0], b[0]];
  if (one === undefined || other === undefined) return unknown;
  if (a.length === 1 && b.length === 1) return levelOf(one, other);
  return bestOfMany(a, b, levelOf);
}

function bestOfMany<T>(a: readonly T[], b: readonly T[], levelOf: (a: T, b: T) => number): number {
  let found = unknown;
  for (const one of a) {
    for (const other of b) {
      found = better(found, levelOf(one, other));
    }
  }
  return found;
}

export const better = (a: number, b: number): number => (a === unknown || (b !== unknown && b < a) ? b : a);
