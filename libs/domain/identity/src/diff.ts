/** What another policy would make of the same facts: who would become one person, who would be taken apart. */
import { type ProfileId, type RecordId } from '@tributary/contracts';
import { type ComponentFacts } from './component.ts';
import { partitionOf, type Person } from './partition.ts';
import { type Policy } from './policy.ts';

/** A profile that would not keep exactly its records. */
export interface AffectedProfile {
  readonly profile: ProfileId;
  /** `merged`: all of them go to another profile; `grown`: others' come to it; `split`: they go to several. */
  readonly change: 'merged' | 'grown' | 'split';
  /** Where they go, the part that keeps the profile first. */
  readonly into: readonly { readonly profile: ProfileId; readonly records: readonly RecordId[] }[];
}

export interface PartitionDifference {
  /** People that hold records of several; `from`: the profiles that they have now, beside `into`. Sorted by profile. */
  readonly merged: readonly { readonly into: ProfileId; readonly from: readonly ProfileId[] }[];
  /** Profiles whose records would be several people's, the one that keeps the profile first. Sorted by profile. */
  readonly split: readonly { readonly profile: ProfileId; readonly into: readonly (readonly RecordId[])[] }[];
  /** Every profile that is part of the two above, by what becomes of its own records. Sorted by profile. */
  readonly affected: readonly AffectedProfile[];
  /** Profiles that keep exactly their records. */
  readonly unchanged: number;
  /** How many people there are, and how many there would be. */
  readonly people: { readonly before: number; readonly after: number };
}

/** Pure; the order of the policies is the direction: from what holds to what would hold. */
export function diffPartitions(component: ComponentFacts, from: Policy, to: Policy): PartitionDifference {
  return diffPeople(partitionOf(component, from).people, partitionOf(component, to).people);
}

/** Both over the same records. */
export function diffPeople(before: readonly Person[], after: readonly Person[]): PartitionDifference {
  const old = homesOf(before);
  const now = homesOf(after);
  const merged = after.flatMap(({ profile, records }) => {
    const sources = partsOf(records, old);
    const from = [...sources.keys()].filter((source) => source !== profile).sort();
    return sources.size > 1 ? [{ into: profile, from }] : [];
  });
  const kept = new Map(after.map(({ profile, records }) => [profile, records]));
  const isKept = ({ profile, records }: Person): boolean => sameRecords(records, kept.get(profile));
  const affected = before.filter((person) => !isKept(person)).map((person) => affectedBy(person, now));
  const split = affected
    .filter(({ change }) => change === 'split')
    .map(({ profile, into }) => ({ profile, into: into.map(({ records }) => records) }));
  const people = { before: before.length, after: after.length };
  return { merged, split, affected, unchanged: before.length - affected.length, people };
}

function affectedBy({ profile, records }: Person, now: Homes): AffectedProfile {
  const own = (home: ProfileId): number => (home === profile ? 0 : 1);
  const into = [...partsOf(records, now)]
    .map(([home, part]) => ({ profile: home, records: part }))
    .sort((a, b) => own(a.profile) - own(b.profile) || (a.profile < b.profile ? -1 : 1));
  if (into.length > 1) return { profile, change: 'split', into };
  return { profile, change: into[0]?.profile === profile ? 'grown' : 'merged', into };
}

type Homes = ReadonlyMap<RecordId, ProfileId>;

const homesOf = (people: readonly Person[]): Homes =>
  new Map(people.flatMap(({ profile, records }) => records.map((record) => [record, profile] as const)));

function partsOf(records: readonly RecordId[], homes: Homes): ReadonlyMap<ProfileId, readonly RecordId[]> {
  const parts = new Map<ProfileId, RecordId[]>();
  for (const record of records) {
    const home = homes.get(record);
    if (home === undefined) continue;
    const part = parts.get(home);
    if (part) part.push(record);
    else parts.set(home, [record]);
  }
  return parts;
}

const sameRecords = (a: readonly RecordId[], b: readonly RecordId[] = []): boolean =>
  a.length === b.length && a.every((record, index) => record === b[index]);
