/** The read model of people from snapshots and archive; definitions, ledgers and decisions are nobody's to derive and stay as they are. */
import { type EventCollected, newestSnapshots, topics } from '@tributary/contracts';
import {
  compared,
  CompareCollections,
  type RebuildDefinition,
  type RebuildPlan,
  replayed,
  type ShadowDeps,
} from '@tributary/runtime';
import { MongoPersonStore } from '../adapters/mongo/person-store.ts';
import { MongoPurchaseStore } from '../adapters/mongo/purchase-store.ts';
import { collections, type PersonDocument, type PurchaseDocument } from '../adapters/mongo/schemas.ts';
import { personOf, recordedPurchases } from '../know-people/know-people.ts';

export const rebuildPeople: RebuildDefinition = {
  derived: [collections.people, collections.purchases],
  scratch: [],
  plan: planFor,
};

function planFor({ shadow, active }: ShadowDeps): RebuildPlan {
  const people = new MongoPersonStore(shadow.collection<PersonDocument>(collections.people));
  const purchases = new MongoPurchaseStore(shadow.collection<PurchaseDocument>(collections.purchases));
  const compare = new CompareCollections(rebuildPeople.derived.map((name) => compared({ active, shadow }, name)));
  const erase = async (profiles: readonly string[]): Promise<void> => {
    if (profiles.length === 0) return;
    const known = await people.byProfile(profiles);
    await purchases.erase(known.flatMap(({ records }) => records));
    await people.erase(profiles);
  };
  return {
    archive: (events: readonly EventCollected[]) => purchases.add(recordedPurchases(events)),
    topics: [
      replayed({
        topic: topics.profileUpdated,
        from: 'beginning',
        handle: async (batch) => {
          const latest = newestSnapshots(batch);
          await people.keep([...latest.values()].flatMap((value) => (value === null ? [] : [personOf(value)])));
          await erase([...latest].flatMap(([profile, value]) => (value === null ? [profile] : [])));
        },
      }),
      replayed({
        topic: topics.eventResolved,
        from: 'start of the rebuild',
        handle: (batch) =>
          purchases.add(recordedPurchases(batch.flatMap(({ value }) => (value === null ? [] : [value.event])))),
      }),
    ],
    finish: async (scope) => {
      await (scope === 'everything' ? compare.everything() : compare.again());
      return { ...compare.found(), corrections: 0, losses: [] };
    },
  };
}
