/** What another policy would make of the same facts: who would become one person, who would be taken apart. */
import { type ProfileId, type RecordId } from '@tributary/contracts';
import { type ComponentFacts } from './component.ts';
import { partitionOf, type Person } from './partition.ts';
import { type Policy } from './policy.ts';

export interface PartitionDifference {
  /** People that hold records of several; `from`: the profiles that they have now, beside `into`. Sorted by profile. */
  readonly merged: readonly { readonly into: ProfileId; readonly from: readonly ProfileId[] }[];
  /** Profiles whose records would be several people's, the one that keeps the profile first. Sorted by profile. */
  readonly split: readonly { readonly profile: ProfileId; readonly into: readonly (readonly RecordId[])[] }[];
  /** Profiles that keep exactly their records. */
  readonly unchanged: number;
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
  const split = before.flatMap(({ profile, records }) => {
    const into = [...partsOf(records, now)];
    const own = ([home]: readonly [ProfileId, unknown]): number => (home === profile ? 0 : 1);
    into.sort((a, b) => own(a) - own(b) || (a[0] < b[0] ? -1 : 1));
    return into.length > 1 ? [{ profile, into: into.map(([, part]) => part) }] : [];
  });
  const kept = new Map(after.map(({ records }) => [records[0], records]));
  const unchanged = before.filter(({ records }) => sameRecords(records, kept.get(records[0]))).length;
  return { merged, split, unchanged };
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
