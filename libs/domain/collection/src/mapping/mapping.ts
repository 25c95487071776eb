/**
 * A file mapping: plain JSON that says how the rows of a file become events. Data, never code: the same mapping gives the
 * same events with the same message ids, so that a file imported twice changes nothing.
 */
import { type EventType } from '@tributary/contracts';
import { type NumberForm } from './number-text.ts';
import { type Cells, type Condition, type Value } from './scope.ts';

/** How the text of a cell is read. */
export type ColumnType =
  | { readonly type: 'text'; readonly trim: boolean; readonly required: boolean }
  | (NumberForm & { readonly type: 'number' | 'integer'; readonly required: boolean })
  | { readonly type: 'boolean'; readonly required: boolean }
  | { readonly type: 'time'; readonly format: string; readonly offsetMinutes: number; readonly required: boolean };

export const fileTypes = ['csv', 'ndjson', 'json', 'xml', 'parquet'] as const;
export type FileType = (typeof fileTypes)[number];

/** What is undefined is found by the content of the file. */
export interface FileFormat {
  readonly type: FileType | undefined;
  readonly delimiter: string | undefined;
  readonly quote: string;
  readonly encoding: string | undefined;
  /** The list of records: a JSON pointer, or the path of the repeating element (`/orders/order`). */
  readonly records?: string | undefined;
  /** A list within each record whose items become rows, e.g. the lines of a receipt. */
  readonly rows?: string | undefined;
}

/** One event that a group of rows may become. */
export interface EventRule {
  readonly type: EventType;
  /** Absent: for every group. Judged on the first row. */
  readonly when: Condition | undefined;
  /** Columns that `when` reads. */
  readonly decidedBy: ReadonlySet<string>;
  /** `row`: one event for each row of the group. */
  readonly per: 'group' | 'row';
  /** At most one event for each value in a file: the first one. */
  readonly once: Value | undefined;
  /** What the derived message id begins with, where the rule gives none. */
  readonly label: string;
  /** Members of the event in the Segment wire format. */
  readonly members: ReadonlyMap<string, Value>;
}

export interface Mapping {
  readonly name: string;
  readonly format: FileFormat;
  readonly columns: ReadonlyMap<string, ColumnType>;
  /** Where a column is found, if not under its name: the first of these that is not empty. */
  readonly from: ReadonlyMap<string, readonly string[]>;
  /** Consecutive rows with the same values here are one group; empty: each row is its own. */
  readonly groupBy: readonly string[];
  /** Whole days by which every time in the file is moved. */
  readonly shiftDays: number;
  readonly events: readonly EventRule[];
  /** Every column that the mapping reads. */
  readonly reads: ReadonlySet<string>;
  /** Of these, the ones by which it is decided whether there is an event at all. */
  readonly decidedBy: ReadonlySet<string>;
}

/** A row with its line in the file, from 1. */
export interface Row {
  readonly line: number;
  readonly cells: Cells;
}
