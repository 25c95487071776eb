/** Many records at once, in memory: the people that the same records become one after another in the service. */
import { bitsFor, type Comparisons, comparisonsBy, type FormRead, formRead, trustedPart } from './comparisons.ts';
import { mayBeLinked } from './consent.ts';
import { type RecordFacts } from './facts.ts';
import { matchOf, typesOf } from './identifier.ts';
import { blockingRules } from './matching/blocking.ts';
import { matcherOf } from './matching/matcher-of.ts';
import { type MatchingRules } from './matching/rules.ts';
import { type Edge } from './matching/stream/edges.ts';
import { type Component, RecordStream } from './matching/stream/record-stream.ts';
import { byAge, grow } from './partition.ts';
import { type Policy, ruleOf } from './policy.ts';
import { byWeight, type ScoredPair, type ScoredPairs } from './scored.ts';

export type MatchingPolicy = Policy & { readonly matching: MatchingRules };

export class Batch {
  readonly #stream: RecordStream;
  readonly #facts: RecordFacts[] = [];
  readonly #comparisons: Comparisons;
  /** Forms of the component at hand. */
  #forms: ReadonlyMap<RecordFacts, FormRead | undefined> = new Map();

  constructor(private readonly policy: MatchingPolicy) {
    const matcher = matcherOf(policy.matching);
    const { joinFrom, recordsPerBlock: otherwise, recordsPerBlockOf } = policy.matching;
    const recordsPerBlock = blockingRules.map((rule) => recordsPerBlockOf?.[rule] ?? otherwise);
    this.#stream = new RecordStream({ matcher, recordsPerBlock, leastBits: bitsFor(joinFrom) });
    this.#comparisons = comparisonsBy(policy.matching, matcher, (record) => this.#forms.get(record));
  }

  /** Pairs that were compared so far. */
  get compared(): number {
    return this.#stream.compared;
  }

  /** Takes note of what a record says, and answers its place, from 0. */
  read(record: RecordFacts): number {
    this.#facts.push(record);
    const matcher = matcherOf(this.policy.matching);
    const form = matcher.formOf(trustedPart(record, this.policy, matcher.comparedTypes));
    const identifiers = record.identifiers.flatMap((identifier) => {
      const value = matchOf(identifier);
      return typesOf(identifier, this.policy).map((type) => ({ type, value }));
    });
    return this.#stream.read(form, identifiers);
  }

  /** Matches the record at this place with those before it. In order, and each once; what was read ahead makes it faster. */
  match(place: number): void {
    this.#stream.match(place);
  }

  /** Places of the records of each person, in the order in which they were added. */
  people(): readonly (readonly number[])[] {
    return this.#stream.components().flatMap((component) => this.#peopleAmong(component));
  }

  #peopleAmong(component: Component): readonly (readonly number[])[] {
    const { records, edges } = component;
    if (records.length === 1 || this.#isOnePerson(component)) return [records];
    const places = new Map(records.map((place) => [this.#factsAt(place), place]));
    const matcher = matcherOf(this.policy.matching);
    this.#forms = new Map(
      records.map((place) => [this.#factsAt(place), formRead(this.#stream.formOf(place), matcher)]),
    );
    const pairs: ScoredPairs = (isDecided) =>
      edges
        .filter(({ a, b }) => !isDecided(this.#factsAt(a), this.#factsAt(b)))
        .map((edge) => this.#pairOf(edge))
        .sort(byWeight);
    const { clusters } = grow({
      facts: [...places.keys()].sort(byAge),
      assertions: [],
      policy: this.policy,
      saturated: new Set(),
      scoring: { comparisons: this.#comparisons, pairs },
    });
    return clusters.map(({ members }) => members.flatMap((record) => places.get(record) ?? []));
  }

  /** Nobody asks a batch where two have met. */
  #pairOf({ a, b, bits }: Edge): ScoredPair {
    const [one, other] = [this.#factsAt(a), this.#factsAt(b)];
    return { tier: 'scored', key: '', records: byAge(one, other) < 0 ? [one.id, other.id] : [other.id, one.id], bits };
  }

  /**
   * What the partition would say of most: each may be linked, all pairs are probably one person and meet, and of no identifier do
   * they carry two values, so that no guard can forbid a join.
   */
  #isOnePerson(component: Component): boolean {
    const records = component.records.map((place) => this.#factsAt(place));
    return (
      this.#stream.areProbablyOne(component) &&
      records.every((record) => mayBeLinked(record, this.policy)) &&
      haveOneValueOfEach(records, this.policy)
    );
  }

  #factsAt(place: number): RecordFacts {
    const facts = this.#facts[place];
    if (facts === undefined) throw new Error(`No record was added at ${place}.`);
    return facts;
  }
}

function haveOneValueOfEach(records: readonly RecordFacts[], policy: Policy): boolean {
  const values = new Map<string, string>();
  for (const { identifiers } of records) {
    for (const identifier of identifiers) {
      const value = matchOf(identifier);
      for (const type of [identifier.type, ...typesOf(identifier, policy)]) {
        if (ruleOf(policy, type).kind === 'weak') continue;
        if ((values.get(type) ?? value) !== value) return false;
        values.set(type, value);
      }
    }
  }
  return true;
}
