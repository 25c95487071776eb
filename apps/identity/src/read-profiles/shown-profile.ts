/** Stored profiles as the API shows them. */
import { type Trait } from '@tributary/domain-identity';
import { type HistoryEntry, type StoredProfile } from '../ports.ts';
import { type HistoryEntryAnswer, type LineageAnswer, type ProfileAnswer } from './profiles.dto.ts';

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
    lineage: Object.fromEntries(traits.map((trait) => [trait.name, shownLineage(trait)])),
    segments: segments.filter(({ member }) => member).map(({ segment, since }) => ({ segment, since })),
    firstSeenAt: instant(firstSeenAt),
    updatedAt: instant(updatedAt),
  };
}

const shownLineage = ({ source, event, time, verified }: Trait): LineageAnswer => ({
  ...{ source, event, time: instant(time), verified: verified === true },
});

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
