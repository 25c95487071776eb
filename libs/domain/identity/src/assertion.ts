/** A person's word on two records: one holds per pair, whichever order the words arrive in. */
import { type RecordId } from '@tributary/contracts';

/** Sorted: a pair has one spelling. */
export type Pair = readonly [RecordId, RecordId];

/** The last word on a pair (by time, then author) holds. */
export interface Assertion {
  /** `undecided`: looked at, without an answer; `retracted`: what was said before is taken back. Neither joins nor separates. */
  readonly kind: 'must-link' | 'cannot-link' | 'undecided' | 'retracted';
  readonly records: Pair;
  readonly by: string;
  /** Milliseconds. */
  readonly at: number;
  readonly why: string;
  /** The question rests until then, milliseconds. */
  readonly until?: number;
}

export const pairOf = (a: RecordId, b: RecordId): Pair => (a < b ? [a, b] : [b, a]);

/** A pair as one text. */
export const pairKey = ([a, b]: Pair): string => `${a}~${b}`;

/** Compares as the words follow each other. Times have at most 16 digits; the rest breaks ties, so that every order of merging gives the same. */
export const rankOf = ({ at, by, kind, why, until }: Assertion): string =>
  `${String(at).padStart(16, '0')}|${by}|${kind}|${why}|${until ?? ''}`;

export const outranks = (a: Assertion, b: Assertion): boolean => rankOf(a) > rankOf(b);

/** Commutative, associative, idempotent; sorted by pair. */
export function mergeAssertions(a: readonly Assertion[], b: readonly Assertion[]): readonly Assertion[] {
  const latest = new Map<string, Assertion>();
  for (const assertion of [...a, ...b]) {
    const pair = pairKey(assertion.records);
    const known = latest.get(pair);
    if (known === undefined || outranks(assertion, known)) latest.set(pair, assertion);
  }
  return [...latest.entries()].sort(([p], [q]) => (p < q ? -1 : 1)).map(([, assertion]) => assertion);
}
