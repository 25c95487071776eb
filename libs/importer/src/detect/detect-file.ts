/** Finds out what a file is by its content: its name promises nothing. What a mapping says of it comes first. */
import { type FileFormat, type FileType } from '@tributary/domain-collection';
import { bytesOf, isZipped, readStart } from '../file-bytes.ts';
import { decoderOf } from '../file-text.ts';
import { ImportError } from '../import-error.ts';
import { findRecords } from '../formats/find-records.ts';
import { findList } from '../formats/json-rows.ts';
import { sampleBytes } from '../limits.ts';
import { unreadable } from '../unreadable.ts';
import { delimiterName, findDelimiter } from './delimiter.ts';
import { findEncoding } from './encoding.ts';
import { textType } from './text-type.ts';

export interface DetectedFile {
  readonly type: FileType;
  readonly zipped: boolean;
  /** Of a text; Parquet has one of its own. */
  readonly encoding: string;
  readonly delimiter: string;
  readonly quote: string;
  /** JSON pointer to the list, or path of the element. */
  readonly records: string;
  readonly rows: string | undefined;
  /** The file holds receipts as POSLog says them, which need no mapping. */
  readonly isPosLog: boolean;
  /** What was found and by what, for whoever asks. */
  readonly notes: readonly string[];
}

/** What no mapping has said anything of. */
export const anyFormat: FileFormat = { type: undefined, delimiter: undefined, quote: '"', encoding: undefined };

const enoughToKnow = 16;
const others = [
  { start: [0x50, 0x4b, 0x03, 0x04], is: 'a ZIP archive (as .xlsx and .zip are)' },
  { start: [0x28, 0xb5, 0x2f, 0xfd], is: 'packed with zstd' },
  { start: [0x42, 0x5a, 0x68], is: 'packed with bzip2' },
  { start: [0xfd, 0x37, 0x7a, 0x58, 0x5a], is: 'packed with xz' },
  { start: [0xd0, 0xcf, 0x11, 0xe0], is: 'a document of an old Office' },
  { start: [0x25, 0x50, 0x44, 0x46], is: 'a PDF document' },
] as const;

const isParquet = (start: Buffer): boolean => start.subarray(0, 4).toString('latin1') === 'PAR1';

export async function detectFile(file: string, format: FileFormat = anyFormat): Promise<DetectedFile> {
  const start = await readStart(file, enoughToKnow);
  if (isParquet(start)) return detectParquet(format);
  const other = others.find((known) => known.start.every((byte, index) => start[index] === byte));
  if (other) throw new ImportError(`${file} is ${other.is}.`, 'UNKNOWN_FORMAT');
  const zipped = isZipped(start);
  if (!zipped && format.type === 'parquet') throw mismatch('parquet', 'no Parquet file');
  const { sample, broken } = await sampleOf(file, zipped);
  if (isParquet(sample)) throw new ImportError(`${file} is Parquet packed with gzip.`, 'PACKED_PARQUET');
  try {
    return detectSample(sample, format, zipped);
  } catch (error) {
    // Of a file that was cut off, what it could have been matters less.
    throw broken ?? error;
  }
}

function detectSample(sample: Buffer, format: FileFormat, zipped: boolean): DetectedFile {
  if (sample.length === 0) throw new ImportError('The file is empty.', 'EMPTY_FILE');
  const found = findEncoding(sample);
  if (!found && format.encoding === undefined) {
    throw new ImportError('The file is neither text nor Parquet.', 'UNKNOWN_FORMAT');
  }
  const encoding = format.encoding ?? found?.encoding ?? 'utf-8';
  const why = format.encoding === undefined ? found?.why : 'the mapping says so';
  const text = decoderOf(encoding).decode(sample, { stream: true });
  const notes = why === undefined ? [] : [`Encoding ${encoding}: ${why}.`];
  return detectText(text, format, { zipped, encoding, notes });
}

const mismatch = (said: FileType, is: string): ImportError =>
  new ImportError(`The mapping says ${said}; the file is ${is}.`, 'FORMAT_MISMATCH');

const plain = { zipped: false, encoding: 'utf-8', delimiter: ',', quote: '"', records: '', rows: undefined } as const;

function detectParquet({ type, rows }: FileFormat): DetectedFile {
  if (type !== undefined && type !== 'parquet') throw mismatch(type, 'Parquet');
  return { ...plain, type: 'parquet', rows, isPosLog: false, notes: [] };
}

type Known = Pick<DetectedFile, 'zipped' | 'encoding' | 'notes'>;

function detectText(text: string, format: FileFormat, known: Known): DetectedFile {
  const { quote, rows } = format;
  const type = format.type ?? textType(text);
  const base = { ...plain, ...known, type, quote, rows, isPosLog: false };
  switch (type) {
    case 'parquet':
      throw mismatch('parquet', 'text');
    case 'ndjson':
      return base;
    case 'csv': {
      const { delimiter, why } = findDelimiter(text, quote);
      if (format.delimiter !== undefined) return { ...base, delimiter: format.delimiter };
      return { ...base, delimiter, notes: [...known.notes, `Delimiter ${delimiterName(delimiter)}: ${why}.`] };
    }
    case 'json': {
      const records = format.records ?? findList(text);
      if (records === undefined) throw new ImportError('The JSON has no list of objects.', 'NO_RECORDS');
      return { ...base, records, notes: [...known.notes, ...noteOf(format, records, 'the first list of objects')] };
    }
    case 'xml': {
      const found = findRecords(text);
      const isPosLog = found?.root === 'POSLog';
      const records = format.records ?? (isPosLog ? '/POSLog/Transaction' : found?.records);
      if (records === undefined) throw new ImportError('The XML has no element.', 'NO_RECORDS');
      return {
        ...base,
        records,
        isPosLog,
        notes: [
          ...known.notes,
          ...noteOf(format, records, isPosLog ? 'as POSLog has them' : 'the element that repeats nearest to the root'),
        ],
      };
    }
  }
}

/** Nothing is said of what the mapping says. */
const noteOf = ({ records }: FileFormat, found: string, is: string): readonly string[] =>
  records === undefined ? [`Records at "${found}": ${is}.`] : [];

interface Sample {
  readonly sample: Buffer;
  /** What broke within it, and will again when the file is read. */
  readonly broken: Error | undefined;
}

/** The beginning, unpacked. */
async function sampleOf(file: string, zipped: boolean): Promise<Sample> {
  const pieces: Buffer[] = [];
  let length = 0;
  let broken: Error | undefined;
  try {
    for await (const piece of bytesOf({ file, zipped, onBytes: () => undefined })) {
      pieces.push(piece);
      length += piece.length;
      if (length >= sampleBytes) break;
    }
  } catch (error) {
    broken = unreadable(file, error);
  }
  if (pieces.length === 0 && broken) throw broken;
  return { sample: Buffer.concat(pieces).subarray(0, sampleBytes), broken };
}
