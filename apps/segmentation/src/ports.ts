/** What segmentation needs from outside, and the state that it keeps. */
import { type EventCollected, type JsonObject } from '@tributary/contracts';
import { type Activity, type Membership, type MembershipChange, type Rule } from '@tributary/domain-segmentation';
import { type Outbox } from '@tributary/mongo';

/** A change that may not have been published yet; it is stored with the membership that it belongs to. */
export interface PendingChange extends MembershipChange {
  /** `<profile>:<segment>:<sequence>`: the id of the message. */
  readonly id: string;
  readonly segment: string;
  readonly knownAt: number;
  /** Trace context of what brought it about; timers have none. */
  readonly traceparent?: string;
}

/** A person as segmentation knows them. Times are in milliseconds. */
export interface ProfileState {
  readonly id: string;
  /** Counts writes; 0 before the first. */
  readonly rev: number;
  /** Of the newest snapshot seen; 0 before the first. */
  readonly version: number;
  readonly state: 'active' | 'merged' | 'erased';
  readonly mergedInto: string | null;
  readonly erasedAt: number | null;
  /** Of one who was erased, those whose activities are still to be erased. */
  readonly records: readonly string[];
  /** Those of `records` that an event named before any snapshot did. */
  readonly early: readonly string[];
  readonly traits: JsonObject;
  readonly traitsAt: number;
  readonly firstSeenAt: number;
  readonly memberships: Readonly<Record<string, Membership>>;
  readonly outbox: readonly PendingChange[];
}

/** What decides whose an event is. */
export type Claim = Pick<ProfileState, 'id' | 'records' | 'early'>;

/** Why a profile is no person of its own now. */
export type Departed = Pick<ProfileState, 'id' | 'state' | 'mergedInto' | 'erasedAt'>;

export interface ProfileWrite {
  readonly before: ProfileState | undefined;
  readonly after: ProfileState;
  readonly changes: readonly PendingChange[];
}

export interface Member {
  readonly profile: string;
  readonly membership: Membership;
}

/** Changes of a profile that have not been published, in order. */
export interface PendingChanges {
  readonly profile: string;
  readonly changes: readonly PendingChange[];
}

/** As an outbox it takes off the very changes that were published: what was added meanwhile stays. */
export interface ProfileStore extends Outbox<PendingChanges> {
  load(ids: readonly string[]): Promise<readonly ProfileState[]>;
  /** Those, neither merged nor erased, that any of these records belong to. */
  owners(records: readonly string[]): Promise<readonly ProfileState[]>;
  /** Those of them that are merged or erased. */
  departed(ids: readonly string[]): Promise<readonly Departed[]>;
  /** The claims of the owners. */
  claimants(records: readonly string[]): Promise<readonly Claim[]>;
  /** Writes those that nobody has written since; answers the ids of the others. */
  save(writes: readonly ProfileWrite[]): Promise<ReadonlySet<string>>;
  /** Profiles with a timer up to `until`, the earliest first. */
  due(until: number, limit: number): Promise<readonly string[]>;
  /** By id, after `after`; with `segment`, its members only. */
  page(options: { after: string; limit: number; segment?: string }): Promise<readonly ProfileState[]>;
  members(segment: string, after: string, limit: number): Promise<readonly Member[]>;
  size(segment: string): Promise<number>;
  count(): Promise<number>;
}

export interface RecordActivity {
  readonly rev: number;
  readonly activity: Activity;
}

export interface ActivityWrite {
  readonly record: string;
  readonly rev: number;
  readonly activity: Activity;
  readonly changed: readonly string[];
}

export interface ActivityStore {
  /** A record without activity is absent. */
  load(records: readonly string[]): Promise<ReadonlyMap<string, RecordActivity>>;
  revisions(records: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** Writes those that nobody has written since; answers the records of the others. */
  save(writes: readonly ActivityWrite[]): Promise<ReadonlySet<string>>;
  erase(records: readonly string[]): Promise<void>;
}

export interface RuleVersion {
  readonly version: number;
  readonly rule: Rule;
  /** When it was asked for, milliseconds. */
  readonly at: number;
}

/** How far a rule has come; `leaving` ends a deleted segment. */
export interface Build extends RuleVersion {
  readonly phase: 'archive' | 'profiles' | 'leaving';
  /** Where the archive goes on; null: at its beginning. */
  readonly cursor: string | null;
  readonly events: Progress;
  /** The last profile that was evaluated. */
  readonly profileCursor: string;
  readonly profiles: Progress;
}

interface Progress {
  readonly done: number;
  readonly total: number;
}

export interface Segment {
  readonly id: string;
  readonly name: string;
  readonly createdAt: number;
  /** The newest version ever given, also to a rule that is gone. */
  readonly version: number;
  /** What memberships are judged by. */
  readonly active: RuleVersion | null;
  /** What is on the way to become so. */
  readonly build: Build | null;
  readonly deleted: boolean;
}

export interface SegmentStore {
  /** Changes with every change of a segment that other processes must see. */
  revision(): Promise<number>;
  all(): Promise<readonly Segment[]>;
  find(id: string): Promise<Segment | undefined>;
  /** Writes it unless its version is no longer `expected` (undefined: unless it exists), and counts the revision up. */
  put(segment: Segment, expected: number | undefined): Promise<boolean>;
  /** Notes progress of the build of this very version; false when it is no longer wanted. */
  advance(
    id: string,
    version: number,
    change: Partial<Pick<Segment, 'active' | 'build' | 'deleted'>>,
  ): Promise<boolean>;
  /** Makes other processes look. */
  announce(): Promise<number>;
}

export interface Coordination {
  /** True when `holder` has it until `until`. */
  acquire(lease: string, holder: string, times: { readonly now: number; readonly until: number }): Promise<boolean>;
  release(lease: string, holder: string): Promise<void>;
  /** Notes that a process works with this revision of the segments. */
  beat(process: string, revision: number, until: number): Promise<void>;
  leave(process: string): Promise<void>;
  /** The oldest revision that a living process works with. */
  oldestRevision(now: number): Promise<number>;
}

interface ArchivePage {
  readonly items: readonly EventCollected[];
  /** Where the next page begins; null after the last. */
  readonly next: string | null;
  readonly total: number;
}

export interface ArchiveReader {
  page(after: string | null): Promise<ArchivePage>;
}
