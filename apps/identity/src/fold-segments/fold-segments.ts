/** Segment memberships become part of the profile: the highest sequence per profile and segment holds. */
import { type Outcome, type Received } from '@tributary/bus';
import { type ProfileId, type SegmentMembershipChanged } from '@tributary/contracts';
import { insist } from '../insist.ts';
import { type Membership, type ProfileStore, type ProfileWrite, type StoredProfile } from '../ports.ts';
import { alsoUntold, contestedBy, newsOf } from '../project-profiles/draft-profile.ts';
import { type SendProfiles } from '../project-profiles/send-profiles.ts';

export interface FoldSegmentsParts {
  readonly profiles: ProfileStore;
  readonly send: SendProfiles;
  readonly clock: { now(): number };
}

type Changes = ReadonlyMap<ProfileId, readonly Membership[]>;

export class FoldSegments {
  constructor(private readonly parts: FoldSegmentsParts) {}

  async all(batch: readonly Received<SegmentMembershipChanged>[]): Promise<readonly Outcome[]> {
    const changes = gather(batch);
    const traces = new Map(
      batch.flatMap(({ key, traceparent }) => (traceparent === undefined ? [] : [[key, traceparent]])),
    );
    let stored: ReadonlyMap<ProfileId, StoredProfile> = new Map();
    await insist('membership', async () => {
      stored = await this.parts.profiles.find([...changes.keys()]);
      const writes = [...stored.values()].flatMap((profile) =>
        this.#folded(profile, changes.get(profile.id) ?? [], traces.get(profile.id)),
      );
      if (writes.length === 0) return true;
      const saved = await this.parts.profiles.save(writes);
      await this.parts.send.send(newsOf(writes, { saved, stored }));
      return saved.size === writes.length;
    });
    return batch.map(({ value }) => outcomeOf(value, stored));
  }

  #folded(stored: StoredProfile, changes: readonly Membership[], traceparent?: string): readonly ProfileWrite[] {
    const known = new Map(stored.segments.map((membership) => [membership.segment, membership]));
    const news = changes.filter(({ segment, sequence }) => sequence > (known.get(segment)?.sequence ?? 0));
    if (news.length === 0) return [];
    const shown = news.filter((membership) => differs(membership, known.get(membership.segment)));
    for (const membership of news) known.set(membership.segment, membership);
    const segments = [...known.values()].sort((a, b) => (a.segment < b.segment ? -1 : 1));
    const profile = { ...stored, revision: stored.revision + 1, segments };
    // An absorbed profile shows no segments; it keeps them for the day on which it is a person again.
    if (shown.length === 0 || stored.mergedInto !== undefined) return [{ profile, history: [] }];
    return [this.#published(profile, shown, traceparent ?? stored.unsent?.traceparent)];
  }

  #published(profile: StoredProfile, shown: readonly Membership[], traceparent?: string): ProfileWrite {
    const at = this.parts.clock.now();
    const version = profile.version + 1;
    const changed = shown.map(({ segment }) => `segments.${segment}`).sort();
    const unsent = {
      announcements: profile.unsent?.announcements ?? [],
      ...(traceparent === undefined ? {} : { traceparent }),
      ...contestedBy(profile),
    };
    const because = shown.map(({ segment, member }) => `${member ? 'entered' : 'left'} ${segment}`).join(', ');
    const entry = { version, at, change: 'changed' as const, changed, profiles: [], records: [], because };
    const untold = alsoUntold(profile, changed);
    return { profile: { ...profile, version, changed: untold, updatedAt: at, unsent }, history: [entry] };
  }
}

const differs = (now: Membership, before: Membership | undefined): boolean =>
  now.member !== (before?.member ?? false) || (now.member && now.since !== before?.since);

function gather(batch: readonly Received<SegmentMembershipChanged>[]): Changes {
  const byProfile = new Map<ProfileId, Map<string, Membership>>();
  for (const { value } of batch) {
    if (value === null) continue;
    const { profile, segment, sequence, change, effectiveAt } = value;
    const own = byProfile.get(profile) ?? new Map<string, Membership>();
    const known = own.get(segment);
    if (known === undefined || sequence > known.sequence) {
      own.set(segment, { segment, member: change === 'entered', since: effectiveAt, sequence });
    }
    byProfile.set(profile, own);
  }
  return new Map([...byProfile].map(([profile, own]) => [profile, [...own.values()]]));
}

function outcomeOf(value: SegmentMembershipChanged | null, stored: ReadonlyMap<ProfileId, StoredProfile>): Outcome {
  if (value === null) return { kind: 'suppressed', reason: 'TOMBSTONE' };
  return stored.has(value.profile) ? { kind: 'ok', outputs: [] } : { kind: 'suppressed', reason: 'PROFILE_UNKNOWN' };
}
