/**
 * The rule of identity: facts → people. Pure, and blind to order: everything is counted first, evidence is sorted by
 * strength, and clusters are joined unless a guard forbids it. Merges and splits are differences of two results.
 */
import { profileId, type ProfileId, type RecordId } from '@tributary/contracts';
import { clustersOf, type Cluster, type Join, type Refusal } from './clusters.ts';
import { type Assertion } from './component.ts';
import { weigh, type Dismissed } from './evidence.ts';
import { type RecordFacts } from './facts.ts';
import { readLogins } from './logins.ts';
import { type Policy } from './policy.ts';

export interface PartitionInput {
  readonly facts: Iterable<RecordFacts>;
  readonly assertions: readonly Assertion[];
  readonly policy: Policy;
  /** Keys that too many records carry, counted beyond these facts. */
  readonly saturated: Iterable<string>;
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
  /** Keys found here to be carried by too many records. */
  readonly saturated: readonly string[];
}

/** The profile that a record founds: any profile id is bound to one record for ever, so an old id always resolves. */
export const profileOf = (record: RecordId): ProfileId => profileId(`p_${record.replace(/^r_/, '')}`);

export function partition(input: PartitionInput): Partition {
  const facts = [...input.facts].sort(byAge);
  const [only, second] = facts;
  if (only && !second) return alone(only);
  const { assertions, policy } = input;
  const { logins, contested } = readLogins(facts, policy);
  const weighed = weigh({ facts, assertions, policy, saturated: new Set(input.saturated), logins, contested });
  const { clusters, joins, refusals } = clustersOf({ facts, evidence: weighed.evidence, assertions, policy, logins });
  return {
    people: clusters.map(personOf).sort((a, b) => (a.profile < b.profile ? -1 : 1)),
    joins,
    refusals,
    dismissed: weighed.dismissed,
    saturated: weighed.saturated,
  };
}

const alone = ({ id }: RecordFacts): Partition => ({
  people: [{ profile: profileOf(id), seed: id, records: [id] }],
  joins: [],
  refusals: [],
  dismissed: [],
  saturated: [],
});

function personOf({ members }: Cluster): Person {
  const [seed] = members;
  return { profile: profileOf(seed.id), seed: seed.id, records: members.map(({ id }) => id).sort() };
}

const byAge = (a: RecordFacts, b: RecordFacts): number => a.firstAt - b.firstAt || (a.id < b.id ? -1 : 1);
