/** Streams the rows of a file in any format, with the place of each; a row that cannot be read is told, not thrown. */
import { type FileFormat, isObject, rowsOf } from '@tributary/domain-collection';
import { type WantedColumns } from './columns.ts';
import { detectFile, type DetectedFile } from './detect/detect-file.ts';
import { bytesOf } from './file-bytes.ts';
import { textOf } from './file-text.ts';
import { ImportError } from './import-error.ts';
import { csvRows } from './formats/csv-rows.ts';
import { jsonRows } from './formats/json-rows.ts';
import { ndjsonRows } from './formats/ndjson-rows.ts';
import { parquetRows } from './formats/parquet-rows.ts';
import { type RawRow } from './formats/row.ts';
import { xmlRows } from './formats/xml-rows.ts';
import { unreadable } from './unreadable.ts';

export interface FileRows {
  readonly file: string;
  readonly format: FileFormat;
  /** Columns that must be there. */
  readonly reads: ReadonlySet<string>;
  /** Bytes of the file that have been read. */
  readonly onBytes: (count: number) => void;
}

export async function* readRows({ file, format, reads, onBytes }: FileRows): AsyncGenerator<RawRow, void, undefined> {
  const wanted = { reads, from: new Map<string, readonly string[]>() };
  yield* readDetected({ file, detected: await detect(file, format), wanted, onBytes });
}

/** What the file is; errors of the machine are told in the words of whoever named the file. */
export const detect = (file: string, format?: FileFormat): Promise<DetectedFile> =>
  detectFile(file, format).catch((error: unknown) => {
    throw unreadable(file, error);
  });

export interface DetectedRows {
  readonly file: string;
  readonly detected: DetectedFile;
  readonly wanted: WantedColumns;
  readonly onBytes: (count: number) => void;
}

export async function* readDetected(options: DetectedRows): AsyncGenerator<RawRow, void, undefined> {
  const { rows: path } = options.detected;
  let isEmpty = true;
  try {
    for await (const row of recordsOf(options)) {
      isEmpty = false;
      if (path === undefined || 'rejected' in row) yield row;
      else yield* nestedRows(row.cells, row.line, path);
    }
  } catch (error) {
    throw unreadable(options.file, error);
  }
  if (isEmpty) throw new ImportError('There is nothing in the file to import.', 'EMPTY_FILE');
}

function* nestedRows(record: object, line: number, path: string): Generator<RawRow, void, undefined> {
  if (!isObject(record)) return;
  for (const cells of rowsOf(record, path)) yield { line, cells, record: line };
}

function recordsOf(options: DetectedRows): AsyncGenerator<RawRow, void, undefined> {
  const { file, detected, wanted, onBytes } = options;
  if (detected.type === 'parquet') return parquetRows({ file, wanted, onBytes });
  const text = textOf(bytesOf({ file, zipped: detected.zipped, onBytes }), detected.encoding);
  switch (detected.type) {
    case 'csv':
      return csvRows(text, detected, wanted);
    case 'ndjson':
      return ndjsonRows(text);
    case 'json':
      return jsonRows(text, detected.records);
    case 'xml':
      return xmlRows(text, detected.records);
  }
}
