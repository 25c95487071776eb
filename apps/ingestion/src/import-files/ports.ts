/** What imports need of the store: the imports themselves, their content in pieces, how far they came, and what was refused. */
import { type Rejection, type ResumeStore } from '@tributary/importer';

/**
 * Content is received until it is whole. Then the import waits for a worker, or, where somebody wants to look at a preview first, is held
 * until it is told to run. Whatever stands still after that has ended: it was done, has failed or was cancelled.
 */
export const importStates = ['receiving', 'held', 'waiting', 'running', 'done', 'failed', 'cancelled'] as const;
export type ImportState = (typeof importStates)[number];

/** What is to be done with a content. */
export interface ImportOrder {
  /** Whose events they are. */
  readonly source: string;
  readonly name?: string | undefined;
  /** Bytes of the content, where they are known before. */
  readonly size?: number | undefined;
  /** As it was given, and found to be one. */
  readonly mapping?: object | undefined;
  readonly shiftDays?: number | undefined;
  /** Checks everything and sends nothing. */
  readonly dryRun: boolean;
  /** Is held when its content is whole. */
  readonly preview: boolean;
}

export interface ImportProgress {
  readonly bytesRead: number;
  /** Of the file, without its header. */
  readonly rows: number;
  readonly events: number;
  /** Taken by the door; in a dry run: what it would be asked to take. */
  readonly accepted: number;
  /** Rows and events. */
  readonly rejected: number;
  /** Rows that the mapping makes no event of. */
  readonly leftOut: number;
  /** Of the events, RFC 3339. */
  readonly firstTime: string | null;
  readonly lastTime: string | null;
}

export interface ImportFailure {
  readonly code: string;
  readonly detail: string;
  readonly fix: string;
}

export interface FileImport {
  /** In the order in which they were begun. */
  readonly id: string;
  readonly order: ImportOrder;
  readonly state: ImportState;
  /** Bytes of the content that are kept for certain. */
  readonly received: number;
  /** False once the content was removed. */
  readonly hasContent: boolean;
  /** Null before it has begun to run. */
  readonly progress: ImportProgress | null;
  readonly failure: ImportFailure | null;
  /** How often a process has taken it up; rejections belong to a run, and the newest is the one that counts. */
  readonly run: number;
  /** How often a process was gone in the middle of it. */
  readonly takeovers: number;
  /** Milliseconds. */
  readonly createdAt: number;
  /** When it was last received, told or run. */
  readonly changedAt: number;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
}

/** An upload under way; a later one of the same import takes its place. */
export interface Upload {
  readonly id: string;
  /** Grows with each upload of the import. */
  readonly epoch: number;
  readonly received: number;
}

/** An import that a process has taken up, until it is done with it or somebody else is. */
export interface Claim {
  readonly id: string;
  readonly owner: string;
  readonly run: number;
}

/** Times are milliseconds. */
export interface ImportStore {
  add(id: string, order: ImportOrder, now: number): Promise<FileImport>;
  find(id: string): Promise<FileImport | undefined>;
  /** The newest first; `after` is the id of the last of the page before. */
  page(after: string | undefined, limit: number): Promise<readonly FileImport[]>;

  /** Undefined where it is not being received. */
  beginUpload(id: string, now: number): Promise<Upload | undefined>;
  /** Notes that the content is kept up to there; false where the upload is no longer the newest, or the import not receiving. */
  advance(upload: Upload, to: number, now: number): Promise<boolean>;
  /** The content is whole. Undefined where the upload is no longer the newest, or the import not receiving. */
  complete(upload: Upload, state: 'held' | 'waiting', now: number): Promise<FileImport | undefined>;

  /** Puts it back to be run by another order; undefined where it is in none of the states. */
  restart(id: string, from: readonly ImportState[], order: ImportOrder, now: number): Promise<FileImport | undefined>;
  /** The oldest that waits, or whose process has not been heard of: it is ours until then. */
  claim(owner: string, times: { readonly now: number; readonly until: number }): Promise<FileImport | undefined>;
  /** Tells how far it is and keeps the claim; the state that it has by now, undefined where another process has it. */
  beat(
    claim: Claim,
    progress: ImportProgress | null,
    times: { readonly now: number; readonly until: number },
  ): Promise<ImportState | undefined>;
  /** Undefined where it is no longer ours, or was cancelled meanwhile. */
  end(claim: Claim, how: { readonly failure: ImportFailure | null }, now: number): Promise<FileImport | undefined>;
  /** Another process, or this one, takes it up at once. */
  release(claim: Claim): Promise<void>;

  /** Undefined where it has ended before. */
  cancel(id: string, now: number): Promise<FileImport | undefined>;
  /** Of what waits for somebody; false where it is no longer in that state. */
  expire(id: string, state: ImportState, failure: ImportFailure, now: number): Promise<boolean>;
  contentRemoved(id: string): Promise<void>;
  remove(id: string): Promise<void>;
}

export interface Piece {
  /** Of its first byte within the content. */
  readonly offset: number;
  readonly bytes: Uint8Array;
}

export interface PieceStore {
  /** Takes the place of what an earlier upload has left there; false where a later one has been there. */
  put(upload: Upload, piece: Piece): Promise<boolean>;
  /** The one that holds the byte at this offset. */
  at(id: string, offset: number): Promise<Piece | undefined>;
  /** In order, up to the first that begins at `end` or behind it. */
  before(id: string, end: number): AsyncGenerator<Piece, void, undefined>;
  remove(id: string): Promise<void>;
  /** Ids of the imports that have pieces. */
  imports(): Promise<readonly string[]>;
}

/** A rejected row with its place in the order by line. */
export interface KeptRejection extends Rejection {
  readonly position: string;
}

export interface ImportRejectionStore {
  /** `from`: how many the run has told before. */
  add(claim: Pick<Claim, 'id' | 'run'>, rejections: readonly Rejection[], from: number): Promise<void>;
  /** By line. */
  page(claim: Pick<Claim, 'id' | 'run'>, after: string | undefined, limit: number): Promise<readonly KeptRejection[]>;
  /** Those of earlier runs. */
  removeBefore(claim: Pick<Claim, 'id' | 'run'>): Promise<void>;
  remove(id: string): Promise<void>;
}

/** How far an import came, so that the next run goes on there. */
export interface ImportNoteStore {
  of(claim: Pick<Claim, 'id' | 'run'>): ResumeStore;
  remove(id: string): Promise<void>;
}
