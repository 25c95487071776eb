/** Ports: the pairs that people should look at. Derived from components; what a person answers is an assertion, never kept here. */
import { type ProfileId, type RecordId } from '@tributary/contracts';
import { type Doubt, type Review } from '@tributary/domain-identity';

/** As a computation on a component asks it. */
export interface AskedReview extends Review {
  /** The people of the two records; one when they are joined. */
  readonly profiles: readonly ProfileId[];
  readonly priority: number;
  /** Somebody has looked and could not say; the question rests until then, milliseconds. */
  readonly until: number | undefined;
}

/** Everything that one computation asks, and nothing else is asked of its records any more. */
export interface Asked {
  readonly component: RecordId;
  readonly version: number;
  /** All of the component. */
  readonly records: readonly RecordId[];
  readonly reviews: readonly AskedReview[];
}

export interface StoredReview extends AskedReview {
  /** The computation it comes from: an older one never overwrites a newer. */
  readonly component: RecordId;
  readonly version: number;
  /** When it was first asked, milliseconds. */
  readonly askedAt: number;
}

/** A write of a review of which nobody knows yet whether its component had changed before it. */
export interface ReviewMark {
  readonly id: string;
  readonly component: RecordId;
  /** One of the two. */
  readonly record: RecordId;
  /** Of this very write. */
  readonly token: string;
}

/**
 * A process with an old view may ask, after a newer one has found nothing to ask. So every write is marked until its writer knows
 * that the component had not changed before it; where the writer dies, the mark tells the sweeper to compute the component again.
 */
export interface ReviewStore {
  find(ids: readonly string[]): Promise<ReadonlyMap<string, StoredReview>>;
  /** Replaces what older computations asked of these records; answers the marks of what it wrote. */
  replace(asked: readonly Asked[]): Promise<readonly ReviewMark[]>;
  /** Takes marks away, each unless its review was written again since. */
  confirm(marks: readonly ReviewMark[]): Promise<void>;
  /** What has been marked since before `before`. */
  leftBehind(before: number, limit: number): Promise<readonly ReviewMark[]>;
}

export interface ReviewFilter {
  readonly why?: Doubt | undefined;
  readonly joined?: boolean | undefined;
  /** What rests until later is left out. */
  readonly now: number;
}

export interface ReviewPosition {
  readonly priority: number;
  readonly id: string;
}

/** What the HTTP API reads beside single reviews. */
export interface ReviewList {
  /** By priority, the highest first, then by id; behind `after`. */
  list(filter: ReviewFilter, after: ReviewPosition | undefined, limit: number): Promise<readonly StoredReview[]>;
  count(filter: ReviewFilter): Promise<number>;
}
