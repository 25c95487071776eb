/** What messages told of memberships. Pure. */
import { type Received } from '@tributary/bus';
import { type ProfileUpdated, type SegmentMembershipChanged } from '@tributary/contracts';
import { type Carried, type ToldChange } from './carry-memberships.ts';

export function changesIn(
  batch: readonly Received<SegmentMembershipChanged>[],
): ReadonlyMap<string, Readonly<Record<string, ToldChange>>> {
  const changes = new Map<string, Record<string, ToldChange>>();
  for (const { value } of batch) {
    if (value === null) continue;
    const { profile, segment, change, effectiveAt, because, sequence, ruleVersion } = value;
    const own = changes.get(profile) ?? {};
    changes.set(profile, own);
    if (sequence <= (own[segment]?.sequence ?? 0)) continue;
    own[segment] = { member: change === 'entered', since: Date.parse(effectiveAt), because, sequence, ruleVersion };
  }
  return changes;
}

export const snapshotsIn = (
  batch: readonly Received<ProfileUpdated>[],
): ReadonlyMap<string, Exclude<Carried['snapshot'], undefined>> =>
  new Map(
    batch.map(({ key, value }) => [
      key,
      value?.state === 'active'
        ? Object.fromEntries(value.segments.map(({ segment, since }) => [segment, Date.parse(since)]))
        : null,
    ]),
  );
