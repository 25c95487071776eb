/** How much one short statement reads: pages, so that no reader holds up a writer or the log. */
import { type Row } from './collection.ts';
import { blob, type SqlRow, whole } from './sqlite.ts';

export const firstPage = 64;
const largestPage = 1000;
const pageBytes = 4 * 1024 * 1024; // what one page may hold in memory, about

/** Grows pages while documents are small. */
export function nextPage(rows: readonly Pick<Row, 'bytes'>[], size: number): number {
  let bytes = 1;
  for (const row of rows) bytes += row.bytes.length;
  const fitting = rows.length === 0 ? largestPage : Math.ceil((pageBytes * rows.length) / bytes);
  return Math.max(1, Math.min(size * 4, largestPage, fitting));
}

export const toRow = (row: SqlRow): Row => ({ rid: whole(row['rid']), bytes: blob(row['doc']) });
