/** Where the rule is not sure enough to be left alone: pairs that a person should look at. */
import { type RecordId } from '@tributary/contracts';
import { type Join, type Refusal } from './clusters.ts';
import { type Assertion } from './assertion.ts';
import { bitsFor, probabilityOf, type Comparisons } from './comparisons.ts';
import { type RecordFacts } from './facts.ts';

/**
 * `unsure`: joined on what the records say alone, and that is not much. `guarded`: a pair that says one person, among
 * others that say two. `contradicted`: an identifier that says one person, between names and births that say two.
 */
export type Doubt = 'unsure' | 'guarded' | 'contradicted';

export interface Review {
  /** Of the pair, for ever. */
  readonly id: string;
  readonly why: Doubt;
  /** Sorted. */
  readonly records: readonly [RecordId, RecordId];
  readonly bits: number;
  readonly p: number;
  /** Whether they are one person until somebody decides. */
  readonly joined: boolean;
}

export interface ReviewOptions {
  readonly facts: readonly RecordFacts[];
  readonly people: readonly { readonly profile: string; readonly records: readonly RecordId[] }[];
  readonly joins: readonly Join[];
  readonly doubted: readonly Refusal[];
  readonly assertions: readonly Assertion[];
  readonly comparisons: Comparisons;
}

/** A person looks at a few pairs of a crowd; deciding on these brings up the next. */
const mostReviews = 100;

/** Record ids are hashes, so the id of a review says nothing about anybody. */
export const reviewId = (a: RecordId, b: RecordId): string =>
  `v_${[a, b]
    .sort()
    .map((record) => record.replace(/^r_/, ''))
    .join('_')}`;

/** By id; of two people that remain apart, the strongest pair only. */
export function reviewsOf(options: ReviewOptions): readonly Review[] {
  const decided = new Set(
    options.assertions
      .filter(({ kind }) => kind === 'must-link' || kind === 'cannot-link')
      .map(({ records: [a, b] }) => reviewId(a, b)),
  );
  const open = [...unsure(options), ...refused(options)].filter(({ id }) => !decided.has(id));
  const most = open.sort(byUncertainty).slice(0, mostReviews);
  return most.sort((a, b) => (a.id < b.id ? -1 : 1));
}

function unsure({ joins, comparisons }: ReviewOptions): readonly Review[] {
  const enough = bitsFor(comparisons.rules.reviewBelow);
  return joins.flatMap(({ tier, bits, records }) =>
    tier === 'scored' && bits !== undefined && bits < enough ? [review('unsure', records, bits, true)] : [],
  );
}

function refused(options: ReviewOptions): readonly Review[] {
  const { doubted, comparisons, people } = options;
  if (doubted.length === 0) return [];
  const homes = new Map(people.flatMap(({ profile, records }) => records.map((record) => [record, profile] as const)));
  const least = bitsFor(comparisons.rules.reviewRefusedFrom);
  const strongest = new Map<string, Review>();
  for (const refusal of doubted) {
    const isGuarded = refusal.why === 'guard' || refusal.tier === 'scored';
    const [a, b] = 'witnesses' in refusal && !isGuarded ? refusal.witnesses : refusal.records;
    const [p, q] = [homes.get(a) ?? '', homes.get(b) ?? ''];
    if (p === q) continue; // something else has joined them since
    const both = p < q ? `${p} ${q}` : `${q} ${p}`;
    const bits = refusal.bits ?? bitsBetween(a, b, options);
    if (isGuarded && bits < least) continue;
    const found = review(isGuarded ? 'guarded' : 'contradicted', [a, b], bits, false);
    const known = strongest.get(both);
    if (known === undefined || found.bits > known.bits) strongest.set(both, found);
  }
  return [...strongest.values()];
}

function bitsBetween(a: RecordId, b: RecordId, { facts, comparisons }: ReviewOptions): number {
  const [p, q] = [a, b].map((record) => facts.find(({ id }) => id === record));
  return (p && q && comparisons.bitsOf(p, q)) ?? 0;
}

function review(why: Doubt, pair: readonly [RecordId, RecordId], bits: number, joined: boolean): Review {
  const [a, b] = pair;
  const records = a < b ? ([a, b] as const) : ([b, a] as const);
  return { id: reviewId(a, b), why, records, bits, p: probabilityOf(bits), joined };
}

/** The nearest to even odds first. */
const byUncertainty = (a: Review, b: Review): number => Math.abs(a.bits) - Math.abs(b.bits) || (a.id < b.id ? -1 : 1);
