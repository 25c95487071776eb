/**
 * What a rebuilt profile becomes when it goes into use: what subscribers were told stands; where the facts say something else, the next
 * version says so. Pure.
 */
import { type ProfileUpdated } from '@tributary/contracts';
import { type HistoryEntry, type Membership, type StoredProfile } from '../ports.ts';
import { shownSnapshot } from '../project-profiles/messages.ts';

/** The last that was published of a profile. */
type Told = Omit<ProfileUpdated, 'changed'>;

export interface Rebuilt {
  readonly profile: StoredProfile;
  readonly told: Told | undefined;
  /** As it was in use. */
  readonly used: StoredProfile | undefined;
  readonly now: number;
}

export interface Amended {
  readonly profile: StoredProfile;
  /** Subscribers were told something else. */
  readonly corrected: boolean;
}

export function amendProfile({ profile, told, used, now }: Rebuilt): Amended {
  const whole = { ...profile, segments: membershipsOf(profile, told, used), unsent: undefined };
  // Stored with their change, and not yet published when the state was left.
  const announcements = used?.unsent?.announcements ?? [];
  if (told === undefined) {
    // In which order records came together is nobody's business: who was absorbed before anybody heard of it stays unmentioned.
    const unheard = profile.mergedInto !== undefined && announcements.length === 0;
    if (!profile.born || unheard) return { profile: { ...whole, born: false, version: 0 }, corrected: false };
    const version = Math.max(profile.version, 1);
    return {
      profile: { ...whole, version, changed: ['state'], updatedAt: now, unsent: { announcements } },
      corrected: true,
    };
  }
  const changed = differences(told, shownSnapshot(whole));
  // Versions that were stored and are not the last on the topic may have been there, and are somewhere downstream.
  const version = Math.max(told.version, used?.version ?? 0);
  if (changed.length === 0) {
    const as = { changed: used?.version === version ? used.changed : [], updatedAt: Date.parse(told.updatedAt) };
    const unsent = announcements.length > 0 ? { announcements } : undefined;
    const content = profile.mergedInto === undefined ? whole.content : asTold(whole, told);
    return { profile: { ...whole, ...as, content, born: true, version, unsent }, corrected: false };
  }
  const next = { version: version + 1, changed, updatedAt: now, unsent: { announcements } };
  return { profile: { ...whole, ...next, born: true }, corrected: true };
}

/** What a version has said it says for ever, also of who is absorbed. */
const asTold = ({ content }: StoredProfile, told: Told): StoredProfile['content'] => ({
  ...content,
  firstSeenAt: Date.parse(told.firstSeenAt),
});

/**
 * Changes that the topic still has say it all; what it has forgotten stands in the last snapshot. Sequence 0: any change that may still
 * come is newer. An absorbed profile shows no segments; it keeps what it has for the day on which it is a person again.
 */
function membershipsOf(
  profile: StoredProfile,
  told: Told | undefined,
  used: StoredProfile | undefined,
): readonly Membership[] {
  const known = new Map(profile.segments.map((one) => [one.segment, one]));
  const forgotten =
    told?.state === 'merged'
      ? (used?.segments ?? [])
      : (told?.segments ?? []).map(({ segment, since }) => ({ segment, member: true, since, sequence: 0 }));
  for (const one of forgotten) if (!known.has(one.segment)) known.set(one.segment, one);
  return [...known.values()].sort((a, b) => (a.segment < b.segment ? -1 : 1));
}

/** In the words of `changed`. */
function differences(told: Told, is: Told): readonly string[] {
  const changed: string[] = [];
  if (told.state !== is.state || told.mergedInto !== is.mergedInto) changed.push('state');
  if (is.state === 'merged' && told.state === 'merged') return changed; // who is absorbed shows nothing
  if (told.firstSeenAt !== is.firstSeenAt) changed.push('firstSeenAt');
  if (told.records.join() !== is.records.join()) changed.push('records');
  if (JSON.stringify(told.identifiers) !== JSON.stringify(is.identifiers)) changed.push('identifiers');
  changed.push(...namesThatDiffer(told.traits, is.traits).map((name) => `traits.${name}`));
  changed.push(...namesThatDiffer(sinceOf(told), sinceOf(is)).map((segment) => `segments.${segment}`));
  return changed.sort();
}

const sinceOf = ({ segments }: Told): Readonly<Record<string, unknown>> =>
  Object.fromEntries(segments.map(({ segment, since }) => [segment, since]));

function namesThatDiffer(
  a: Readonly<Record<string, unknown>>,
  b: Readonly<Record<string, unknown>>,
): readonly string[] {
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].filter((name) => JSON.stringify(a[name]) !== JSON.stringify(b[name]));
}

/** Nothing tells how a person came about but what was written at the time. */
export const historyOf = (
  used: readonly HistoryEntry[] | undefined,
  rebuilt: readonly HistoryEntry[],
): readonly HistoryEntry[] => (used === undefined || used.length === 0 ? rebuilt : used);
