/** How much one short statement reads: pages, so that no reader holds up a writer or the log. */
import { type Row } from './collection.ts';
import { blob, type SqlRow, whole } from './sqlite.ts';

export const firstPage = 64;
const largestPage = 1000;
const pageBytes = 4 * 1024 * 1024; // what one page may hold in memory, about

/**
 * How a statement is bounded by a value that is bound. SQLite plans by a bare `LIMIT ?`, so it prepares the statement anew whenever that is
 * bound, which costs more than most pages; of a sum it does not know the value.
 */
export const limited = 'LIMIT ? + 0';

/** Grows pages while documents are small. */
export function nextPage(rows: readonly Pick<Row, 'bytes'>[], size: number): number {
  let bytes = 1;
  for (const row of rows) bytes += row.bytes.length;
  const fitting = rows.length === 0 ? largestPage : Math.ceil((pageBytes * rows.length) / bytes);
  return Math.max(1, Math.min(size * 4, largestPage, fitting));
}

export const toRow = (row: SqlRow): Row => ({ rid: whole(row['rid']), bytes: blob(row['doc']) });
