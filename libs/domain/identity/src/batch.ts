/** Many records at once, in memory: the people that the same records become one after another in the service. */
import { blockKey, bitsFor, comparisonsOf, type Comparisons } from './comparisons.ts';
import { mayBeLinked } from './consent.ts';
import { type RecordFacts } from './facts.ts';
import { matchOf, typesOf } from './identifier.ts';
import { type MatchForm } from './matching/form.ts';
import { matcherOf } from './matching/matcher-of.ts';
import { type MatchingRules } from './matching/rules.ts';
import { RecordStream } from './matching/stream/record-stream.ts';
import { partition } from './partition.ts';
import { type Policy, ruleOf } from './policy.ts';

export type MatchingPolicy = Policy & { readonly matching: MatchingRules };

export class Batch {
  readonly #stream: RecordStream;
  readonly #facts: RecordFacts[] = [];
  readonly #comparisons: Comparisons | undefined;
  /** Forms of the records of the component at hand. */
  #forms: ReadonlyMap<RecordFacts, MatchForm | undefined> = new Map();

  constructor(private readonly policy: MatchingPolicy) {
    const matcher = matcherOf(policy.matching);
    const { joinFrom, recordsPerBlock } = policy.matching;
    this.#stream = new RecordStream({ matcher, recordsPerBlock, leastBits: bitsFor(joinFrom) });
    this.#comparisons = comparisonsOf(policy, {
      comparedTypes: matcher.comparedTypes,
      formOf: (record) => this.#forms.get(record) ?? matcher.formOf(record),
      blockingKeysOf: (form) => matcher.blockingKeysOf(form),
      compare: (a, b) => matcher.compare(a, b),
      bitsOf: (a, b) => matcher.bitsOf(a, b),
    });
  }

  /** Pairs that were compared so far. */
  get compared(): number {
    return this.#stream.compared;
  }

  formOf(record: RecordFacts): MatchForm | undefined {
    return matcherOf(this.policy.matching).formOf(record);
  }

  /** `form`: of the record, where it has been made already. */
  add(record: RecordFacts, form = this.formOf(record)): void {
    this.#facts.push(record);
    const place = this.#stream.add(form);
    for (const identifier of record.identifiers) {
      const match = matchOf(identifier);
      for (const type of typesOf(identifier, this.policy)) this.#stream.identify(place, type, match);
    }
  }

  /** Places of the records of each person, in the order in which they were added. */
  people(): readonly (readonly number[])[] {
    return this.#stream.components().flatMap((component) => this.#peopleAmong(component));
  }

  #peopleAmong(component: readonly number[]): readonly (readonly number[])[] {
    if (component.length === 1 || this.#isOnePerson(component)) return [component];
    const places = new Map(component.map((place) => [this.#facts[place]?.id, place]));
    const facts = component.flatMap((place) => this.#facts[place] ?? []);
    this.#forms = new Map(facts.map((record, i) => [record, this.#stream.formOf(component[i] ?? 0)]));
    const saturated = this.#stream.genericKeys(component).map(blockKey);
    const comparisons = this.#comparisons;
    const { people } = partition({
      ...{ facts, assertions: [], policy: this.policy, saturated },
      ...(comparisons && { comparisons }),
    });
    return people.map(({ records }) => records.flatMap((record) => places.get(record) ?? []));
  }

  /**
   * What the partition would say of most: all pairs are probably one person, each may be linked and nothing else is known that
   * could part them, so that no guard can forbid a join.
   */
  #isOnePerson(component: readonly number[]): boolean {
    if (component.length > fewRecords) return false;
    const records = component.flatMap((place) => this.#facts[place] ?? []);
    const onlyFollowsProbability = records.every(
      (record) =>
        mayBeLinked(record, this.policy) &&
        record.identifiers.every(({ type }) => ruleOf(this.policy, type).kind === 'weak'),
    );
    return onlyFollowsProbability && this.#stream.allProbable(component);
  }
}

/** Pairs grow with the square. */
const fewRecords = 12;
