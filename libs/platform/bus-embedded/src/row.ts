/** Reads columns of SQLite rows; a column of another type means that the file is not ours. */
import { BusError } from '@tributary/bus';
import { type SQLOutputValue } from 'node:sqlite';

export type Row = Readonly<Record<string, SQLOutputValue>>;

export function integer(row: Row, column: string): number {
  const value = row[column];
  if (typeof value !== 'number') throw unexpected(column);
  return value;
}

export function text(row: Row, column: string): string {
  const value = row[column];
  if (typeof value !== 'string') throw unexpected(column);
  return value;
}

/** A view on the bytes as SQLite handed them over, without a copy. */
export function blob(row: Row, column: string): Buffer {
  const value = row[column];
  if (!(value instanceof Uint8Array)) throw unexpected(column);
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
}

const unexpected = (column: string): BusError =>
  new BusError('BUS_CORRUPTED', `column ${column} does not hold what was written`);
