/** What the ingestion service needs from its store. */
import { type EventCollected, type EventRejected, type EventId } from '@tributary/contracts';
import { type Receipt, type Shaped } from '@tributary/domain-collection';

/** Where events come from: a site, an app, a server, a file. */
export interface Source {
  readonly id: string;
  readonly name: string;
  /** A client is a browser or an app: its address and user agent are part of what happened, and nothing it says is proven. */
  readonly kind: 'client' | 'server';
  /** Public identifier; it can send events and nothing else. */
  readonly writeKey: string;
  readonly createdAt: string;
}

export interface SourceStore {
  all(): Promise<readonly Source[]>;
  byWriteKey(writeKey: string): Promise<Source | undefined>;
  /** False where the id is taken. */
  add(source: Source): Promise<boolean>;
  /** Adds the source, or gives the known one this write key. */
  ensure(source: Source): Promise<void>;
}

export interface Arrival extends Shaped {
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
  readonly limit: number;
}

export interface RejectionStore {
  /** Idempotent by id. Answers the ids that were new. */
  keep(rejections: readonly EventRejected[]): Promise<ReadonlySet<string>>;
  /** Newest first. */
  page(query: RejectionQuery): Promise<readonly Rejection[]>;
  find(id: string): Promise<Rejection | undefined>;
  counts(): Promise<readonly { readonly code: string; readonly open: number; readonly replayed: number }[]>;
  markReplayed(ids: readonly string[], at: number): Promise<void>;
}

/** Where a rejection stands in the order of its list. */
export const rejectionPosition = (rejection: EventRejected): string => `${rejection.receivedAt}|${rejection.rejection}`;
