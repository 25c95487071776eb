/** A row of a file as its format gives it: cells by column, or why it cannot be read. */
import { type Rejection } from '../rejection.ts';

export interface UnreadableRow {
  readonly rejected: Rejection;
  /** What its cells may be, where they can be read in some way; by this it is known which group it can be of. */
  readonly readings?: readonly Readonly<Record<string, unknown>>[];
}

export type RawRow =
  | {
      readonly line: number;
      readonly cells: Readonly<Record<string, unknown>>;
      /** Of JSON: as it was written. */
      readonly text?: string | undefined;
      /** The record that the row is a part of, where a mapping makes rows of the lists in records. */
      readonly record?: number | undefined;
    }
  | UnreadableRow;
