// cspell:ignore geoparquet
/** The rows of a Parquet file, some thousand at a time: a row group is never held as rows. */
import { open } from 'node:fs/promises';
import { type DecodedArray, parquetScan, parquetSchema } from 'hyparquet';
import { checkColumns, topColumns, type WantedColumns } from '../columns.ts';
import { isText, notText } from '../file-text.ts';
import { dateText, plainCell } from './parquet-cell.ts';
import { compressors, openParquet, type OpenParquet, rethrow } from './parquet-file.ts';
import { checkGroup } from './parquet-pages.ts';
import { type RawRow } from './row.ts';

export interface ParquetFile {
  readonly file: string;
  readonly wanted: WantedColumns;
  readonly onBytes: (count: number) => void;
}

/** Cells that are held at once. Fewer cost time: a page that several windows share is decoded for each of them. */
const mostCells = 250_000;
const fewestRows = 1_000;

export async function* parquetRows({ file, wanted, onBytes }: ParquetFile): AsyncGenerator<RawRow, void, undefined> {
  const handle = await open(file);
  try {
    const parquet = await openParquet(handle);
    const names = parquetSchema(parquet.metadata).children.map(({ element }) => element.name);
    checkColumns(names, wanted);
    const top = topColumns(wanted);
    const columns = top.length === 0 ? names : names.filter((name) => top.includes(name));
    const share = parquet.bytes.byteLength / Math.max(1, Number(parquet.metadata.num_rows));
    let line = 0;
    for await (const window of windowsOf(parquet, columns)) {
      for (let row = 0; row < window.rows; row += 1) yield rowOf(window, row, ++line);
      onBytes(window.rows * share);
    }
  } finally {
    await handle.close();
  }
}

/** Some rows as their columns; as rows they would be many times as large. */
interface Window {
  readonly rows: number;
  readonly columns: readonly (readonly [name: string, cells: DecodedArray])[];
}

async function* windowsOf(
  { bytes, metadata }: OpenParquet,
  names: readonly string[],
): AsyncGenerator<Window, void, undefined> {
  const size = Math.max(fewestRows, Math.floor(mostCells / Math.max(1, names.length)));
  const parsers = { dateFromDays: dateText };
  const scan = await parquetScan({ file: bytes, metadata, compressors, parsers, geoparquet: false }).catch(rethrow);
  let first = 0;
  for (const group of metadata.row_groups) {
    await checkGroup(bytes, group, names).catch(rethrow);
    const end = first + Number(group.num_rows);
    for (let rowStart = first; rowStart < end; rowStart += size) {
      const rowEnd = Math.min(end, rowStart + size);
      const columns: [string, DecodedArray][] = [];
      // One after the other, so that the bytes of one column are held, not of all.
      for (const column of names) {
        columns.push([column, await scan.readColumn({ column, rowStart, rowEnd }).catch(rethrow)]);
      }
      yield { rows: rowEnd - rowStart, columns };
    }
    first = end;
  }
}

function rowOf({ columns }: Window, row: number, line: number): RawRow {
  const cells = Object.fromEntries(columns.map(([name, values]) => [name, plainCell(values[row])]));
  return Object.values(cells).every(isWhole) ? { line, cells } : notText(line);
}

const isWhole = (cell: unknown): boolean => typeof cell !== 'string' || isText(cell);
