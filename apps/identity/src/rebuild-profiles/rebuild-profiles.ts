/** People from the archive and the stream, in agreement with what was published: nobody is told anything twice, nor a lower version. */
import { type Output, type Received } from '@tributary/bus';
import { type EventCollected, type ProfileUpdated, topics } from '@tributary/contracts';
import { comparisonsOf, profileOf } from '@tributary/domain-identity';
import {
  compared,
  CompareCollections,
  type RebuildDefinition,
  type RebuildPlan,
  replayed,
  type ShadowDeps,
  type Verdict,
} from '@tributary/runtime';
import { type Connection } from 'mongoose';
import { mongoStores } from '../adapters/mongo/mongo-stores.ts';
import { MongoPolicyStore } from '../adapters/mongo/policy-store.ts';
import { contentOf } from '../adapters/mongo/profile-store.ts';
import { RebuiltProfiles, type ToldDocument, ToldProfiles, type WithHistory } from '../adapters/mongo/rebuilt-store.ts';
import { collections, type PolicyDocument, type ProfileDocument } from '../adapters/mongo/schemas.ts';
import { composeIdentity, type Identity } from '../compose.ts';
import { readIdentityConfig } from '../config.ts';
import { firstPolicy } from '../manage-policies/first-policy.ts';
import { PolicyBook } from '../manage-policies/policy-book.ts';
import { amendProfile, historyOf } from './amend-profile.ts';

const told = 'told';

export const rebuildProfiles: RebuildDefinition = {
  derived: [
    collections.identifiers,
    collections.blockEntries,
    collections.components,
    collections.profiles,
    collections.assertions,
    collections.reviews,
  ],
  scratch: [told],
  plan: (deps) => {
    const rebuild = new RebuildProfiles(deps);
    return rebuild.plan;
  },
};

const pageSize = 500;
/** Some megabytes of ids; what is beyond is looked at as a whole. */
const mostLosses = 1_000;

class RebuildProfiles {
  readonly #policies: PolicyBook;
  readonly #identity: Identity;
  readonly #shadow: RebuiltProfiles;
  readonly #used: RebuiltProfiles;
  readonly #told: ToldProfiles;
  readonly #compare: CompareCollections;
  readonly #now: () => number;
  /** Profiles that anything was learned about since the last comparison; undefined before the first. */
  #touched: Set<string> | undefined;
  readonly #corrected = new Set<string>();
  #losses: readonly string[] = [];

