/** A table of records as `tributary import` reads it: delimiter, encoding and packing by its content, or as the mapping says them. */
import { type FileFormat } from '@tributary/domain-collection';
import { fixOf, ImportError, readRows, type Rejection } from '@tributary/importer';

export type Cells = Readonly<Record<string, unknown>>;

export interface Table {
  readonly file: string;
  readonly columns: readonly string[];
  readonly lines: readonly TableLine[];
  readonly refusedCount: number;
  /** The first line that could not be read. */
  readonly refused: Rejection | undefined;
}

export interface TableLine {
  readonly line: number;
  readonly cells: Cells;
}

const csv: FileFormat = { type: 'csv', delimiter: undefined, quote: '"', encoding: undefined };

export async function readTable(file: string, format: FileFormat = csv): Promise<Table> {
  const lines: TableLine[] = [];
  let refused: Rejection | undefined;
  let refusedCount = 0;
  const from = { file, format: { ...format, type: format.type ?? 'csv' }, reads: new Set<string>() };
  for await (const row of readRows({ ...from, onBytes: () => undefined })) {
    if ('cells' in row) {
      lines.push({ line: row.line, cells: trimmed(row.cells) });
      continue;
    }
    refused ??= row.rejected;
    refusedCount += 1;
  }
  return { file, columns: Object.keys(lines[0]?.cells ?? {}), lines, refusedCount, refused };
}

export const trimmed = (cells: Cells): Cells =>
  Object.fromEntries(
    Object.entries(cells).map(([name, cell]) => [name.trim(), typeof cell === 'string' ? cell.trim() : cell]),
  );

export const without = (cells: Cells, ...columns: readonly (string | undefined)[]): Cells =>
  Object.fromEntries(Object.entries(cells).filter(([column]) => !columns.includes(column)));

export const textIn = (cells: Cells, column: string): string => {
  const cell = cells[column];
  return typeof cell === 'string' || typeof cell === 'number' ? String(cell) : '';
};

/** In one line: the file, the first unless one of them is named, what is wrong, what to do. Any other error is a bug, and is thrown on. */
export function problemOf(files: readonly string[], error: unknown): string {
  if (!(error instanceof ImportError)) throw error;
  const said = [error.message, error.fix].join(' ').replaceAll(/\s+/g, ' ').trim();
  return files.some((file) => said.includes(file)) ? said : `${files[0]}: ${said}`;
}

export const refusalOf = ({ line, code, detail }: Rejection): string => {
  const fix = fixOf(code);
  return `line ${line}: ${code}: ${detail}${fix === '' ? '' : ` ${fix}`}`;
};
