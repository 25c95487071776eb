/** V5: the people that the system shows are those that the accepted events describe, whatever their order and repetition. */
import { createHash } from 'node:crypto';
import { type Evidence, type Profile } from '../reading/evidence.ts';
import { fold, type Accepted, type Person } from '../reference/fold.ts';
import { type Check } from './check.ts';

export const people: Check = {
  name: 'V5',
  promise: 'profiles are the fold of the accepted events: records, identifiers, traits, and where absorbed ids lead',
  find: (evidence) => {
    const expected = new Map(fold(acceptedIn(evidence)).map((person) => [person.profile, person]));
    const active = evidence.profiles.filter(({ state }) => state === 'active');
    const shown = new Map(active.map((profile) => [profile.profile, profile]));
    const missing = [...expected.keys()]
      .filter((id) => !shown.has(id))
      .map((id) => `${id} should be a person and is not shown`);
    const wrong = active.flatMap((profile) => differences(profile, expected.get(profile.profile)));
    return [...missing, ...wrong, ...lostIds(evidence.profiles, expected)];
  },
};

/** One hash for all people: two runs over the same events end with the same. */
export const hashOfPeople = (profiles: readonly Profile[]): string =>
  createHash('sha256')
    .update(
      JSON.stringify(
        profiles
          .filter(({ state }) => state === 'active')
          .toSorted((a, b) => (a.profile < b.profile ? -1 : 1))
          .map(({ profile, records, identifiers, traits }) => [profile, records, identifiers, sorted(traits)]),
      ),
    )
    .digest('hex');

const sorted = (traits: Readonly<Record<string, unknown>>): unknown =>
  Object.entries(traits).sort(([a], [b]) => (a < b ? -1 : 1));

/** What is in the archive, with the words of the journal: the door's own copy is not believed. */
function acceptedIn({ archive, sent, received }: Evidence): readonly Accepted[] {
  const claims = new Map(sent.flatMap(({ item }) => (item.claims === undefined ? [] : [[item.id, item.claims]])));
  const times = new Map(received.map(({ id, receivedAt }) => [id, receivedAt]));
  return archive.flatMap(({ marker, source, receivedId }) => {
    const said = claims.get(marker);
    return said === undefined ? [] : [{ marker, source, claims: said, receivedAt: times.get(receivedId) ?? Infinity }];
  });
}

function differences(profile: Profile, person: Person | undefined): readonly string[] {
  if (person === undefined) return [`${profile.profile} is shown and should be nobody`];
  const parts = {
    records: [profile.records, person.records],
    identifiers: [profile.identifiers, person.identifiers],
    traits: [sorted(profile.traits), sorted(person.traits)],
  };
  return Object.entries(parts).flatMap(([part, [shown, expected]]) => {
    const [is, should] = [JSON.stringify(shown), JSON.stringify(expected)];
    return is === should ? [] : [`${profile.profile} shows ${part} ${is} and should show ${should}`];
  });
}

/** Every id that was ever published leads to the person who has its record now. */
function lostIds(profiles: readonly Profile[], expected: ReadonlyMap<string, Person>): readonly string[] {
  const homes = new Map(
    [...expected.values()].flatMap(({ profile, records }) => records.map((record) => [record.slice(2), profile])),
  );
  return profiles
    .filter(({ state }) => state === 'merged')
    .flatMap(({ profile, mergedInto }) => {
      const home = homes.get(profile.slice(2));
      return home === mergedInto ? [] : [`${profile} leads to ${mergedInto} and should lead to ${home ?? 'nobody'}`];
    });
}
