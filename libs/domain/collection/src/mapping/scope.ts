/** What an expression of a mapping is evaluated on, and what compiling one finds. */
import { type MappingError } from './mapping-error.ts';

/** The typed cells of one row; an empty cell is absent. */
export type Cells = ReadonlyMap<string, unknown>;

export interface Scope {
  /** The row that plain columns are read from. */
  readonly row: Cells;
  readonly group: readonly Cells[];
}

/** Undefined: absent, and left out of the event. */
export type Value = (scope: Scope) => unknown;
export type Condition = (scope: Scope) => boolean;

/** What compiling finds besides the expression itself. */
export interface Compilation {
  readonly errors: MappingError[];
  readonly reads: Set<string>;
}

export const absent: Value = () => undefined;

export function fail(into: Compilation, at: string, message: string): Value {
  into.errors.push({ at: at === '' ? '/' : at, message });
  return absent;
}

export function column(name: string, into: Compilation): Value {
  into.reads.add(name);
  return ({ row }) => row.get(name);
}
