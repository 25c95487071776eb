/** Many sightings of one carrier at once, in the order in which they were seen, whatever the order in which they come. */
import {
  follow,
  type Followed,
  type Presence,
  type ZoneChange,
  type ZoneRules,
  type ZoneSighting,
} from './presence.ts';

export interface FollowedAll {
  readonly presence: Presence;
  readonly changes: readonly ZoneChange[];
  /** One for each sighting, as they were given. */
  readonly verdicts: readonly Followed['verdict'][];
}

export function followAll(before: Presence, sightings: readonly ZoneSighting[], rules: ZoneRules): FollowedAll {
  const order = [...sightings.entries()].sort(([, a], [, b]) => inOrder(a, b));
  const verdicts: Followed['verdict'][] = sightings.map(() => 'applied');
  const changes: ZoneChange[] = [];
  let presence = before;
  for (const [index, sighting] of order) {
    const followed = follow(presence, sighting, rules);
    presence = followed.presence;
    changes.push(...followed.changes);
    verdicts[index] = followed.verdict;
  }
  return { presence, changes, verdicts };
}

/** At one moment the nearest comes first: it is the one that counts, of several beacons of a zone and of several zones. */
function inOrder(a: ZoneSighting, b: ZoneSighting): number {
  const [left, right] = [nameOf(a), nameOf(b)];
  return a.at - b.at || a.loss - b.loss || (left < right ? -1 : Number(left > right));
}

const nameOf = ({ zone, beacon }: ZoneSighting): string => `${zone.store}/${zone.zone}/${beacon}`;
