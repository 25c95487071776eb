/** The events of a file, row by row, with what was refused on the way. */
import { type Mapping, parseInstant } from '@tributary/domain-collection';
import { RowMapper } from './map-rows.ts';
import { type RawRow, readRows } from './read-rows.ts';
import { type Rejection } from './rejection.ts';

export interface FileEvent {
  readonly line: number;
  readonly event: Readonly<Record<string, unknown>>;
}

/** What one row has brought: the events that it completed, the lines that it made refused. */
export interface Step {
  /** Rows read by it: one, or none at the end of the file. */
  readonly rows: number;
  readonly events: readonly FileEvent[];
  readonly rejected: readonly Rejection[];
}

export interface EventFile {
  readonly file: string;
  /** Absent: each line is an event as it is. */
  readonly mapping: Mapping | undefined;
  readonly onBytes: (count: number) => void;
}

const asTheyAre = { type: 'ndjson', delimiter: ',', quote: '"', encoding: 'utf-8' } as const;

export async function* eventsIn({ file, mapping, onBytes }: EventFile): AsyncGenerator<Step, void, undefined> {
  const { format, reads } = mapping ?? { format: asTheyAre, reads: new Set<string>() };
  const rows = readRows({ file, format, reads, onBytes });
  if (!mapping) {
    for await (const row of rows) yield stepOf(row);
    return;
  }
  const mapper = new RowMapper(mapping);
  for await (const row of rows) yield { rows: 1, ...mapper.take(row) };
  yield { rows: 0, ...mapper.finish() };
}

const stepOf = (row: RawRow): Step =>
  'rejected' in row
    ? { rows: 1, events: [], rejected: [row.rejected] }
    : { rows: 1, events: [{ line: row.line, event: row.cells }], rejected: [] };

/** Milliseconds; undefined where the event says no time that exists. */
export function timeOf({ event }: FileEvent): number | undefined {
  const { timestamp } = event;
  return typeof timestamp === 'string' ? parseInstant(timestamp) : undefined;
}
