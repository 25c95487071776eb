/** What the people of a component leave to be asked, with what is at stake. Pure. */
import { type ProfileId, type RecordId } from '@tributary/contracts';
import { pairKey, reviewPriority, type People, type Review } from '@tributary/domain-identity';
import { type StoredComponent } from '../ports.ts';
import { type Asked, type AskedReview } from './review-store.ts';

/** A component with its people. */
interface Decided {
  readonly component: StoredComponent;
  readonly people: People;
  readonly homes: ReadonlyMap<RecordId, ProfileId>;
}

export function askedOf({ component, people, homes }: Decided): Asked {
  const { id, version, facts } = component;
  const sizes = new Map(people.people.map(({ profile, records }) => [profile, records.length]));
  const rests = new Map(
    facts.assertions.flatMap(({ kind, records, until }) =>
      kind === 'undecided' && until !== undefined ? [[pairKey(records), until] as const] : [],
    ),
  );
  const asked = (review: Review): AskedReview => {
    const profiles = [...new Set(review.records.flatMap((record) => homes.get(record) ?? []))];
    const records = profiles.reduce((sum, profile) => sum + (sizes.get(profile) ?? 0), 0);
    const until = rests.get(pairKey(review.records));
    return { ...review, profiles, priority: reviewPriority(review, records), until };
  };
  return { component: id, version, records: [...facts.records.keys()], reviews: people.reviews.map(asked) };
}
