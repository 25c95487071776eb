/** The events of a file, row by row, with what was refused on the way. */
import { type Mapping, parseInstant } from '@tributary/domain-collection';
import { type DetectedFile } from './detect/detect-file.ts';
import { type RawRow } from './formats/row.ts';
import { ImportError } from './import-error.ts';
import { RowMapper } from './map-rows.ts';
import { posLogMapping } from './poslog/poslog-mapping.ts';
import { detect, readDetected } from './read-rows.ts';
import { type Rejection } from './rejection.ts';

export interface FileEvent {
  readonly line: number;
  readonly event: Readonly<Record<string, unknown>>;
  /** As the file writes it, where it does: a number that no double holds goes to the door unchanged, and is refused there. */
  readonly text?: string | undefined;
}

/** What one row has brought: the events that it completed, the lines that it made refused. */
export interface Step {
  /** Rows read by it: one, or none at the end of the file. */
  readonly rows: number;
  readonly events: readonly FileEvent[];
  readonly rejected: readonly Rejection[];
  /** Rows that the mapping makes no event of. */
  readonly leftOut: number;
}

export interface EventFile {
  readonly file: string;
  /** Absent: each record is an event as it is, or a receipt of a POSLog. */
  readonly mapping: Mapping | undefined;
  readonly onBytes: (count: number) => void;
}

export async function* eventsIn({ file, mapping, onBytes }: EventFile): AsyncGenerator<Step, void, undefined> {
  const detected = await detect(file, mapping?.format);
  yield* eventsOfDetected({ file, detected, mapping: mapping ?? ownMapping(detected), onBytes });
}

/** What a file needs no mapping for: it holds events, or receipts in a form that is known. */
function ownMapping(detected: DetectedFile): Mapping | undefined {
  if (detected.isPosLog) return posLogMapping();
  if (detected.type === 'ndjson' || detected.type === 'json') return undefined;
  throw new ImportError(`Nothing says how the rows of ${detected.type.toUpperCase()} become events.`, 'MAPPING_NEEDED');
}

export type DetectedEvents = EventFile & { readonly detected: DetectedFile };

export async function* eventsOfDetected(options: DetectedEvents): AsyncGenerator<Step, void, undefined> {
  const { file, mapping, onBytes, detected } = options;
  const rowsPath = mapping?.format.rows;
  const reads = mapping?.reads ?? new Set<string>();
  const wanted = { reads, from: mapping?.from ?? new Map<string, readonly string[]>() };
  const rows = readDetected({ file, detected: { ...detected, rows: rowsPath }, wanted, onBytes });
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
    ? { rows: 1, events: [], rejected: [row.rejected], leftOut: 0 }
    : { rows: 1, events: [{ line: row.line, event: row.cells, text: row.text }], rejected: [], leftOut: 0 };

/** Milliseconds; undefined where the event says no time that exists. */
export function timeOf({ event }: FileEvent): number | undefined {
  const { timestamp } = event;
  return typeof timestamp === 'string' ? parseInstant(timestamp) : undefined;
}
