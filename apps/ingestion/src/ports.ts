/** What the ingestion service needs from its store. */
import { type EventCollected, type EventRejected, type EventId, type EventType } from '@tributary/contracts';
import { type ReasonCode, type Receipt, type Shaped } from '@tributary/domain-collection';
import { type SourceRules, type Violation } from '@tributary/domain-governance';
import { type StoredEvent } from './trace-event/stages.ts';

/** Where events come from: a site, an app, a server, a file. */
export interface Source {
  readonly id: string;
  readonly name: string;
  /** A client is a browser or an app: its address and user agent are part of what happened, and nothing it says is proven. */
  readonly kind: 'client' | 'server';
  /** Public identifier; it can send events and nothing else. */
  readonly writeKey: string;
  readonly createdAt: string;
  /** Web origins from which browsers may send; none: any. */
  readonly origins?: readonly string[];
  /** In the long run, of each process of ingestion; absent: no bound. */
  readonly eventsPerSecond?: number;
  /** Its key opens nothing. */
  readonly disabled?: boolean;
}

/** What may be said anew of a source; `null` takes a bound away. */
export interface SourceChange {
  readonly name?: string;
  readonly origins?: readonly string[];
  readonly eventsPerSecond?: number | null;
  readonly disabled?: boolean;
  readonly writeKey?: string;
}

export interface SourceStore {
  all(): Promise<readonly Source[]>;
  byWriteKey(writeKey: string): Promise<Source | undefined>;
  /** False where the id is taken. */
  add(source: Source): Promise<boolean>;
  /** Answers it as it is afterwards; undefined where there is none. */
  change(id: string, change: SourceChange): Promise<Source | undefined>;
  /** Adds the source, or gives the known one this write key. */
  ensure(source: Source): Promise<void>;
}

/** The rules of a source as they stood from one moment on; a change makes a new version, the old ones stay. */
export interface RulesVersion {
  readonly source: string;
  /** From 1; 0 where nobody has given any. */
  readonly version: number;
  readonly rules: SourceRules;
  readonly createdAt: string;
}

export interface RulesStore {
  /** The newest of every source that has any. */
  newest(): Promise<readonly RulesVersion[]>;
  /** Newest first. */
  versions(source: string, limit: number): Promise<readonly RulesVersion[]>;
  find(source: string, version: number): Promise<RulesVersion | undefined>;
  /** False where the version is taken: somebody was faster. */
  add(version: RulesVersion): Promise<boolean>;
}

/** Violations alike of one kind of event, put together. */
export interface ViolationGroup extends Violation {
  readonly source: string;
  readonly type: EventType;
  readonly name?: string;
  readonly count: number;
  readonly firstAt: string;
  readonly lastAt: string;
  /** Message ids of the latest, oldest first. */
  readonly samples: readonly string[];
}

export interface ViolationStore {
  /** Adds to what is known of each group. */
  add(groups: readonly ViolationGroup[]): Promise<void>;
  /** The most frequent first. */
  page(source: string, skip: number, limit: number): Promise<readonly ViolationGroup[]>;
  /** Forgets those of a source; answers how many groups there were. */
  forget(source: string): Promise<number>;
}

export interface Arrival extends Shaped {
  /** The event as JSON, as it is kept and published. */
  readonly json: string;
  readonly receivedId: string;
}

export interface ArchivePage {
  readonly items: readonly EventCollected[];
  /** Id of the last item, where more may follow. */
  readonly last: EventId | undefined;
}

export interface ArchiveStore {
  /** Inserts all at once; what was there already is classified. Answers one receipt per arrival, in order. */
  keep(arrivals: readonly Arrival[], now: number): Promise<readonly Receipt[]>;
  /** Events after the id, in the order of ids: complete for everything kept before the reading began. */
  page(after: string | undefined, limit: number): Promise<ArchivePage>;
  count(): Promise<number>;
  find(ids: readonly EventId[]): Promise<readonly EventCollected[]>;
  /** The same with what else the archive knows of them. */
  stored(ids: readonly EventId[]): Promise<readonly StoredEvent[]>;
}

/** Before which offset of a partition of `event.received` everything has been passed on for certain; 0 where nothing is known. */
export interface ProgressStore {
  passed(partition: number): Promise<number>;
  /** Never lowers it. */
  raise(partition: number, passed: number): Promise<void>;
}

/** An open rejection waits for somebody; a replayed one has become an event. */
export interface Rejection extends EventRejected {
  readonly state: 'open' | 'replayed';
}

export interface RejectionQuery {
  readonly code?: string | undefined;
  readonly source?: string | undefined;
  readonly state?: Rejection['state'] | undefined;
  readonly after?: string | undefined;
  /** Absent: newest first. */
  readonly order?: 'oldest-first';
  readonly limit: number;
}

export interface RejectionPage {
  readonly items: readonly Rejection[];
  /** Others follow. */
  readonly more: boolean;
}

export interface RejectionStore {
  /** Idempotent by id. Answers the ids that were new. */
  keep(rejections: readonly EventRejected[]): Promise<ReadonlySet<string>>;
  /** At most `limit`, and fewer where their bytes are many: a page has to fit into memory. */
  page(query: RejectionQuery): Promise<RejectionPage>;
  find(id: string): Promise<Rejection | undefined>;
  /** Which of them were refused for that reason. */
  refusedFor(code: ReasonCode, ids: readonly string[]): Promise<ReadonlySet<string>>;
  /** Those of one message id, newest first; bytes that could not be read have none. */
  ofMessage(messageId: string): Promise<readonly Rejection[]>;
  counts(): Promise<readonly { readonly code: string; readonly open: number; readonly replayed: number }[]>;
  markReplayed(ids: readonly string[], at: number): Promise<void>;
}

/** Where a rejection stands in the order of its list. */
export const rejectionPosition = (rejection: EventRejected): string => `${rejection.receivedAt}|${rejection.rejection}`;
