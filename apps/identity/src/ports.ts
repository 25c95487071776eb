/** What identity needs from its store: six collections and single-document atomicity, nothing more. */
import { type Identifier, type ProfileId, type RecordId } from '@tributary/contracts';
import {
  type Assertion,
  type BlockCode,
  type Comparisons,
  type ComponentFacts,
  type Policy,
  type Trait,
} from '@tributary/domain-identity';
import { type Outbox } from '@tributary/mongo';
import { type ReviewStore } from './review-people/review-store.ts';

/** Activations are counted, because the version of a policy may come again: 1, then 2, then 1. */
export interface InForce {
  readonly activation: number;
  readonly policy: Policy;
}

/**
 * Which rules hold. Whoever computes asks once and stays with the answer, so that no result is made of two policies; the people
 * of a component are decided by the policy that the component names, so that every process decides them alike.
 */
export interface ActivePolicy {
  current(): Policy;
  inForce(): InForce;
  /** Of an activation that has been learned of. */
  of(activation: number): Policy;
  /** Resolves when this process knows the activation; rejects where there is none. */
  learn(activation: number): Promise<void>;
}

/** Undefined when the policy compares nothing. Asked often: the same policy gets the same answer. */
export type ComparesBy = (policy: Policy) => Comparisons | undefined;

/** Where an identifier leads: to the component of the record that claimed it first. Never changes, save for `over`. */
export interface IdentifierEntry {
  readonly key: string;
  readonly component: RecordId;
  /** More records than this are known to carry it; under a policy that allows no more it leads nowhere. 0: not counted. */
  readonly over: number;
}

export interface IdentifierStore {
  find(keys: readonly string[]): Promise<ReadonlyMap<string, IdentifierEntry>>;
  /** Inserts what is free; answers the keys that somebody else had already claimed. */
  claim(entries: readonly IdentifierEntry[]): Promise<ReadonlySet<string>>;
  /** Never lowers what is known. */
  saturate(marks: readonly { readonly key: string; readonly over: number }[]): Promise<void>;
}

/** Records that may be one person because they share a blocking key. */
export interface Block {
  /** Who has ever entered; none once it is full and that was told. */
  readonly records: readonly RecordId[];
  /** It is full, and the components of its records know. */
  readonly told: boolean;
}

/** By code. */
export type Blocks = ReadonlyMap<BlockCode, Block>;

/** Codes of the blocks that a record enters. */
export type Entries = ReadonlyMap<RecordId, readonly BlockCode[]>;

/** Nobody ever leaves a block before it is told that it is full, so whoever counts it later counts no fewer. */
export interface BlockStore {
  /** Blocks that anybody has entered. */
  find(codes: readonly BlockCode[]): Promise<Blocks>;
  /** A record stays where it has entered before. */
  enter(entries: Entries): Promise<void>;
  /** Remembers of full blocks that their records' components have to be told, until they are. */
  announce(codes: readonly BlockCode[]): Promise<void>;
  /** The components know. */
  told(codes: readonly BlockCode[]): Promise<void>;
  /** Codes of blocks whose components have had to be told since before `before`. */
  leftBehind(before: number, limit: number): Promise<readonly BlockCode[]>;
}

/** A component bears the id of the record that founded it. One that is not stored is active and empty. */
export interface StoredComponent {
  readonly id: RecordId;
  /** Grows with every write; 0: not stored. */
  readonly version: number;
  /** The component that has absorbed it; always a smaller id. */
  readonly into: RecordId | undefined;
  readonly facts: ComponentFacts;
  /** Components that must become part of this one; until then its people are not known. */
  readonly absorbing: readonly RecordId[];
  /** Its people may not have been written to the profiles yet. */
  readonly unsettled: boolean;
  /** Records that look different since they were last compared with those of their blocks; sorted. Empty when settled. */
  readonly unmatched: readonly RecordId[];
  /** The activation whose policy decides its people; never goes back. 0: not stored. */
  readonly decidedBy: number;
  /** Its records are linked, and its people written, by this activation and later ones. */
  readonly linkedBy: number;
}

export interface Retirement {
  readonly id: RecordId;
  readonly into: RecordId;
  /** As it was read or written last; absent: whatever it is. */
  readonly known?: StoredComponent | undefined;
}

export interface Settling extends Pick<StoredComponent, 'id' | 'version'> {
  /** It was written with intents that are fulfilled: as it is without them. */
  readonly fulfilled?: StoredComponent | undefined;
}

