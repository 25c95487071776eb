/** What analytics needs from outside: cells, generations and claims, profiles, and the archive of ingestion. */
import { type EventCollected } from '@tributary/contracts';
import { type CellKind, type Posting, type ProfileRecords, type Sums } from '@tributary/domain-analytics';

/** A complete set of cells; live events keep one up to date, a rebuild fills the next one beside it. */
export type Generation = number;

export interface CellPlace {
  readonly generation: Generation;
  /** Partition of the topic, or `archive`: each has its own positions and its own cells. */
  readonly partition: string;
}

export interface Shelf {
  readonly kind: CellKind;
  readonly shelf: string;
  /** Over all partitions. */
  readonly sums: Sums;
}

/** Shelves from `from` on and before `before`, as texts. */
export interface ShelfRange {
  readonly from: string;
  readonly before: string;
}

export interface CellStore {
  /** Adds each posting exactly once, however often it is repeated; throws when another writer interfered (try again). */
  add(place: CellPlace, postings: readonly Posting[]): Promise<void>;
  /** In order of their addresses, hence the same for every generation. */
  shelves(generation: Generation, kind: CellKind, range?: ShelfRange): AsyncIterable<Shelf>;
  shelf(generation: Generation, kind: CellKind, shelf: string): Promise<Shelf | undefined>;
  /** Empties the customer cells of records; positions stay, so that repetitions still add nothing. */
  forget(generations: readonly Generation[], records: readonly string[]): Promise<void>;
  drop(generation: Generation): Promise<void>;
}

export interface RebuildProgress {
  readonly generation: Generation;
  /** The process that works on it; it says so every few seconds. */
  readonly owner: string;
  readonly beatAt: number;
  readonly startedAt: number;
  readonly stage: 'reading' | 'comparing';
  readonly done: number;
  readonly total: number;
}

export interface FigureDifference {
  /** e.g. `totals 2010-12-01` */
  readonly document: string;
  readonly field: string;
  readonly before: number | string;
  readonly after: number | string;
}

export interface RebuildReport {
  readonly generation: Generation;
  readonly startedAt: number;
  readonly finishedAt: number;
  readonly events: number;
  readonly documents: number;
  readonly differences: number;
  /** The first of them. */
  readonly examples: readonly FigureDifference[];
}

/** Which sets of cells exist. `claiming` ones count an event only for the side that claims it: archive or live. */
export interface GenerationState {
  readonly active: Generation;
  /** The lowest number of which cells may be left over. */
  readonly oldest: Generation;
  readonly next: Generation;
  readonly building: RebuildProgress | null;
  readonly claiming: readonly { readonly generation: Generation; readonly filledAt: number | null }[];
  readonly last: RebuildReport | null;
  /** Why the last rebuild ended early; null when it did not. */
  readonly failure: string | null;
}

export interface GenerationStore {
  current(): Promise<GenerationState>;
  /** Compare and set; `change` is asked again when somebody else was faster, and declines by answering undefined. */
  change(change: (state: GenerationState) => GenerationState | undefined): Promise<GenerationState | undefined>;
}

export type Claimant = 'live' | 'archive';

export interface ClaimStore {
  /** The events that the claimant has, now or from before. */
  claim(generation: Generation, events: readonly string[], claimant: Claimant): Promise<ReadonlySet<string>>;
  drop(generation: Generation): Promise<void>;
}

export interface ProfileVersion extends ProfileRecords {
  readonly version: number;
}

export interface ProfileStore {
  /** Keeps what is newer than what is known. */
  keep(profiles: readonly ProfileVersion[]): Promise<void>;
  erase(profiles: readonly string[]): Promise<void>;
  find(profiles: readonly string[]): Promise<readonly ProfileRecords[]>;
  /** The profiles that any of the records belong to. */
  owning(records: readonly string[]): Promise<readonly ProfileRecords[]>;
}

export interface ArchivePage {
  readonly items: readonly EventCollected[];
  readonly next: string | null;
  readonly total: number;
}

export interface Archive {
  /** Tries for a while before it fails; `signal` ends it at once. */
  page(after: string | null, signal: AbortSignal): Promise<ArchivePage>;
}
