/**
 * Activity and memberships from the archive, the snapshots and what was published; rules stay as they are. Nothing is judged while the
 * past is read. Then everybody is, from the memberships that others were told, so that only what is wrong goes out.
 */
import { type EventCollected, topics } from '@tributary/contracts';
import { compile } from '@tributary/domain-segmentation';
import {
  compared,
  CompareCollections,
  type RebuildDefinition,
  type RebuildPlan,
  replayed,
  type ShadowDeps,
  type Verdict,
} from '@tributary/runtime';
import { type Collection } from 'mongoose';
import { type ActivityDocument, MongoActivityStore } from '../adapters/mongo/activity-store.ts';
import { MongoProfileStore, type ProfileDocument } from '../adapters/mongo/profile-store.ts';
import { collections } from '../adapters/mongo/schemas.ts';
import { MongoSegmentStore } from '../adapters/mongo/segment-store.ts';
import { type Told, type ToldDocument, ToldStore } from '../adapters/mongo/told-store.ts';
import { segmentsOf, type Segments } from '../define-segments/catalogue.ts';
import { foldActivities } from '../follow-events/fold-activities.ts';
import { FollowEvents } from '../follow-events/follow-events.ts';
import { KnowProfiles } from '../know-profiles/know-profiles.ts';
import { type ProfileState, type Segment } from '../ports.ts';
import { type Lesson, SettleProfiles } from '../settle-profiles/settle-profiles.ts';
import { carryMemberships } from './carry-memberships.ts';
import { changesIn, snapshotsIn } from './told-messages.ts';

const told = 'told';

export const rebuildMemberships: RebuildDefinition = {
  derived: [collections.profiles, collections.activities],
  scratch: [told],
  plan: (deps) => new RebuildMemberships(deps).plan,
};

const pageSize = 500;

class RebuildMemberships {
  readonly #deps: ShadowDeps;
  readonly #segments: MongoSegmentStore;
  readonly #documents: Collection<ProfileDocument>;
  readonly #profiles: MongoProfileStore;
  readonly #used: MongoProfileStore;
  readonly #activities: MongoActivityStore;
  readonly #told: ToldStore;
  readonly #settle: SettleProfiles;
  readonly #compare: CompareCollections;
  /** Of the rules that the replay folds for; undefined: not yet looked. */
  #current: { readonly segments: Segments; readonly features: ReadonlySet<string> } | undefined;
  /** Profiles and records that anything was learned about since the last comparison; undefined before the first. */
  #touched: { readonly profiles: Set<string>; readonly records: Set<string> } | undefined;

