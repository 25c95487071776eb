/**
 * Whose an event is. A snapshot of a profile names its records and is right; an event may come before the snapshot that names its
 * record, then the profile that the event names claims it for the time being.
 */
import { type EventResolved } from '@tributary/contracts';
import { type Departed, type ProfileState } from '../ports.ts';

export interface Naming {
  readonly record: string;
  readonly time: number;
}

/** Profiles as they were found by their records. */
export class OwnerBook {
  readonly states: ReadonlyMap<string, ProfileState>;
  readonly #confirmed = new Map<string, string[]>();
  readonly #early: ReadonlySet<string>;

  constructor(states: readonly ProfileState[]) {
    this.states = new Map(states.map((state) => [state.id, state]));
    this.#early = new Set(states.flatMap(({ early }) => early));
    for (const { id, records, early } of states) {
      for (const record of records) {
        if (early.includes(record)) continue;
        const others = this.#confirmed.get(record);
        if (others === undefined) this.#confirmed.set(record, [id]);
        else others.push(id);
      }
    }
  }

  /** Whom snapshots name; while a merge or a split is on its way, that may be two. */
  of(record: string): readonly string[] {
    return this.#confirmed.get(record) ?? [];
  }

  /** Those of the records that an event has to claim, or has claimed. */
  open(records: Iterable<string>): readonly string[] {
    return [...records].filter((record) => this.#early.has(record) || !this.#confirmed.has(record));
  }
}

/** A profile that was merged stands for the one that it went into. */
export function survivorOf(profile: string, departed: ReadonlyMap<string, Departed>): string {
  const seen = new Set<string>();
  let current = profile;
  for (let one = departed.get(current); one?.mergedInto != null && !seen.has(current); one = departed.get(current)) {
    seen.add(current);
    current = one.mergedInto;
  }
  return current;
}

export function isErased({ profile, event }: EventResolved, departed: ReadonlyMap<string, Departed>): boolean {
  const one = departed.get(survivorOf(profile, departed));
  return one?.state === 'erased' && one.erasedAt !== null && Date.parse(event.receivedAt) <= one.erasedAt;
}

/** Whether a profile is still merged, erased or neither, as it was when it was looked at. */
export const isAsSeen = (state: ProfileState | undefined, seen: Departed | undefined): boolean =>
  seen === undefined
    ? (state?.state ?? 'active') === 'active'
    : state?.state === seen.state && state.erasedAt === seen.erasedAt;

/** The state with the record in it, if it was not. */
export function withEarlyRecords(
  state: ProfileState | undefined,
  profile: string,
  namings: readonly Naming[],
): ProfileState {
  const firstSeenAt = Math.min(...namings.map((naming) => naming.time));
  const before = state ?? emptyProfile(profile, firstSeenAt);
  const added = [...new Set(namings.map((naming) => naming.record))].filter(
    (record) => !before.records.includes(record),
  );
  if (added.length === 0) return before;
  return {
    ...before,
    state: 'active',
    mergedInto: null,
    firstSeenAt: before.version === 0 ? Math.min(before.firstSeenAt, firstSeenAt) : before.firstSeenAt,
    records: [...before.records, ...added].sort(),
    early: [...before.early, ...added].sort(),
  };
}

export const emptyProfile = (id: string, firstSeenAt: number): ProfileState => ({
  id,
  rev: 0,
  version: 0,
  state: 'active',
  mergedInto: null,
  erasedAt: null,
  records: [],
  early: [],
  traits: {},
  traitsAt: firstSeenAt,
  firstSeenAt,
  memberships: {},
  outbox: [],
});
