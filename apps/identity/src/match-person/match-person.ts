/**
 * Tells who somebody is, by what is said of them: whom the rules would take them for if this were a record of theirs, and who
 * else comes into question. Nothing is written; whoever asks is believed as the most trusted source is.
 */
import { EventCollected, recordId, type Identifier, type ProfileId, type RecordId } from '@tributary/contracts';
import {
  factsOf,
  keysOf,
  mergeComponents,
  factsOnly,
  peopleOf,
  type Comparisons,
  type Policy,
  type RecordFacts,
  blockingKeyOf,
  mostInBlock,
} from '@tributary/domain-identity';
import { type FindRoots } from '../link-records/find-roots.ts';
import { isSaturated } from '../link-records/link-records.ts';
import { isFull } from '../link-records/join-blocks.ts';
import {
  type ActivePolicy,
  type BlockStore,
  type ComparesBy,
  type IdentifierStore,
  type StoredComponent,
} from '../ports.ts';

export interface MatchPersonParts {
  readonly identifiers: IdentifierStore;
  readonly blocks: BlockStore;
  readonly roots: FindRoots;
  readonly policies: ActivePolicy;
  readonly compares: ComparesBy;
}

export interface Asked {
  readonly identifiers: readonly Identifier[];
  readonly traits: Readonly<Record<string, unknown>>;
  /** The most likely so many are answered. */
  readonly limit: number;
}

type Compared = NonNullable<ReturnType<Comparisons['compare']>>;

export interface Candidate {
  readonly profile: ProfileId;
  /** The record of the person that agrees most. */
  readonly record: RecordId;
  /** Identifiers that were asked for and that the person has, as `type|value`. */
  readonly shared: readonly string[];
  /** Undefined when there is nothing that could be compared. */
  readonly comparison: Compared | undefined;
}

export interface Answer {
  /** Whom the rules would take this for; undefined: for somebody new. */
  readonly match: ProfileId | undefined;
  /** The most likely first. */
  readonly candidates: readonly Candidate[];
  /** Identifiers that identify nobody, and why. */
  readonly ignored: readonly { readonly identifier: Identifier; readonly why: string }[];
  /** Blocking keys under which too many records meet to be compared. */
  readonly generic: readonly string[];
}

/** Later than everybody, so that no profile is named after it. */
const asked = recordId('r_asked');
const never = 8_640_000_000_000_000;

export class MatchPerson {
  constructor(private readonly parts: MatchPersonParts) {}

  async of({ limit, ...question }: Asked): Promise<Answer> {
    const policy = this.parts.policies.current();
    const comparisons = this.parts.compares(policy);
    const facts = factsAsked(question, policy);
    const keys = facts.identifiers.flatMap((identifier) => keysOf(identifier, policy));
    const { met, generic } = await this.#met(facts, comparisons);
    const claimed = keys.length === 0 ? [] : [...(await this.parts.identifiers.find(keys)).values()];
    const leading = claimed.filter((entry) => !isSaturated(entry, policy)).map(({ component }) => component);
    const roots = await this.parts.roots.of(new Set([...met, ...leading]));
    const components = [...new Set(roots.values())];
    const found = components.flatMap((component) => candidatesIn(component, { facts, keys, met, policy, comparisons }));
    const candidates = found.sort(byLikelihood).slice(0, limit);
    const silent = facts.identifiers.filter((identifier) => keysOf(identifier, policy).length === 0);
    const ignored = silent.map(({ type, value, unfit = 'weak' }) => ({ identifier: { type, value }, why: unfit }));
    return {
      match: matchOf(facts, likely(components, candidates), { policy, comparisons }),
      candidates,
      ignored,
      generic,
    };
  }

  async #met(facts: RecordFacts, comparisons: Comparisons | undefined) {
    const met = new Set<RecordId>();
    const generic: string[] = [];
    if (comparisons === undefined) return { met, generic };
    for (const [code, block] of await this.parts.blocks.find(comparisons.codesOf(facts))) {
      if (isFull(block, mostInBlock(comparisons.rules, code))) generic.push(blockingKeyOf(code));
      else for (const record of block.records) met.add(record);
    }
    return { met, generic: generic.sort() };
  }
}

/** As an event of the most trusted source would say it. */
function factsAsked({ identifiers, traits }: Omit<Asked, 'limit'>, policy: Policy): RecordFacts {
  const { sources, otherwise } = policy.trust;
  const [best] = Object.entries(sources).sort(([, a], [, b]) => b - a);
  const source = best !== undefined && best[1] > otherwise ? best[0] : 'asked';
  const event = { ...EventCollected.example, type: 'identify' as const, record: asked, source };
  return { ...factsOf({ ...event, identifiers: [...identifiers], traits }, policy), firstAt: never };
}

interface Question {
  readonly facts: RecordFacts;
  readonly keys: readonly string[];
  readonly met: ReadonlySet<RecordId>;
  readonly policy: Policy;
  readonly comparisons: Comparisons | undefined;
}

/** People of a component of whom a record was met or has one of the identifiers. */
function candidatesIn(component: StoredComponent, question: Question): readonly Candidate[] {
  const { facts, keys, met, policy, comparisons } = question;
  const { records } = component.facts;
  return peopleOf(component.facts, policy, comparisons).people.flatMap((person) => {
    const own = person.records.flatMap((id) => records.get(id) ?? []);
    const carried = new Set(own.flatMap(({ identifiers }) => identifiers.flatMap((one) => keysOf(one, policy))));
    const shared = keys.filter((key) => carried.has(key));
    const compared = own
      .filter(({ id }) => met.has(id) || shared.length > 0)
      .map((record) => ({ record: record.id, comparison: comparisons?.compare(facts, record) }))
      .sort((a, b) => bitsOf(b) - bitsOf(a) || (a.record < b.record ? -1 : 1));
    const [closest] = compared;
    return closest === undefined ? [] : [{ profile: person.profile, shared, ...closest }];
  });
}

const bitsOf = ({ comparison }: Pick<Candidate, 'comparison'>): number => comparison?.bits ?? -1_000;

const byLikelihood = (a: Candidate, b: Candidate): number =>
  b.shared.length - a.shared.length || bitsOf(b) - bitsOf(a) || (a.profile < b.profile ? -1 : 1);

/** The rule itself, as if this were one record more. */
function matchOf(
  facts: RecordFacts,
  components: readonly StoredComponent[],
  { policy, comparisons }: Pick<Question, 'policy' | 'comparisons'>,
): ProfileId | undefined {
  const together = components.reduce(
    (all, component) => mergeComponents(all, component.facts, policy.limits),
    factsOnly([facts]),
  );
  const person = peopleOf(together, policy, comparisons).people.find(({ records }) => records.includes(asked));
  return person === undefined || person.records.length < 2 ? undefined : person.profile;
}

const likely = (components: readonly StoredComponent[], candidates: readonly Candidate[]): readonly StoredComponent[] =>
  components.filter(({ facts }) => candidates.some(({ record }) => facts.records.has(record)));
