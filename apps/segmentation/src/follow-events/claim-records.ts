/**
 * Whose an event is. A snapshot of a profile names its records and is right; an event may come before the snapshot that names its
 * record, then the profile that the event names claims it for the time being.
 */
import { type Claim, type ProfileState } from '../ports.ts';

export interface Naming {
  /** The profile that the event was resolved to. */
  readonly profile: string;
  readonly record: string;
  readonly time: number;
}

export type Owner =
  | { readonly kind: 'owned'; readonly profiles: readonly string[] }
  | { readonly kind: 'early'; readonly profile: string };

export interface ClaimBook {
  /** By profile. */
  readonly claims: ReadonlyMap<string, Claim>;
  /** By record. */
  readonly claimants: ReadonlyMap<string, readonly Claim[]>;
}

export function ownerOf({ profile, record }: Naming, { claims, claimants }: ClaimBook): Owner {
  const named = claims.get(profile);
  if (named !== undefined && named.state === 'active' && named.records.includes(record)) {
    return { kind: 'owned', profiles: [profile] };
  }
  const active = (claimants.get(record) ?? []).filter((claim) => claim.state === 'active');
  const confirmed = active.filter((claim) => !claim.early.includes(record));
  if (confirmed.length > 0) return { kind: 'owned', profiles: confirmed.map((claim) => claim.id) };
  return { kind: 'early', profile: survivorOf(profile, claims) };
}

/** A profile that was merged stands for the one that it went into. */
function survivorOf(profile: string, claims: ReadonlyMap<string, Claim>): string {
  const seen = new Set<string>();
  let current = profile;
  for (let claim = claims.get(current); claim?.mergedInto != null && !seen.has(current); claim = claims.get(current)) {
    seen.add(current);
    current = claim.mergedInto;
  }
  return current;
}

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
