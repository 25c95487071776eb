/**
 * Brings memberships up to date with what is known, exactly once per change: load, judge, compare-and-set, publish what the document
 * says is unpublished. What was judged by is looked at again after the write, so a concurrent event is never left out.
 */
import { type Clock } from '@tributary/telemetry';
import { mergeActivity } from '@tributary/domain-segmentation';
import { type Segments } from '../define-segments/catalogue.ts';
import {
  type ActivityStore,
  type PendingChange,
  type ProfileState,
  type ProfileStore,
  type ProfileWrite,
  type RecordActivity,
} from '../ports.ts';
import { type Judgement, dismiss, judge } from './judge.ts';
import { type PublishChanges } from './publish-changes.ts';

/** What was learned about one profile. */
export interface Lesson {
  readonly profile: string;
  /** The state with the lesson in it; undefined when it says nothing new. Runs again when somebody else wrote first. */
  learn(state: ProfileState | undefined): Learned | undefined;
  readonly touched: ReadonlySet<string> | 'all';
  /** Trace context of what was learned. */
  readonly traceparent?: string | undefined;
}

export interface Learned {
  readonly state: ProfileState;
  /** When the traits were learned, if they are new. */
  readonly traitsLearnedAt?: number;
  readonly dismissed?: { readonly reason: string; readonly effective: number };
}

export interface SettleParts {
  readonly profiles: ProfileStore;
  readonly activities: ActivityStore;
  readonly publish: Pick<PublishChanges, 'added'>;
  readonly clock: Clock;
}

type Activities = ReadonlyMap<string, RecordActivity>;

/** What the caller has just read or written; it saves a look. */
interface Known {
  readonly activities: Activities;
  readonly profiles: ReadonlyMap<string, ProfileState>;
}

const nothing: Known = { activities: new Map(), profiles: new Map() };

/** Contention on one profile is two or three writers; more means that something is wrong. */
const patience = 50;

export class SettleProfiles {
  constructor(private readonly parts: SettleParts) {}

  async all(lessons: readonly Lesson[], segments: Segments, known: Known = nothing): Promise<void> {
    let open: ReadonlyMap<string, Lesson> = new Map(lessons.map((lesson) => [lesson.profile, lesson]));
    let fresh = known;
    for (let attempt = 0; open.size > 0; attempt += 1) {
      if (attempt === patience) throw new Error(`${open.size} profiles are written by others all the time`);
      open = await this.#attempt(open, segments, fresh);
      fresh = nothing;
    }
  }

  /** Answers the lessons to repeat. */
  async #attempt(
    open: ReadonlyMap<string, Lesson>,
    segments: Segments,
    known: Known,
  ): Promise<ReadonlyMap<string, Lesson>> {
    const { profiles, publish, clock } = this.parts;
    const states = await this.#statesOf([...open.keys()], known.profiles);
    const learned = new Map<string, Learned>();
    for (const [profile, lesson] of open) {
      const found = lesson.learn(states.get(profile));
      if (found !== undefined) learned.set(profile, found);
    }
    const records = [...learned.values()].flatMap(({ state }) => state.records);
    const activities = await this.#activitiesOf(records, known.activities);
    const now = clock.now();
    const writes: ProfileWrite[] = [];
    for (const [profile, one] of learned) {
      const touched = open.get(profile)?.touched ?? 'all';
      const { after, changes: found } = judgeOne(one, { activities, segments, touched, now });
      const changes = withTrace(found, open.get(profile)?.traceparent);
      const before = states.get(profile);
      if (before === undefined || changes.length > 0 || differs(before, after)) writes.push({ before, after, changes });
    }
    const lost = await profiles.save(writes);
    const written = writes.filter((write) => !lost.has(write.after.id));
    await publish.added(written);
    const overtaken = await this.#overtaken(written, activities);
    return new Map([...open].filter(([profile]) => lost.has(profile) || overtaken.has(profile)).map(relearn));
  }

  async #statesOf(ids: readonly string[], known: Known['profiles']): Promise<Known['profiles']> {
    const missing = ids.filter((id) => !known.has(id));
    if (missing.length === 0) return known;
    return new Map([...known, ...(await this.parts.profiles.load(missing)).map((state) => [state.id, state] as const)]);
  }

  async #activitiesOf(records: readonly string[], known: Activities): Promise<Activities> {
    const missing = [...new Set(records)].filter((record) => !known.has(record));
    if (missing.length === 0) return known;
    return new Map([...known, ...(await this.parts.activities.load(missing))]);
  }

  /** Profiles that were judged by an activity which is no longer the newest. */
  async #overtaken(written: readonly ProfileWrite[], judgedBy: Activities): Promise<ReadonlySet<string>> {
    const records = written.flatMap((write) => write.after.records);
    const revisions = await this.parts.activities.revisions(records);
    const isOvertaken = (record: string): boolean => (revisions.get(record) ?? 0) !== (judgedBy.get(record)?.rev ?? 0);
    return new Set(written.filter(({ after }) => after.records.some(isOvertaken)).map(({ after }) => after.id));
  }
}

const withTrace = (changes: readonly PendingChange[], traceparent: string | undefined): readonly PendingChange[] =>
  traceparent === undefined ? changes : changes.map((change) => ({ ...change, traceparent }));

/** After the first attempt anything may have changed. */
const relearn = ([profile, lesson]: readonly [string, Lesson]): readonly [string, Lesson] => [
  profile,
  {
    ...lesson,
    touched: 'all',
    learn: (state) => lesson.learn(state) ?? (state === undefined ? undefined : { state }),
  },
];

interface Means {
  readonly activities: Activities;
  readonly segments: Segments;
  readonly touched: ReadonlySet<string> | 'all';
  readonly now: number;
}

function judgeOne(learned: Learned, { activities, segments, touched, now }: Means): Judgement {
  const { state, dismissed, traitsLearnedAt = -Infinity } = learned;
  if (dismissed !== undefined)
    return dismiss(state, dismissed.reason, { effective: Math.min(dismissed.effective, now), now });
  if (state.state !== 'active') return { after: state, changes: [] };
  const activity = mergeActivity(state.records.map((record) => activities.get(record)?.activity ?? {}));
  return judge({ state, activity, segments, touched, traitsLearnedAt, now });
}

function differs(before: ProfileState, after: ProfileState): boolean {
  if (
    before.version !== after.version ||
    before.state !== after.state ||
    before.traits !== after.traits ||
    before.records !== after.records ||
    before.early !== after.early ||
    before.firstSeenAt !== after.firstSeenAt
  ) {
    return true;
  }
  const names = Object.keys(after.memberships);
  return names.length !== Object.keys(before.memberships).length || names.some((name) => !same(before, after, name));
}

function same(before: ProfileState, after: ProfileState, segment: string): boolean {
  const [a, b] = [before.memberships[segment], after.memberships[segment]];
  return (
    a === b ||
    (a?.sequence === b?.sequence &&
      a?.nextChange === b?.nextChange &&
      a?.ruleVersion === b?.ruleVersion &&
      a?.member === b?.member)
  );
}
