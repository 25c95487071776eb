/**
 * Makes a rule live on existing data. Its features are filled from the archive while live events flow (the same event twice is once),
 * then every profile is judged, then it is live. Each step is noted, so a crash goes on where it was; one process builds at a time.
 */
import { compile, featureFinder } from '@tributary/domain-segmentation';
import { type Clock, type Logger } from '@tributary/telemetry';
import { type Catalogue } from '../define-segments/catalogue.ts';
import { foldActivities } from '../follow-events/fold-activities.ts';
import {
  type ActivityStore,
  type ArchiveReader,
  type Build,
  type Coordination,
  type ProfileStore,
  type RuleVersion,
  type Segment,
  type SegmentStore,
} from '../ports.ts';
import { type SettleProfiles } from '../settle-profiles/settle-profiles.ts';

export interface BuildParts {
  readonly catalogue: Catalogue;
  readonly segments: SegmentStore;
  readonly profiles: ProfileStore;
  readonly activities: ActivityStore;
  readonly archive: ArchiveReader;
  readonly settle: SettleProfiles;
  readonly coordination: Coordination;
  readonly clock: Clock;
  readonly log: Logger;
  readonly process: string;
}

const lease = 'build';
/** Many times what one page takes; after it another process goes on. */
const leaseMs = 60_000;
const profilesPerStep = 500;

export class BuildSegments {
  #stopping = false;

  constructor(private readonly parts: BuildParts) {}

  /** One step of one build at most; true when there is more to do. */
  async once(): Promise<boolean> {
    const { segments, coordination, process } = this.parts;
    const waiting = (await segments.all()).filter((segment) => segment.build !== null);
    const [next] = waiting.sort((a, b) => (a.build?.at ?? 0) - (b.build?.at ?? 0));
    if (next?.build == null || !(await this.#holdsLease())) return false;
    try {
      await this.#build(next, next.build);
      return !this.#stopping;
    } finally {
      await coordination.release(lease, process);
    }
  }

  /** The step under way is the last one. */
  stop(): void {
    this.#stopping = true;
  }

  async #holdsLease(): Promise<boolean> {
    const now = this.parts.clock.now();
    return this.parts.coordination.acquire(lease, this.parts.process, { now, until: now + leaseMs });
  }

  async #build(segment: Segment, build: Build): Promise<void> {
    const { catalogue, segments, log } = this.parts;
    // Events that a process folds without knowing this rule must all be in the archive before it is read.
    await catalogue.everyoneKnows(await segments.revision());
    let current: Build | null = build;
    while (current !== null && !this.#stopping && (await this.#holdsLease())) {
      const following = await this.#step(segment.id, current);
      if (following === undefined) return; // a newer rule has taken its place
      if (following?.phase !== current.phase) {
        log.info({ segment: segment.id, phase: following?.phase ?? 'live' }, 'Segment build goes on');
        await catalogue.everyoneKnows(await segments.announce());
      }
      current = following;
    }
  }

  /** The build after one step; null when it is complete, undefined when it is no longer wanted. */
  async #step(id: string, build: Build): Promise<Build | null | undefined> {
    switch (build.phase) {
      case 'archive':
        return this.#readArchive(id, build);
      case 'profiles':
        return this.#judgeProfiles(id, build);
      case 'leaving':
        return this.#leave(id, build);
    }
  }

  async #readArchive(id: string, build: Build): Promise<Build | undefined> {
    const rule = compile(build.rule);
    const { complete } = this.parts.catalogue.current;
    const missing = rule.features.filter((feature) => !complete.has(feature.key));
    if (missing.length === 0) return this.#goLive(id, build);
    const { archive, activities } = this.parts;
    const { items, next, total } = await archive.page(build.cursor);
    const featuresOf = featureFinder(missing);
    const events = items.filter((event) => featuresOf(event).length > 0);
    await foldActivities(activities, events, featuresOf);
    const read = build.events.done + items.length;
    const progressed = { ...build, cursor: next, events: { done: read, total: Math.max(total, read) } };
    if (next === null) return this.#goLive(id, progressed);
    return this.#note(id, progressed);
  }

  async #goLive(id: string, { version, rule, at, ...build }: Build): Promise<Build | undefined> {
    const profiles = { done: 0, total: await this.parts.profiles.count() };
    const next: Build = { ...build, version, rule, at, phase: 'profiles', profileCursor: '', profiles };
    const noted = await this.parts.segments.advance(id, version, { active: { version, rule, at }, build: next });
    return noted ? next : undefined;
  }

  async #judgeProfiles(id: string, build: Build): Promise<Build | null | undefined> {
    const { profiles, catalogue, settle, segments } = this.parts;
    const page = await profiles.page({ after: build.profileCursor, limit: profilesPerStep });
    const last = page.at(-1);
    if (last === undefined) {
      return (await segments.advance(id, build.version, { build: null })) ? null : undefined;
    }
    await catalogue.use((current) =>
      settle.all(
        page.map(({ id: profile }) => lessonFor(profile)),
        current,
      ),
    );
    const done = build.profiles.done + page.length;
    const total = Math.max(build.profiles.total, done);
    return this.#note(id, { ...build, profileCursor: last.id, profiles: { done, total } });
  }

  async #leave(id: string, build: Build): Promise<Build | null | undefined> {
    const { profiles, catalogue, settle, segments } = this.parts;
    const page = await profiles.page({ after: '', limit: profilesPerStep, segment: id });
    if (page.length === 0) {
      const end = { active: null, build: null, deleted: true };
      return (await segments.advance(id, build.version, end)) ? null : undefined;
    }
    await catalogue.use((current) =>
      settle.all(
        page.map(({ id: profile }) => lessonFor(profile)),
        current,
      ),
    );
    const done = build.profiles.done + page.length;
    return this.#note(id, { ...build, profiles: { done, total: Math.max(build.profiles.total, done) } });
  }

  async #note(id: string, build: Build): Promise<Build | undefined> {
    return (await this.parts.segments.advance(id, build.version, { build })) ? build : undefined;
  }
}

const lessonFor = (profile: string) => ({
  profile,
  touched: 'all' as const,
  learn: <S>(state: S | undefined) => state && { state },
});

/** What the build of a rule has to go through, from its beginning. */
export const buildOf = (rule: RuleVersion, phase: Build['phase']): Build => ({
  ...rule,
  phase,
  cursor: null,
  events: { done: 0, total: 0 },
  profileCursor: '',
  profiles: { done: 0, total: 0 },
});
