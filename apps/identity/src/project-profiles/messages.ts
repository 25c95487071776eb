/** Profiles as messages. Ids follow from profile and version, so a repetition is dropped downstream. */
import { type Output } from '@tributary/bus';
import { topics, updatedIdOf, type ProfileUpdated } from '@tributary/contracts';
import { type Announcement, type StoredProfile } from '../ports.ts';

/** Everything that is unsent: what was announced, then the person as of now. */
export function messagesOf(profile: StoredProfile): readonly Output[] {
  const messages = [
    ...(profile.unsent?.announcements ?? []).map((told) => announced(profile, told)),
    snapshot(profile),
  ];
  const traceparent = profile.unsent?.traceparent;
  return traceparent === undefined ? messages : messages.map((message) => ({ ...message, traceparent }));
}

const instant = (at: number): string => new Date(at).toISOString();

function snapshot(profile: StoredProfile): Output {
  const { id, version } = profile;
  const value = { ...shownSnapshot(profile), changed: [...profile.changed] };
  return { topic: topics.profileUpdated, key: id, id: updatedIdOf(id, version), value, time: profile.updatedAt };
}

/** The profile as the world sees it. */
export function shownSnapshot(profile: StoredProfile): Omit<ProfileUpdated, 'changed'> {
  const { id, version, content, mergedInto } = profile;
  const active = mergedInto === undefined;
  const members = profile.segments.filter(({ member }) => member);
  return {
    profile: id,
    version,
    state: active ? ('active' as const) : ('merged' as const),
    ...(active ? {} : { mergedInto }),
    updatedAt: instant(profile.updatedAt),
    records: [...content.records],
    identifiers: [...content.identifiers],
    traits: Object.fromEntries(content.traits.map(({ name, value: own }) => [name, own])),
    segments: active ? members.map(({ segment, since }) => ({ segment, since })) : [],
    firstSeenAt: instant(content.firstSeenAt),
  };
}

function announced({ id }: StoredProfile, { id: message, kind, because, at, parts }: Announcement): Output {
  const told = { id: message, time: at };
  if (kind === 'split') {
    const into = parts.map(({ profile, records }) => ({ profile, records: [...records] }));
    return { ...told, topic: topics.profileSplit, key: id, value: { profile: id, into, because, at: instant(at) } };
  }
  const [remaining] = parts;
  const profile = remaining?.profile ?? id;
  const records = [...(remaining?.records ?? [])];
  const value = { profile, absorbed: [id], records, because, at: instant(at) };
  return { ...told, topic: topics.profileMerged, key: profile, value };
}
