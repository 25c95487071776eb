/** What the people of a component leave to be asked, with what is at stake. Pure. */
import { type ProfileId, type RecordId } from '@tributary/contracts';
import {
  pairKey,
  reviewPriority,
  valueAtStake,
  type People,
  type Policy,
  type Review,
} from '@tributary/domain-identity';
import { type StoredComponent } from '../ports.ts';
import { type Asked, type AskedReview } from './review-store.ts';

/** A component with its people. */
interface Decided {
  readonly component: StoredComponent;
  readonly people: People;
  /** That decided them. */
  readonly policy: Policy;
  readonly homes: ReadonlyMap<RecordId, ProfileId>;
}

export function askedOf({ component, people, policy, homes }: Decided): Asked {
  const { id, version, facts } = component;
  const persons = new Map(people.people.map((person) => [person.profile, person]));
  const rests = new Map(
    facts.assertions.flatMap(({ kind, records, until }) =>
      kind === 'undecided' && until !== undefined ? [[pairKey(records), until] as const] : [],
    ),
  );
  const asked = (review: Review): AskedReview => {
    const profiles = [...new Set(review.records.flatMap((record) => homes.get(record) ?? []))];
    const value = valueAtStake(
      profiles.flatMap((profile) => persons.get(profile) ?? []),
      policy,
    );
    const until = rests.get(pairKey(review.records));
    return { ...review, profiles, priority: reviewPriority(review, value), until };
  };
  return { component: id, version, records: [...facts.records.keys()], reviews: people.reviews.map(asked) };
}
