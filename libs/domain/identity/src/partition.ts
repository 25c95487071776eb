/**
 * The rule of identity: facts → people. Pure, and blind to order: everything is counted first, evidence is sorted by
 * strength, and clusters are joined unless a guard forbids it. Merges and splits are differences of two results.
 */
import { profileId, type ProfileId, type RecordId } from '@tributary/contracts';
import { clustersOf, type Cluster, type ClusterOptions, type Clusters, type Join, type Refusal } from './clusters.ts';
import { comparisonsOf, type Comparisons } from './comparisons.ts';
import { type Assertion } from './assertion.ts';
import { type ComponentFacts } from './component.ts';
import { weigh, type Dismissed, type Weighed } from './evidence.ts';
import { type RecordFacts } from './facts.ts';
import { readLogins } from './logins.ts';
import { type Policy } from './policy.ts';
import { reviewsOf, type Review } from './reviews.ts';
import { blocksOf, scoredPairs } from './scored.ts';

export interface PartitionInput {
  readonly facts: Iterable<RecordFacts>;
  readonly assertions: readonly Assertion[];
  readonly policy: Policy;
  /** Keys that too many records carry, counted beyond these facts; of identifiers and, as `blockKey` writes them, of blocks. */
  readonly saturated: Iterable<string>;
  /** What the policy's model says; absent: read from the policy. */
  readonly comparisons?: Comparisons;
}

export interface Person {
  readonly profile: ProfileId;
  /** The record that the profile is named after: the earliest, by (first event time, id). */
  readonly seed: RecordId;
  /** Sorted. */
  readonly records: readonly RecordId[];
}

export interface Partition {
  /** Sorted by profile. */
  readonly people: readonly Person[];
  readonly joins: readonly Join[];
  readonly refusals: readonly Refusal[];
  readonly dismissed: readonly Dismissed[];
  /** What a person should look at, by id. */
  readonly reviews: readonly Review[];
  /** Keys found here to be carried by too many records; of identifiers and of blocks. */
  readonly saturated: readonly string[];
}

/** The profile that a record founds: any profile id is bound to one record for ever, so an old id always resolves. */
export const profileOf = (record: RecordId): ProfileId => profileId(`p_${record.replace(/^r_/, '')}`);

/** Of everything in a component. */
export const partitionOf = (component: ComponentFacts, policy: Policy, comparisons?: Comparisons): Partition =>
  partition({
    facts: component.records.values(),
    assertions: component.assertions,
    policy,
    saturated: component.saturated,
    ...(comparisons && { comparisons }),
  });

export function partition(input: PartitionInput): Partition {
  const facts = [...input.facts].sort(byAge);
  const [only, second] = facts;
  if (only && !second) return alone(only);
  const { assertions, policy } = input;
  const saturated = new Set(input.saturated);
  const comparisons = input.comparisons ?? comparisonsOf(policy);
  const blocks = comparisons && blocksOf(facts, comparisons, saturated);
  const scoring = comparisons && blocks && { comparisons, pairs: scoredPairs({ facts, blocks, comparisons }) };
  const grown = grow({ facts, assertions, policy, saturated, scoring });
  const people = grown.clusters.map(personOf).sort((a, b) => (a.profile < b.profile ? -1 : 1));
  return {
    people,
    joins: grown.joins,
    refusals: grown.refusals,
    dismissed: grown.dismissed,
    reviews: comparisons === undefined ? [] : reviewsOf({ facts, people, assertions, comparisons, ...grown }),
    saturated: [...grown.saturated, ...(blocks?.saturated ?? [])].sort(),
  };
}

interface GrowOptions extends Pick<ClusterOptions, 'facts' | 'assertions' | 'policy'> {
  readonly saturated: ReadonlySet<string>;
  readonly scoring: ClusterOptions['scoring'];
}

/** The partition itself, without what is told of it. */
export function grow({ saturated, scoring, ...given }: GrowOptions): Clusters & Omit<Weighed, 'evidence'> {
  const { logins, contested } = readLogins(given.facts, given.policy);
  const { evidence, ...weighed } = weigh({ ...given, saturated, logins, contested });
  return { ...clustersOf({ ...given, evidence, logins, ...(scoring && { scoring }) }), ...weighed };
}

const alone = ({ id }: RecordFacts): Partition => ({
  people: [{ profile: profileOf(id), seed: id, records: [id] }],
  joins: [],
  refusals: [],
  dismissed: [],
  reviews: [],
  saturated: [],
});

function personOf({ members }: Cluster): Person {
  const [seed] = members;
  return { profile: profileOf(seed.id), seed: seed.id, records: members.map(({ id }) => id).sort() };
}

/** The earliest first. */
export const byAge = (a: RecordFacts, b: RecordFacts): number => a.firstAt - b.firstAt || (a.id < b.id ? -1 : 1);
