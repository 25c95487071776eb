/**
 * Puts back into the archive and the list of rejections what the topics still have, for instance after an older copy was restored. The archive
 * is the source of every other rebuild, so there is nothing beside it to switch to: what is there stays, what is missing is added.
 */
import { topics } from '@tributary/contracts';
import { type RebuildDefinition, type RebuildPlan, replayed, type ShadowDeps } from '@tributary/runtime';
import { MongoArchiveStore } from '../adapters/mongo/archive-store.ts';
import { MongoRejectionStore } from '../adapters/mongo/rejection-store.ts';
import { MongoRulesStore } from '../adapters/mongo/rules-store.ts';
import {
  type ArchivedDocument,
  type ChangedDuplicateDocument,
  collections,
  type RejectionDocument,
  type RulesDocument,
} from '../adapters/mongo/schemas.ts';
import { readIngestionConfig } from '../config.ts';
import { RulesDirectory } from '../govern-sources/rules-directory.ts';
import { receivedFromAnywhere } from '../store-events/read-message.ts';
import { StoreEvents } from '../store-events/store-events.ts';

export const refillArchive: RebuildDefinition = { derived: [], scratch: [], plan: planFor };

function planFor({ active, clock, env }: ShadowDeps): RebuildPlan {
  const archived = active.collection<ArchivedDocument>(collections.archive);
  const rejected = active.collection<RejectionDocument>(collections.rejections);
  const archive = new MongoArchiveStore(
    archived,
    active.collection<ChangedDuplicateDocument>(collections.changedDuplicates),
  );
  const rejections = new MongoRejectionStore(rejected);
  // They were counted when they came.
  const progress = { passedBefore: () => Promise.resolve(0) };
  const violations = { note: () => Promise.resolve() };
  const rules = new RulesDirectory(new MongoRulesStore(active.collection<RulesDocument>(collections.rules)), clock);
  const { pseudonymKey: pepper } = readIngestionConfig(env);
  const store = new StoreEvents({ archive, progress, rules, violations, pepper, clock, count: () => undefined });
  return {
    topics: [
      replayed({
        topic: receivedFromAnywhere,
        from: 'beginning',
        handle: async (batch) => {
          await store.all(batch);
        },
      }),
      replayed({
        topic: topics.eventRejected,
        from: 'beginning',
        handle: async (batch) => {
          await rejections.keep(batch.flatMap(({ value }) => (value === null ? [] : [value])));
        },
      }),
    ],
    finish: async () => ({
      documents: (await archived.countDocuments({})) + (await rejected.countDocuments({})),
      ...{ differences: 0, examples: [], corrections: 0, losses: [] },
    }),
  };
}
