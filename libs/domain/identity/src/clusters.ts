/** Joins records along evidence, the strongest first, unless a guard forbids that two clusters become one person. */
import { type RecordId } from '@tributary/contracts';
import { type Assertion } from './assertion.ts';
import { remembering, type Comparisons, type Remembered } from './comparisons.ts';
import { mayBeLinked } from './consent.ts';
import { type Evidence, type Logins, type Tier } from './evidence.ts';
import { type RecordFacts } from './facts.ts';
import { apartFrom, forbids, type Forbidden, type Guarded } from './guards.ts';
import { uniteValues, valuesOf } from './limits.ts';
import { type Policy } from './policy.ts';
import { type IsDecided, type ScoredPair, type ScoredPairs } from './scored.ts';

/** Two records that became one person, and through what. */
export interface Join {
  readonly tier: Tier;
  /** Key of the identifier, or of the block where a scored pair meets; empty for an assertion. */
  readonly key: string;
  readonly records: readonly [RecordId, RecordId];
  /** What speaks for a scored pair. */
  readonly bits?: number;
}

/** Two records that meet and yet are not one person. */
export type Refusal = Join & Forbidden;

export interface Cluster {
  /** By age; the first is the seed. */
  readonly members: readonly [RecordFacts, ...RecordFacts[]];
}

/** A cluster while it grows, with what the guards look at. */
interface Growing extends Cluster, Guarded {}

export interface ClusterOptions {
  /** Sorted by age. */
  readonly facts: readonly RecordFacts[];
  /** Sorted by strength. */
  readonly evidence: readonly Evidence[];
  readonly assertions: readonly Assertion[];
  readonly policy: Policy;
  readonly logins: Logins;
  /** What is probable, and by what; absent: only identifiers join. */
  readonly scoring?: { readonly pairs: ScoredPairs; readonly comparisons: Comparisons };
}

export interface Clusters {
  readonly clusters: readonly Cluster[];
  readonly joins: readonly Join[];
  /** The first of them: explanations of a crowd are bounded, the rule itself is not. */
  readonly refusals: readonly Refusal[];
  /** All that were refused for what the records say, once for every two clusters that met. */
  readonly doubted: readonly Refusal[];
}

const mostRefusals = 200;

export function clustersOf(options: ClusterOptions): Clusters {
  const growth = new Growth(options);
  for (const evidence of options.evidence) growth.meet(evidence);
  if (options.scoring !== undefined) {
    const { scoring, policy } = options;
    const isDecided: IsDecided = (a, b) =>
      growth.areOne(a.id, b.id) || !mayBeLinked(a, policy) || !mayBeLinked(b, policy);
    for (const pair of growth.learn(scoring.pairs(isDecided))) growth.try(pair);
  }
  return growth.clusters();
}

class Growth {
  readonly #guards: Pick<ClusterOptions, 'policy'> & { readonly comparisons: Remembered | undefined };
  readonly #home: Map<RecordId, Growing>;
  readonly #joins: Join[] = [];
  readonly #refusals: Refusal[] = [];
  readonly #doubted: Refusal[] = [];
  /** What was forbidden to two clusters stays forbidden to evidence of that tier until one of them grows. */
  readonly #forbidden = new Map<Growing, Map<Growing, Partial<Record<Tier, Forbidden>>>>();

  constructor(options: ClusterOptions) {
    this.#guards = { policy: options.policy, comparisons: options.scoring && remembering(options.scoring.comparisons) };
    const apart = apartFrom(options.assertions);
    this.#home = new Map(options.facts.map((facts) => [facts.id, startOf(facts, options, apart.get(facts.id))]));
  }

  clusters(): Clusters {
    const clusters = [...new Set(this.#home.values())];
    return { clusters, joins: this.#joins, refusals: this.#refusals, doubted: this.#doubted };
  }

  /** What is known of pairs need not be found again to guard them. */
  learn(pairs: readonly ScoredPair[]): readonly ScoredPair[] {
    for (const { records, bits } of pairs) this.#guards.comparisons?.learn(...records, bits);
    return pairs;
  }

  areOne(a: RecordId, b: RecordId): boolean {
    return this.#home.get(a) === this.#home.get(b);
  }

  /** A newcomer tries every cluster that already meets here, in order of age. */
  meet({ tier, key, records }: Evidence): void {
    const met: RecordId[] = [];
    for (const record of records) {
      for (const earlier of met) this.try({ tier, key, records: [earlier, record] });
      // One record per cluster is enough to meet it; the assertion of a stranger names nobody here.
      const own = this.#home.get(record);
      if (own && !met.some((earlier) => this.#home.get(earlier) === own)) met.push(record);
    }
  }

  try(meeting: Join): void {
    const [a, b] = [this.#home.get(meeting.records[0]), this.#home.get(meeting.records[1])];
    if (!a || !b || a === b) return;
    const known = this.#forbidden.get(a)?.get(b)?.[meeting.tier];
    const found = known ?? forbids(meeting.tier, a, b, this.#guards);
    if (found === undefined) {
      const joined = join(a, b, this.#guards.comparisons?.rules.guard.members ?? 0);
      for (const { id } of joined.members) this.#home.set(id, joined);
      for (const gone of [a, b]) this.#forbidden.delete(gone);
      this.#joins.push(meeting);
      return;
    }
    const refusal = { ...meeting, ...found };
    if (this.#refusals.length < mostRefusals) this.#refusals.push(refusal);
    if (known !== undefined) return;
    const others = this.#forbidden.get(a) ?? new Map<Growing, Partial<Record<Tier, Forbidden>>>();
    this.#forbidden.set(a, others.set(b, { ...others.get(b), [meeting.tier]: found }));
    if (['guard', 'contradiction', 'relatives'].includes(found.why)) this.#doubted.push(refusal);
  }
}

function startOf(
  facts: RecordFacts,
  { logins, policy, scoring }: ClusterOptions,
  apart: ReadonlySet<RecordId> = new Set(),
): Growing {
  const named = logins.types.map((type) => [type, new Set(logins.of(type, facts))] as const);
  return {
    members: [facts],
    ids: new Set([facts.id]),
    apart,
    logins: new Map(named.filter(([, classes]) => classes.size > 0)),
    values: valuesOf(facts, policy),
    speakers: scoring?.comparisons.speaks(facts) === true ? [facts] : [],
  };
}

function join(a: Growing, b: Growing, speakers: number): Growing {
  const [elder, younger] = isElder(a.members[0], b.members[0]) ? [a, b] : [b, a];
  const [seed, ...rest] = elder.members;
  return {
    members: [seed, ...rest, ...younger.members],
    ids: new Set([...a.ids, ...b.ids]),
    apart: a.apart.size + b.apart.size === 0 ? a.apart : new Set([...a.apart, ...b.apart]),
    logins: unite(a.logins, b.logins),
    values: uniteValues(a.values, b.values),
    speakers: [...a.speakers, ...b.speakers].sort((p, q) => (p.id < q.id ? -1 : 1)).slice(0, speakers),
  };
}

const isElder = (a: RecordFacts, b: RecordFacts): boolean =>
  a.firstAt < b.firstAt || (a.firstAt === b.firstAt && a.id < b.id);

type Sets = ReadonlyMap<string, ReadonlySet<string>>;

const unite = (a: Sets, b: Sets): Sets =>
  new Map([...a.keys(), ...b.keys()].map((key) => [key, new Set([...(a.get(key) ?? []), ...(b.get(key) ?? [])])]));
