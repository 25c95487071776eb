/** Who has which records, from the snapshots of profiles; the figures themselves have a rebuild of their own, which runs first. */
import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from '@tributary/api-client';
import { topics } from '@tributary/contracts';
import {
  compared,
  CompareCollections,
  type RebuildDefinition,
  type RebuildPlan,
  replayed,
  type ShadowDeps,
  type Verdict,
} from '@tributary/runtime';
import { MongoGenerationStore } from '../adapters/mongo/generation-store.ts';
import { MongoProfileStore } from '../adapters/mongo/profile-store.ts';
import { collections, type GenerationDocument, type ProfileDocument } from '../adapters/mongo/schemas.ts';
import { versionOf } from '../bind-people/bind-people.ts';
import { type RebuildReport } from '../ports.ts';

export const rebuildBindings: RebuildDefinition = {
  derived: [collections.profiles],
  scratch: [],
  plan: planFor,
};

const lookEveryMs = 500;

function planFor({ shadow, active, ownUrl, secretKey, startedAt }: ShadowDeps): RebuildPlan {
  const profiles = new MongoProfileStore(shadow.collection<ProfileDocument>(collections.profiles));
  const figures = new MongoGenerationStore(active.collection<GenerationDocument>(collections.generations));
  const compare = new CompareCollections([compared({ active, shadow }, collections.profiles)]);
  return {
    before: async (report, signal) => {
      const { building, last } = await figures.current();
      const isDone = last !== null && last.startedAt >= startedAt;
      if (building === null && !isDone) await createClient({ url: ownUrl, secretKey }).post('/v1/figures/rebuild', {});
      for (let state = await figures.current(); state.building !== null; state = await figures.current()) {
        report(state.building);
        await sleep(lookEveryMs, undefined, { signal });
      }
      const { failure } = await figures.current();
      if (failure !== null) throw new Error(`The figures were not rebuilt: ${failure}`);
    },
    topics: [
      replayed({
        topic: topics.profileUpdated,
        from: 'beginning',
        handle: async (batch) => {
          const latest = new Map(batch.map(({ key, value }) => [key, value]));
          await profiles.keep([...latest.values()].flatMap((value) => (value === null ? [] : [versionOf(value)])));
          await profiles.erase([...latest].flatMap(([profile, value]) => (value === null ? [profile] : [])));
        },
      }),
    ],
    finish: async (scope) => {
      await (scope === 'everything' ? compare.everything() : compare.again());
      return { ...together(compare.found(), (await figures.current()).last), corrections: 0, losses: [] };
    },
  };
}

type Found = Pick<Verdict, 'documents' | 'differences' | 'examples'>;

/** Figures are compared field by field. */
const together = (bindings: Found, figures: RebuildReport | null): Found => ({
  documents: bindings.documents + (figures?.documents ?? 0),
  differences: bindings.differences + (figures?.differences ?? 0),
  examples: [
    ...(figures?.examples ?? []).map(
      ({ document, field, before, after }) => `${document} ${field} was ${before} instead of ${after}`,
    ),
    ...bindings.examples,
  ].slice(0, 20),
});