export interface ComponentStore {
  find(ids: readonly RecordId[]): Promise<ReadonlyMap<RecordId, StoredComponent>>;
  /** Writes active components, each only if its stored version is the one before; answers those that were written. */
  save(components: readonly StoredComponent[]): Promise<ReadonlySet<RecordId>>;
  /**
   * Marks active (or absent) components as absorbed; leaves those alone that are absorbed already, or have changed since they were
   * `known`. Answers them as they are afterwards.
   */
  retire(moves: readonly Retirement[]): Promise<ReadonlyMap<RecordId, StoredComponent>>;
  /** Forgets the facts of absorbed components, which their successor holds. */
  empty(ids: readonly RecordId[]): Promise<void>;
  /** Its people are written: neither unsettled nor unmatched, unless it has changed since `version`. Answers those that had not. */
  settle(marks: readonly Settling[]): Promise<ReadonlySet<RecordId>>;
  /** Active components that are linked by an activation before this one. */
  linkedBefore(activation: number, limit: number): Promise<readonly StoredComponent[]>;
  countLinkedBefore(activation: number): Promise<number>;
  /** Linked and written by this activation, unless they have changed since `version`, which stays. */
  relinked(marks: readonly { readonly id: RecordId; readonly version: number }[], activation: number): Promise<void>;
  /** Ids of components that were absorbed before `before` and have not been emptied. */
  leftBehind(before: number, limit: number): Promise<readonly RecordId[]>;
}

/** What a profile shows. An absorbed one shows nothing. */
export interface ProfileContent {
  /** Sorted. */
  readonly records: readonly RecordId[];
  readonly identifiers: readonly Identifier[];
  readonly traits: readonly Trait[];
  readonly firstSeenAt: number;
}

export interface Membership {
  readonly segment: string;
  readonly member: boolean;
  /** When it became true, RFC 3339. */
  readonly since: string;
  readonly sequence: number;
}

/** A message about a profile that is announced once, together with the state that it tells of. */
export interface Announcement {
  readonly id: string;
  readonly kind: 'merged' | 'split';
  readonly because: string;
  readonly at: number;
  /** Merged: the one profile that remains. Split: the profiles that the records went to. */
  readonly parts: readonly { readonly profile: ProfileId; readonly records: readonly RecordId[] }[];
}

/** What has been written and not yet been published. */
export interface Unsent {
  readonly announcements: readonly Announcement[];
  /** Trace context of the message that changed it last. */
  readonly traceparent?: string;
  /** Written over what another was about to publish, and may be publishing still: it is published again after a while. */
  readonly contested?: true;
}

export interface StoredProfile {
  readonly id: ProfileId;
  /** Grows with every write: what compare-and-set looks at. */
  readonly revision: number;
  /** Grows with every published change. */
  readonly version: number;
  /** False: the record behind this id never was a person of its own, so nobody has heard of it. */
  readonly born: boolean;
  readonly mergedInto: ProfileId | undefined;
  /** The computation it comes from: an older one never overwrites a newer. */
  readonly basis: { readonly component: RecordId; readonly version: number };
  readonly content: ProfileContent;
  /** Sorted by segment. */
  readonly segments: readonly Membership[];
  /** What this version changed, and what those before it did that were unsent when it was written. */
  readonly changed: readonly string[];
  /** Milliseconds. */
  readonly updatedAt: number;
  readonly unsent: Unsent | undefined;
}

export interface HistoryEntry {
  readonly version: number;
  readonly at: number;
  readonly change: 'created' | 'changed' | 'absorbed' | 'merged' | 'split' | 'restored';
  readonly changed: readonly string[];
  /** The other profiles that took part. */
  readonly profiles: readonly ProfileId[];
  readonly records: readonly RecordId[];
  readonly because: string;
}

/** Positions grow with time and tell apart what happened in one version. */
export interface PlacedEntry extends HistoryEntry {
  readonly position: number;
}

export interface ProfileWrite {
  readonly profile: StoredProfile;
  readonly history: readonly HistoryEntry[];
}

/** As an outbox it forgets what was unsent at the version that was sent. */
export interface ProfileStore extends Outbox<StoredProfile> {
  find(ids: readonly ProfileId[]): Promise<ReadonlyMap<ProfileId, StoredProfile>>;
  /** Writes each only if its stored revision is the one before; answers those that were written. */
  save(writes: readonly ProfileWrite[]): Promise<ReadonlySet<ProfileId>>;
}

/** What the HTTP API reads beside single profiles. */
export interface ProfileList {
  /** Active profiles in order of id, after `after`. */
  list(after: string, limit: number): Promise<readonly StoredProfile[]>;
  count(): Promise<number>;
  /** The newest first, of a position below `before`. */
  history(id: ProfileId, before: number, limit: number): Promise<readonly PlacedEntry[]>;
}

/** A place in the list of words, which runs from the newest to the oldest. */
export interface AssertionPosition {
  readonly at: number;
  readonly id: string;
}

/** The last word on every pair, by the key of the pair. */
export interface AssertionStore {
  find(ids: readonly string[]): Promise<ReadonlyMap<string, Assertion>>;
  /** Each unless the word that is kept outranks it. */
  keep(words: readonly Assertion[]): Promise<void>;
  /** The newest first, behind `before`. */
  list(before: AssertionPosition | undefined, limit: number): Promise<readonly Assertion[]>;
}

export interface Stores {
  readonly identifiers: IdentifierStore;
  readonly blocks: BlockStore;
  readonly components: ComponentStore;
  readonly profiles: ProfileStore;
  readonly assertions: AssertionStore;
  readonly reviews: ReviewStore;
}
