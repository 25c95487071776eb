/** Gathers the rows of one group and turns them into events; a group with a bad row is refused as a whole, line by line. */
import { eventsOf, groupOf, type Mapping, type MappedEvent, readRow, type Row } from '@tributary/domain-collection';
import { type RawRow, type UnreadableRow } from './formats/row.ts';
import { type RowReasonCode } from './reasons.ts';
import { type Rejection } from './rejection.ts';
import { UnplacedLines } from './unplaced-lines.ts';

export interface Mapped {
  readonly events: readonly MappedEvent[];
  readonly rejected: readonly Rejection[];
  /** Rows of groups that no rule makes an event of. */
  readonly leftOut: number;
}

interface Group {
  /** Of the columns of groupBy. */
  readonly key: string | undefined;
  /** The record whose rows they are, where nothing else makes a group. */
  readonly record: number | undefined;
  /** Its first row, as it came. */
  readonly first: Readonly<Record<string, unknown>>;
  readonly rows: Row[];
  readonly rejected: Rejection[];
  /** The first line that is refused and is of it, or can be. */
  spoiledBy: number | undefined;
}

export class RowMapper {
  /** Bounded by the groups of the file: a group that comes again would be a second event with the same id. */
  readonly #finished = new Set<string>();
  readonly #seen = new Set<string>();
  readonly #unplaced: UnplacedLines;
  #open: Group | undefined;

  constructor(private readonly mapping: Mapping) {
    this.#unplaced = new UnplacedLines(mapping);
  }

  /** Takes a row in; answers what has become complete by it. */
  take(raw: RawRow): Mapped {
    if ('rejected' in raw) return this.#takeUnreadable(raw);
    const key = groupOf(raw.cells, this.mapping);
    const record = key === undefined ? raw.record : undefined;
    const isNamed = key !== undefined || record !== undefined;
    const open = isNamed && this.#open?.key === key && this.#open?.record === record ? this.#open : undefined;
    if (open) open.spoiledBy ??= this.#unplaced.first();
    const done = open ? nothing : this.#finishOpen();
    const spoiledBy = this.#unplaced.firstOf(raw.cells);
    const group = open ?? { key, record, first: raw.cells, rows: [], rejected: [], spoiledBy };
    this.#open = group;
    this.#unplaced.clear();
    const read = readRow(raw.cells, raw.line, this.mapping);
    if (read.ok) group.rows.push(read.row);
    else {
      group.rejected.push(read.rejected);
      group.spoiledBy ??= read.rejected.line;
    }
    return done;
  }

  /** Ends the group that is open, with the file. */
  finish(): Mapped {
    const done = this.#finishOpen();
    this.#unplaced.clear();
    return done;
  }

  /** Which groups it can be of is known when the next row has come; until then it is told with the open one. */
  #takeUnreadable(raw: UnreadableRow): Mapped {
    if (this.mapping.groupBy.length === 0) {
      const done = this.finish();
      return { ...done, rejected: [...done.rejected, raw.rejected] };
    }
    this.#unplaced.add(raw);
    if (!this.#open) return { ...nothing, rejected: [raw.rejected] };
    this.#open.rejected.push(raw.rejected);
    return nothing;
  }

  #finishOpen(): Mapped {
    const group = this.#open;
    this.#open = undefined;
    if (!group) return nothing;
    const { key, rows, rejected } = group;
    if (key !== undefined) group.spoiledBy ??= this.#unplaced.firstOf(group.first);
    if (key !== undefined && this.#finished.has(key)) {
      return refusing(group, 'GROUP_SPLIT', 'Its group was complete before: sort the file by it.');
    }
    if (key !== undefined) this.#finished.add(key);
    if (group.spoiledBy !== undefined) {
      return refusing(group, 'GROUP_REJECTED', `Line ${group.spoiledBy}, which is of its group or can be, is refused.`);
    }
    const events = eventsOf(rows, this.mapping, this.#seen);
    return { events, rejected, leftOut: events.length === 0 ? rows.length : 0 };
  }
}

const nothing: Mapped = { events: [], rejected: [], leftOut: 0 };

function refusing({ rejected, rows }: Group, code: RowReasonCode, detail: string): Mapped {
  const all = [...rejected, ...rows.map(({ line }) => ({ line, code, detail }))];
  return { ...nothing, rejected: all.sort((a, b) => a.line - b.line) };
}
