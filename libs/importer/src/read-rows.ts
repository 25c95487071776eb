/** Streams the rows of a CSV or NDJSON file, plain or gzip, with the line of each; a row that cannot be read is told, not thrown. */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Transform, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { isObject, type Mapping } from '@tributary/domain-collection';
import { parse } from 'csv-parse';
import { ImportError } from './import-error.ts';
import { type Rejection } from './rejection.ts';
import { unreadable } from './unreadable.ts';

export type RawRow =
  { readonly line: number; readonly cells: Readonly<Record<string, unknown>> } | { readonly rejected: Rejection };

export interface FileRows {
  readonly file: string;
  readonly format: Mapping['format'];
  /** Columns that must be there. */
  readonly reads: ReadonlySet<string>;
  /** Bytes of the file that have been read. */
  readonly onBytes: (count: number) => void;
}

export async function* readRows(options: FileRows): AsyncGenerator<RawRow, void, undefined> {
  try {
    const text = await openText(options);
    yield* options.format.type === 'csv' ? csvRows(text, options) : jsonRows(text);
  } catch (error) {
    throw unreadable(options.file, error);
  }
}

async function openText({ file, format, onBytes }: FileRows): Promise<Readable> {
  const decoder = decoderOf(format.encoding);
  const zipped = await isZipped(file);
  const bytes = createReadStream(file);
  bytes.on('data', (chunk) => {
    onBytes(chunk.length);
  });
  return chain(
    zipped ? chain(bytes, createGunzip()) : bytes,
    new Transform({
      encoding: 'utf8',
      transform: (chunk: Buffer, _encoding, done) => {
        done(null, decoder.decode(chunk, { stream: true }));
      },
      flush: (done) => {
        done(null, decoder.decode());
      },
    }),
  );
}

/** By its first bytes: a name promises nothing. */
async function isZipped(file: string): Promise<boolean> {
  const handle = await open(file);
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await handle.close();
  }
}

/** An error (a broken gzip, say) travels with the stream and ends the reading of rows. */
function chain<T extends Transform>(from: Readable, to: T): T {
  from.on('error', (error) => to.destroy(error));
  return from.pipe(to);
}

function decoderOf(encoding: string) {
  try {
    return new TextDecoder(encoding);
  } catch {
    throw new ImportError(`There is no encoding ${encoding}.`);
  }
}

/** What a decoder puts in the place of bytes that are no text. */
const replacement = '\u{fffd}';

async function* csvRows(text: Readable, { format, reads }: FileRows): AsyncGenerator<RawRow, void, undefined> {
  const skipped: Rejection[] = [];
  const parser = text.pipe(
    parse({
      bom: true,
      delimiter: format.delimiter,
      quote: format.quote,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_error: true,
      on_skip: (error) => {
        const line = error && typeof error['lines'] === 'number' ? error['lines'] : 0;
        skipped.push({ line, code: 'INVALID_CSV', detail: error?.message ?? 'The line is not CSV.' });
        return undefined;
      },
    }),
  );
  text.on('error', (error) => parser.destroy(error));
  let header: readonly string[] | undefined;
  for await (const entry of parser) {
    while (skipped.length > 0) yield* skipped.splice(0).map((rejected) => ({ rejected }));
    const { line, cells } = readEntry(entry);
    if (!header) header = checkHeader(cells, reads);
    else yield rowOf(header, cells, line);
  }
  if (!header) throw new ImportError('The file is empty.');
  yield* skipped.map((rejected) => ({ rejected }));
}

function checkHeader(header: readonly string[], reads: ReadonlySet<string>): readonly string[] {
  const missing = [...reads].filter((name) => !header.includes(name));
  if (missing.length === 0) return header;
  throw new ImportError(
    `The mapping reads columns that the file has not: ${missing.join(', ')}. It has ${header.join(', ')}.`,
  );
}

function rowOf(header: readonly string[], cells: readonly string[], line: number): RawRow {
  if (cells.length !== header.length) {
    const detail = `The line has ${cells.length} cells; the header has ${header.length}.`;
    return { rejected: { line, code: 'COLUMN_COUNT', detail } };
  }
  if (cells.some((cell) => cell.includes(replacement))) {
    return { rejected: { line, code: 'NOT_UTF8', detail: 'The line holds bytes that are no text in the encoding.' } };
  }
  return { line, cells: Object.fromEntries(header.map((name, index) => [name, cells[index]])) };
}

/** The parser counts the lines at the end of a record; a quoted cell may hold some. */
function readEntry(entry: unknown): { readonly line: number; readonly cells: readonly string[] } {
  const record = isObject(entry) ? entry['record'] : undefined;
  const info = isObject(entry) ? entry['info'] : undefined;
  const end = isObject(info) ? info['lines'] : undefined;
  const cells = Array.isArray(record) ? record.map(String) : [];
  const inside = cells.reduce((count, cell) => count + cell.split('\n').length - 1, 0);
  return { line: (typeof end === 'number' ? end : 0) - inside, cells };
}

async function* jsonRows(text: Readable): AsyncGenerator<RawRow, void, undefined> {
  let line = 0;
  let rest = '';
  for await (const chunk of text) {
    const lines = (rest + String(chunk)).split('\n');
    rest = lines.pop() ?? '';
    for (const one of lines) yield* jsonRow(one, ++line);
  }
  yield* jsonRow(rest, line + 1);
}

function* jsonRow(text: string, line: number): Generator<RawRow, void, undefined> {
  const trimmed = text.replace(/^\u{feff}/u, '').trim();
  if (trimmed === '') return;
  if (trimmed.includes(replacement)) {
    yield { rejected: { line, code: 'NOT_UTF8', detail: 'The line holds bytes that are no text in the encoding.' } };
    return;
  }
  const value = parseJson(trimmed);
  if (isObject(value)) yield { line, cells: value };
  else yield { rejected: { line, code: 'NOT_JSON', detail: 'The line is not a JSON object.' } };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown; // eslint-disable-line no-restricted-syntax -- JSON.parse answers any
  } catch {
    return undefined;
  }
}
