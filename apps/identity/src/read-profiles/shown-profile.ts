/** Stored profiles as the API shows them. */
import { type HistoryEntry, type StoredProfile } from '../ports.ts';
import { type HistoryEntryAnswer, type ProfileAnswer } from './profiles.dto.ts';

export const instant = (at: number): string => new Date(at).toISOString();

export function shownProfile({ id, version, content, segments, updatedAt }: StoredProfile): ProfileAnswer {
  const { records, identifiers, traits, firstSeenAt } = content;
  return {
    profile: id,
    version,
    state: 'active',
    records: [...records],
    identifiers: [...identifiers],
    traits: Object.fromEntries(traits.map(({ name, value }) => [name, value])),
    lineage: Object.fromEntries(
      traits.map(({ name, source, event, time }) => [name, { source, event, time: instant(time) }]),
    ),
    segments: segments.filter(({ member }) => member).map(({ segment, since }) => ({ segment, since })),
    firstSeenAt: instant(firstSeenAt),
    updatedAt: instant(updatedAt),
  };
}

export const shownHistory = ({
  version,
  at,
  change,
  changed,
  profiles,
  records,
  because,
}: HistoryEntry): HistoryEntryAnswer => ({
  ...{ version, at: instant(at), change, because },
  ...{ changed: [...changed], profiles: [...profiles], records: [...records] },
});
