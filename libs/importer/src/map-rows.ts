/** Gathers the rows of one group and turns them into events; a group with a bad row is refused as a whole, line by line. */
import { eventsOf, groupOf, type Mapping, type MappedEvent, readRow, type Row } from '@tributary/domain-collection';
import { type RawRow } from './formats/row.ts';
import { type RowReasonCode } from './reasons.ts';
import { type Rejection } from './rejection.ts';

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
  readonly rows: Row[];
  readonly rejected: Rejection[];
}

export class RowMapper {
  /** Bounded by the groups of the file: a group that comes again would be a second event with the same id. */
  readonly #finished = new Set<string>();
  readonly #seen = new Set<string>();
  #open: Group | undefined;

  constructor(private readonly mapping: Mapping) {}

  /** Takes a row in; answers what has become complete by it. */
  take(raw: RawRow): Mapped {
    if ('rejected' in raw) {
      // Which group an unreadable line belongs to is unknown; one that is open is not complete without it.
      if (this.#open?.key !== undefined) {
        this.#open.rejected.push(raw.rejected);
        return nothing;
      }
      const done = this.finish();
      return { ...done, rejected: [...done.rejected, raw.rejected] };
    }
    const key = groupOf(raw.cells, this.mapping);
    const record = key === undefined ? raw.record : undefined;
    const isNamed = key !== undefined || record !== undefined;
    const same = isNamed && this.#open?.key === key && this.#open?.record === record;
    const done = same ? nothing : this.finish();
    this.#open ??= { key, record, rows: [], rejected: [] };
    const read = readRow(raw.cells, raw.line, this.mapping);
    if (read.ok) this.#open.rows.push(read.row);
    else this.#open.rejected.push(read.rejected);
    return done;
  }

  /** Ends the group that is open. */
  finish(): Mapped {
    const group = this.#open;
    this.#open = undefined;
    if (!group) return nothing;
    if (group.key !== undefined && this.#finished.has(group.key)) {
      return refusing(group, 'GROUP_SPLIT', 'Its group was complete before: sort the file by it.');
    }
    if (group.key !== undefined) this.#finished.add(group.key);
    const [bad] = group.rejected;
    if (bad) return refusing(group, 'GROUP_REJECTED', `Line ${bad.line} of its group is refused.`);
    const events = eventsOf(group.rows, this.mapping, this.#seen);
    return { events, rejected: [], leftOut: events.length === 0 ? group.rows.length : 0 };
  }
}

const nothing: Mapped = { events: [], rejected: [], leftOut: 0 };

function refusing({ rejected, rows }: Group, code: RowReasonCode, detail: string): Mapped {
  const all = [...rejected, ...rows.map(({ line }) => ({ line, code, detail }))];
  return { ...nothing, rejected: all.sort((a, b) => a.line - b.line) };
}
