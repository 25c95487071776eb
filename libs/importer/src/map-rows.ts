/** Gathers the rows of one group and turns them into events; a group with a bad row is refused as a whole, line by line. */
import { eventsOf, groupOf, type Mapping, type MappedEvent, readRow, type Row } from '@tributary/domain-collection';
import { type RawRow } from './read-rows.ts';
import { type Rejection } from './rejection.ts';

export type Mapped = { readonly events: readonly MappedEvent[]; readonly rejected: readonly Rejection[] };

interface Group {
  readonly key: string | undefined;
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
      const { events, rejected } = this.finish();
      return { events, rejected: [...rejected, raw.rejected] };
    }
    const key = groupOf(raw.cells, this.mapping);
    const same = this.#open !== undefined && key !== undefined && this.#open.key === key;
    const done = same ? nothing : this.finish();
    this.#open ??= { key, rows: [], rejected: [] };
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
      return {
        events: [],
        rejected: refuse(group, 'GROUP_SPLIT', 'Its group was complete before: sort the file by it.'),
      };
    }
    if (group.key !== undefined) this.#finished.add(group.key);
    const [bad] = group.rejected;
    if (bad)
      return { events: [], rejected: refuse(group, 'GROUP_REJECTED', `Line ${bad.line} of its group is refused.`) };
    return { events: eventsOf(group.rows, this.mapping, this.#seen), rejected: [] };
  }
}

const nothing: Mapped = { events: [], rejected: [] };

const refuse = (group: Group, code: string, detail: string): readonly Rejection[] =>
  [...group.rejected, ...group.rows.map(({ line }) => ({ line, code, detail }))].sort((a, b) => a.line - b.line);
