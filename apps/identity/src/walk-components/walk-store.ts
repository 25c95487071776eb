/** What a walk over all components keeps in the store: how far it is, what it has found so far, and a row for what stood out. */
import { type StoredComponent } from '../ports.ts';

export interface Walk<Sum> {
  readonly id: string;
  /** Grows each time the walk is begun anew. */
  readonly run: number;
  /** The last component that it looked at; empty before the first. */
  readonly position: string;
  readonly looked: number;
  /** Components that there were when it began. */
  readonly total: number;
  /** Milliseconds. */
  readonly startedAt: number;
  readonly endedAt: number | undefined;
  readonly sum: Sum;
}

export interface WalkRow<Row> {
  /** The component that it says something about. */
  readonly component: string;
  readonly row: Row;
}

/** Of one kind of walk. */
export interface WalkStore<Sum, Row> {
  find(id: string): Promise<Walk<Sum> | undefined>;
  /** False: somebody else has begun this run. The rows of earlier runs are forgotten. */
  begin(first: Walk<Sum>): Promise<boolean>;
  /** Writes the rows, then the new state; false: another process has gone on from `before`, or the walk was begun anew. */
  advance(before: Walk<Sum>, after: Walk<Sum>, rows: readonly WalkRow<Row>[]): Promise<boolean>;
  unfinished(): Promise<Walk<Sum> | undefined>;
  /** In order of component, from `from` on, which is included. */
  rows(walk: Walk<Sum>, from: string): AsyncIterable<WalkRow<Row>>;
}

/** What a walk reads. */
export interface ComponentPages {
  /** Active components in order of id, after `after`. */
  page(after: string, limit: number): Promise<readonly StoredComponent[]>;
  countLinkedBefore(activation: number): Promise<number>;
}
