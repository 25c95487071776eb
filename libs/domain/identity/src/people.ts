/** The people of a component as they are shown: a partition with the content of each profile. */
import { type Identifier } from '@tributary/contracts';
import { type Comparisons } from './comparisons.ts';
import { type ComponentFacts } from './component.ts';
import { type RecordFacts } from './facts.ts';
import { partitionOf, type Partition, type Person } from './partition.ts';
import { type Policy } from './policy.ts';
import { ambiguousKeys, profileIdentifiers, survivingTraits, type Trait } from './survivorship.ts';

export interface PersonContent extends Person {
  readonly identifiers: readonly Identifier[];
  readonly traits: readonly Trait[];
  /** Time of the first event, milliseconds. */
  readonly firstSeenAt: number;
}

export interface People extends Partition {
  readonly people: readonly PersonContent[];
}

/** `comparisons`: what the policy's model says; absent: read from the policy. */
export function peopleOf(component: ComponentFacts, policy: Policy, comparisons?: Comparisons): People {
  const result = partitionOf(component, policy, comparisons);
  const { records, saturated } = component;
  const ambiguous = ambiguousKeys(result.dismissed, saturated);
  const people = result.people.map((person) => {
    const facts = person.records.map((id) => records.get(id)).filter((fact): fact is RecordFacts => fact !== undefined);
    return {
      ...person,
      identifiers: profileIdentifiers(facts, policy, ambiguous),
      traits: survivingTraits(facts, policy),
      firstSeenAt: Math.min(...facts.map(({ firstAt }) => firstAt)),
    };
  });
  return { ...result, people };
}
