/** The rows of a CSV text: its first line names the columns, but for one above it that names the delimiter. */
import { checkColumns, topColumns, type WantedColumns } from '../columns.ts';
import { isSeparatorLine } from '../detect/delimiter.ts';
import { isText, notText } from '../file-text.ts';
import { ImportError } from '../import-error.ts';
import { CsvParser, type CsvRow, type CsvSigns } from './csv-parser.ts';
import { type RawRow } from './row.ts';

export async function* csvRows(
  text: AsyncIterable<string>,
  signs: CsvSigns,
  wanted: WantedColumns,
): AsyncGenerator<RawRow, void, undefined> {
  const parser = new CsvParser(signs);
  let header: readonly string[] | undefined;
  for await (const row of rowsOf(text, parser)) {
    if (header) yield rowOf(header, row);
    else if (row.line === 1 && 'cells' in row && isSeparatorLine(row.cells, signs.delimiter)) continue;
    else header = headerOf(row, wanted);
  }
  if (!header) throw new ImportError('The file is empty.', 'EMPTY_FILE');
}

async function* rowsOf(text: AsyncIterable<string>, parser: CsvParser): AsyncGenerator<CsvRow, void, undefined> {
  let isFirst = true;
  for await (const chunk of text) {
    yield* parser.push(isFirst ? chunk.replace(/^\u{feff}/u, '') : chunk);
    isFirst = false;
  }
  yield* parser.end();
}

function headerOf(row: CsvRow, wanted: WantedColumns): readonly string[] {
  if ('code' in row) throw new ImportError(`Line ${row.line}, the header, is not CSV: ${row.detail}`, 'DAMAGED');
  const read = topColumns(wanted);
  const twice = row.cells.find((name, index) => row.cells.indexOf(name) !== index && read.includes(name));
  if (twice !== undefined) throw new ImportError(`The header names the column ${twice} twice.`, 'DUPLICATE_COLUMN');
  checkColumns(row.cells, wanted);
  return row.cells;
}

function rowOf(header: readonly string[], row: CsvRow): RawRow {
  const { line } = row;
  if ('code' in row) return { rejected: { line, code: row.code, detail: row.detail } };
  const { cells } = row;
  if (cells.length !== header.length) {
    const detail = `The line has ${cells.length} cells; the header has ${header.length}.`;
    return { rejected: { line, code: 'COLUMN_COUNT', detail }, readings: readingsOf(header, cells) };
  }
  const named = namedBy(header, cells, 0);
  return cells.every(isText) ? { line, cells: named } : { ...notText(line), readings: [named] };
}

const namedBy = (header: readonly string[], cells: readonly string[], by: number): Record<string, string> =>
  Object.fromEntries(header.map((name, index) => [name, cells[index + by] ?? '']));

/** Farther than this nothing is known of where a cell belongs. */
const farthest = 16;

/** A delimiter too many or too few has moved the cells behind it; nobody knows which one it is. */
function readingsOf(header: readonly string[], cells: readonly string[]) {
  const off = cells.length - header.length;
  if (Math.abs(off) > farthest) return [];
  const moves = Array.from({ length: Math.abs(off) + 1 }, (_, index) => index * Math.sign(off));
  return moves.map((by) => namedBy(header, cells, by));
}
