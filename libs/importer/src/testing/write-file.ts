/** Writes rows of texts in every format that can be read, for tests. */
import { afterAll } from '@jest/globals';
import { createWriteStream, mkdtempSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { gzipSync } from 'node:zlib';
import { ByteWriter, parquetWriteRows } from 'hyparquet-writer';

export type TextRow = Readonly<Record<string, string>>;
export type WrittenFormat = 'csv' | 'ndjson' | 'json' | 'xml' | 'parquet';
export const writtenFormats: readonly WrittenFormat[] = ['csv', 'ndjson', 'json', 'xml', 'parquet'];

const quoted = (cell: string): string => (/[",\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
const csvLine = (cells: readonly string[]): string => `${cells.map(quoted).join(',')}\n`;

const references: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#13;' };
const xmlText = (text: string): string => text.replaceAll(/[&<>\r]/g, (sign) => references[sign] ?? sign);
const xmlElement = (name: string, text: string): string => `<${name}>${xmlText(text)}</${name}>`;

interface Parts {
  readonly before: (columns: readonly string[]) => string;
  readonly row: (row: TextRow, index: number) => string;
  readonly after: string;
}

const parts: Readonly<Record<Exclude<WrittenFormat, 'parquet'>, Parts>> = {
  csv: { before: (columns) => csvLine(columns), row: (row) => csvLine(Object.values(row)), after: '' },
  ndjson: { before: () => '', row: (row) => `${JSON.stringify(row)}\n`, after: '' },
  json: {
    before: () => '{"export": {"rows": [\n',
    row: (row, index) => `${index === 0 ? '' : ',\n'}${JSON.stringify(row)}`,
    after: '\n]}}\n',
  },
  xml: {
    before: () => '<?xml version="1.0"?>\n<rows>\n',
    row: (row) =>
      `  <row>${Object.entries(row)
        .map(([name, text]) => xmlElement(name, text))
        .join('')}</row>\n`,
    after: '</rows>\n',
  },
};

export function bytesIn(format: WrittenFormat, rows: readonly TextRow[]): Buffer {
  const columns = Object.keys(rows[0] ?? {});
  if (format === 'parquet') return parquetBytes(rows, columns);
  const { before, row, after } = parts[format];
  return Buffer.from(`${before(columns)}${rows.map(row).join('')}${after}`);
}

interface ParquetAs {
  readonly codec?: 'UNCOMPRESSED' | 'SNAPPY' | 'GZIP';
  readonly rowGroupSize?: number;
}

export function parquetBytes(
  rows: readonly Readonly<Record<string, unknown>>[],
  columns: readonly string[],
  { codec = 'SNAPPY', rowGroupSize = 1_000 }: ParquetAs = {},
): Buffer {
  const writer = new ByteWriter();
  void parquetWriteRows({
    writer,
    rows: [...rows],
    columns: columns.map((name) => ({ name, type: 'STRING', nullable: true })),
    codec,
    rowGroupSize,
    compressors: { GZIP: (page) => gzipSync(page) },
  });
  return Buffer.from(writer.getBuffer());
}

/** One row after the other, so that a large file costs no memory; a Parquet file is put together before. */
export async function writeLarge(file: string, format: WrittenFormat, rows: Iterable<TextRow>): Promise<void> {
  if (format === 'parquet') {
    const all = [...rows];
    await writeFile(file, parquetBytes(all, Object.keys(all[0] ?? {}), { rowGroupSize: 50_000 }));
    return;
  }
  const { before, row, after } = parts[format];
  const stream = createWriteStream(file);
  let index = 0;
  for (const one of rows) {
    if (index === 0) stream.write(before(Object.keys(one)));
    if (!stream.write(row(one, index))) await once(stream, 'drain');
    index += 1;
  }
  stream.end(after);
  await once(stream, 'close');
}

/** One for all files of a test, gone with it: properties write hundreds. */
const folder = mkdtempSync(join(tmpdir(), 'tributary-importer-'));
afterAll(() => rm(folder, { recursive: true, force: true }));
let count = 0;

/** A file of that content in a folder of its own. */
export async function fileOf(content: string | Uint8Array, name = 'file'): Promise<string> {
  const own = join(folder, String((count += 1)));
  await mkdir(own);
  await writeFile(join(own, name), content);
  return join(own, name);
}