  constructor({ shadow, active, clock, env }: ShadowDeps) {
    this.#now = () => clock.now();
    this.#policies = policiesIn(active, env, clock);
    this.#identity = identityOn(shadow, this.#policies, clock, (outputs) => {
      this.#touch(outputs.map(({ key }) => key));
    });
    this.#shadow = new RebuiltProfiles(shadow.collection<ProfileDocument>(collections.profiles));
    this.#used = new RebuiltProfiles(active.collection<ProfileDocument>(collections.profiles));
    this.#told = new ToldProfiles(shadow.collection<ToldDocument>(told));
    this.#compare = new CompareCollections([
      compared({ active, shadow }, collections.profiles, shown),
      compared({ active, shadow }, collections.assertions),
    ]);
  }

  get plan(): RebuildPlan {
    const { fold, assert } = this.#identity;
    return {
      archive: async (events) => {
        await this.#resolve(events.map(asReceived));
      },
      topics: [
        replayed({
          topic: topics.eventCollected,
          from: 'start of the rebuild',
          handle: (batch) => this.#resolve(batch),
        }),
        replayed({
          topic: topics.identityAsserted,
          from: 'beginning',
          handle: async (batch) => {
            await assert.all(batch);
          },
        }),
        replayed({
          topic: topics.segmentMembershipChanged,
          from: 'beginning',
          handle: async (batch) => {
            await fold.all(batch);
            this.#touch(batch.map(({ key }) => key));
          },
        }),
        replayed({
          topic: topics.profileUpdated,
          from: 'beginning',
          handle: async (batch) => {
            const latest = new Map(batch.map(({ key, value }) => [key, value]));
            await this.#told.keep(latest);
            this.#touch([...latest.keys()]);
          },
        }),
      ],
      finish: (scope) => this.#finish(scope),
    };
  }

  /** By the policy that is in force now, which the service keeps beside its generations. */
  async #resolve(batch: readonly Received<EventCollected>[]): Promise<void> {
    await this.#policies.refresh();
    await this.#identity.resolve.all(batch);
  }

  #touch(ids: readonly string[]): void {
    for (const id of ids) this.#touched?.add(id);
  }

  async #finish(scope: 'everything' | 'changed'): Promise<Verdict> {
    const touched = this.#touched;
    this.#touched = new Set();
    if (scope === 'everything' || touched === undefined) {
      await this.#amendAll();
      this.#losses = await this.#lost();
      await this.#compare.everything();
    } else {
      for (const ids of pagesOf([...touched])) await this.#amend([...(await this.#shadow.find(ids)).values()]);
      await this.#compare.again();
    }
    return { ...this.#compare.found(), corrections: this.#corrected.size, losses: this.#losses };
  }

  async #amendAll(): Promise<void> {
    this.#corrected.clear();
    for (let after = ''; ;) {
      const page = await this.#shadow.page(after, pageSize);
      await this.#amend(page);
      const last = page.at(-1);
      if (last === undefined) return;
      after = last.profile.id;
    }
  }

  async #amend(rebuilt: readonly WithHistory[]): Promise<void> {
    const ids = rebuilt.map(({ profile }) => profile.id);
    const [used, published] = await Promise.all([this.#used.find(ids), this.#told.find(ids)]);
    const now = this.#now();
    const amended = rebuilt.map(({ profile, history }): WithHistory => {
      const before = used.get(profile.id);
      const snapshot = published.get(profile.id);
      const kept = historyOf(before?.history, history);
      // Whoever was erased stays unmentioned.
      if (snapshot === null) return { profile: { ...profile, unsent: undefined }, history: kept };
      const { profile: next, corrected } = amendProfile({ profile, told: snapshot, used: before?.profile, now });
      if (corrected) this.#corrected.add(next.id);
      else this.#corrected.delete(next.id);
      return { profile: next, history: kept };
    });
    await this.#shadow.put(amended, now);
  }

  /** Records of published people that no event explains. */
  async #lost(): Promise<readonly string[]> {
    const losses: string[] = [];
    for (let after = ''; losses.length < mostLosses;) {
      const page = await this.#told.page(after, pageSize);
      const last = page.at(-1);
      if (last === undefined) break;
      [after] = last;
      const records = page.flatMap(([, snapshot]) => snapshot?.records ?? []);
      const known = await this.#shadow.known(records.map(profileOf));
      losses.push(...page.flatMap(([, snapshot]) => lossesIn(snapshot, known)));
    }
    return losses;
  }
}

/** Sequences that the topic has forgotten are of no use any more; who is absorbed shows nothing but where to. */
function shown({ body, active, into }: Readonly<Record<string, unknown>>): unknown {
  const { content, segments } = contentOf(String(body));
  const members = segments.filter(({ member }) => member).map(({ segment }) => segment);
  return { ...(active === true ? { content } : {}), active, into, segments: members };
}

const lossesIn = (snapshot: ProfileUpdated | null, known: ReadonlySet<string>): readonly string[] =>
  (snapshot?.records ?? [])
    .filter((record) => !known.has(profileOf(record)))
    .map((record) => `${record} of ${snapshot?.profile ?? ''}`);

const policiesIn = (active: Connection, env: ShadowDeps['env'], clock: ShadowDeps['clock']): PolicyBook =>
  new PolicyBook({
    store: new MongoPolicyStore(active.collection<PolicyDocument>(collections.policies)),
    first: firstPolicy(readIdentityConfig(env)),
    clock,
  });

function identityOn(
  shadow: Connection,
  policies: PolicyBook,
  clock: ShadowDeps['clock'],
  onOutputs: (outputs: readonly Output[]) => void,
): Identity {
  return composeIdentity({
    stores: mongoStores(shadow, clock),
    publisher: {
      publish: (outputs) => {
        onOutputs(outputs);
        return Promise.resolve();
      },
    },
    policies,
    compares: comparisonsOf,
    clock,
    refused: { onFrozen: () => undefined, onFull: () => undefined, onSkipped: () => undefined },
  });
}

/** An archived event as it came, as far as it matters to people. */
const asReceived = (event: EventCollected) => ({
  ...{ id: event.event, topic: topics.eventCollected.name, partition: 0, offset: 0, key: event.record, value: event },
  ...{ time: Date.parse(event.time), appendedAt: Date.parse(event.receivedAt), traceparent: undefined },
});

function* pagesOf(ids: readonly string[]): Generator<readonly string[]> {
  for (let at = 0; at < ids.length; at += pageSize) yield ids.slice(at, at + pageSize);
}
