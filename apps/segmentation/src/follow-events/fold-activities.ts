/** Adds events to what their records did; each event once, however often it comes. */
import { type EventCollected } from '@tributary/contracts';
import { type FeatureFinder, foldActivity } from '@tributary/domain-segmentation';
import { type ActivityStore, type ActivityWrite, type RecordActivity } from '../ports.ts';

export interface FoldedActivities {
  /** As they are after the fold. */
  readonly known: ReadonlyMap<string, RecordActivity>;
  /** Features touched, by record, also where the event was known. */
  readonly touched: ReadonlyMap<string, readonly string[]>;
}

/** Two lanes on one record are rare; more than some rounds mean that something is wrong. */
const patience = 50;

export async function foldActivities(
  store: ActivityStore,
  events: readonly EventCollected[],
  featuresOf: FeatureFinder,
): Promise<FoldedActivities> {
  const known = new Map<string, RecordActivity>();
  const touched = new Map<string, readonly string[]>();
  let open = new Map<string, EventCollected[]>();
  for (const event of events) {
    const others = open.get(event.record);
    if (others === undefined) open.set(event.record, [event]);
    else others.push(event);
  }
  for (let attempt = 0; open.size > 0; attempt += 1) {
    if (attempt === patience) throw new Error(`${open.size} records are written by others all the time`);
    const loaded = await store.load([...open.keys()]);
    const writes: ActivityWrite[] = [];
    for (const [record, own] of open) {
      const before = loaded.get(record) ?? { rev: 0, activity: {} };
      const folded = foldActivity(before.activity, own, featuresOf);
      touched.set(record, folded.touched);
      const isNew = folded.changed.length > 0;
      if (isNew) writes.push({ record, rev: before.rev, activity: folded.activity, changed: folded.changed });
      known.set(record, { rev: before.rev + Number(isNew), activity: folded.activity });
    }
    const lost = await store.save(writes);
    open = new Map([...open].filter(([record]) => lost.has(record)));
  }
  return { known, touched };
}