  constructor(deps: ShadowDeps) {
    const { shadow, active, clock } = deps;
    this.#deps = deps;
    this.#segments = new MongoSegmentStore(
      active.collection(collections.segments),
      active.collection(collections.coordination),
    );
    this.#documents = shadow.collection<ProfileDocument>(collections.profiles);
    this.#profiles = new MongoProfileStore(this.#documents);
    this.#used = new MongoProfileStore(active.collection<ProfileDocument>(collections.profiles));
    this.#activities = new MongoActivityStore(shadow.collection<ActivityDocument>(collections.activities));
    this.#told = new ToldStore(shadow.collection<ToldDocument>(told));
    // Changes stay in the outbox of their profile and go out when the new state is in use.
    const publish = { added: () => Promise.resolve() };
    this.#settle = new SettleProfiles({ profiles: this.#profiles, activities: this.#activities, publish, clock });
    this.#compare = new CompareCollections([
      compared(deps, collections.profiles, ({ state, mergedInto, records, traits, in: member }) => ({
        ...{ state, mergedInto, records, traits },
        in: Array.isArray(member) ? member.toSorted() : member,
      })),
    ]);
  }

  get plan(): RebuildPlan {
    const parts = {
      catalogue: { use: async <T>(work: (segments: Segments) => Promise<T>) => work(quiet(await this.#known())) },
      ...{ profiles: this.#profiles, activities: this.#activities, settle: this.#settle },
    };
    const [know, follow] = [new KnowProfiles(parts), new FollowEvents(parts)];
    return {
      archive: (events) => this.#fold(events),
      topics: [
        replayed({
          topic: topics.profileUpdated,
          from: 'beginning',
          handle: async (batch) => {
            await know.all(batch);
            await this.#told.keepSnapshots(snapshotsIn(batch));
            for (const { key } of batch) this.#touched?.profiles.add(key);
          },
        }),
        replayed({
          topic: topics.eventResolved,
          from: 'start of the rebuild',
          handle: async (batch) => {
            await follow.all(batch);
            for (const { key, value } of batch) {
              this.#touched?.profiles.add(key);
              if (value !== null) this.#touched?.records.add(value.event.record);
            }
          },
        }),
        replayed({
          topic: topics.segmentMembershipChanged,
          from: 'beginning',
          handle: async (batch) => {
            await this.#told.keepChanges(changesIn(batch));
            for (const { key } of batch) this.#touched?.profiles.add(key);
          },
        }),
      ],
      stillHolds: () => this.#stillHolds(),
      finish: (scope) => this.#finish(scope),
    };
  }

  async #known(): Promise<Segments> {
    this.#current ??= await this.#look();
    return this.#current.segments;
  }

  async #look() {
    const revision = await this.#segments.revision();
    const all = await this.#segments.all();
    return { segments: segmentsOf(revision, all), features: new Set(all.flatMap(featuresOf)) };
  }

  /** A rule that was added meanwhile may need events that were passed over. */
  async #stillHolds(): Promise<boolean> {
    const before = this.#current?.features ?? new Set();
    this.#current = await this.#look();
    return [...this.#current.features].every((feature) => before.has(feature));
  }

  async #fold(events: readonly EventCollected[]): Promise<void> {
    const { featuresOf: find } = await this.#known();
    const wanted = events.filter((event) => find(event).length > 0);
    await foldActivities(this.#activities, wanted, find);
  }

  async #finish(scope: 'everything' | 'changed'): Promise<Verdict> {
    const touched = this.#touched;
    this.#touched = { profiles: new Set(), records: new Set() };
    if (scope === 'everything' || touched === undefined) {
      for (let page = await this.#page(''); page.length > 0; page = await this.#page(page.at(-1) ?? '')) {
        await this.#judge(page);
      }
      await this.#compare.everything();
    } else {
      const owners = await this.#profiles.claimants([...touched.records]);
      const waiting = await this.#waiting();
      const ids = [...new Set([...touched.profiles, ...owners.map(({ id }) => id), ...waiting])];
      for (let at = 0; at < ids.length; at += pageSize) await this.#judge(ids.slice(at, at + pageSize));
      await this.#compare.again();
    }
    return { ...this.#compare.found(), corrections: (await this.#waiting()).length, losses: [] };
  }

  async #page(after: string): Promise<readonly string[]> {
    return (await this.#profiles.page({ after, limit: pageSize })).map(({ id }) => id);
  }

  /** Profiles with a correction; what was one a moment ago may have been published by the service itself. */
  async #waiting(): Promise<readonly string[]> {
    const found = await this.#documents.find({ 'outbox.0': { $exists: true } }, { projection: { _id: 1 } }).toArray();
    return found.map(({ _id }) => _id);
  }

  /** From what others were told to what is true now; the difference is what they are still to be told. */
  async #judge(ids: readonly string[]): Promise<void> {
    const [published, used] = [await this.#told.find(ids), await this.#used.load(ids)];
    const states = new Map(used.map((state) => [state.id, state]));
    const segments = await this.#known();
    await this.#documents.updateMany({ _id: { $in: [...ids] } }, { $set: { outbox: [] } });
    await this.#settle.all(
      ids.map((id) => this.#lesson(id, { told: published.get(id), used: states.get(id), segments })),
      segments,
    );
  }

  #lesson(profile: string, { told: published, used, segments }: Known): Lesson {
    const { startedAt, clock } = this.#deps;
    const memberships = carryMemberships({
      changes: published?.changes ?? {},
      snapshot: published?.snapshot,
      used: used?.memberships,
      segments: segments.kept.map(({ id }) => id),
      startedAt,
    });
    return {
      profile,
      touched: 'all',
      learn: (state) => {
        if (state === undefined) return undefined;
        const learned = { state: { ...state, memberships } };
        if (state.state === 'active') return learned;
        return { ...learned, dismissed: { reason: `the profile is ${state.state}`, effective: clock.now() } };
      },
    };
  }
}

interface Known {
  readonly told: Told | undefined;
  readonly used: ProfileState | undefined;
  readonly segments: Segments;
}

/** Folds, and judges nobody. */
const quiet = (segments: Segments): Segments => ({ ...segments, kept: [], gone: new Map() });

const featuresOf = ({ active, build }: Segment): readonly string[] =>
  [active, build].flatMap((rule) => (rule === null ? [] : compile(rule.rule).features.map(({ key }) => key)));
