/** The closed catalogue of what can be wrong with a file or a row of it; what to do about each stands beside it. */
import { isReasonCode, reason } from '@tributary/domain-collection';

/** Of a file: nothing more of it can be read. */
const fileFixes = {
  UNREADABLE: 'Name a file that exists and that this user may read.',
  UNWRITABLE: 'Name a file in a folder that exists and that this user may write to.',
  EMPTY_FILE: 'Export it again: it holds no rows.',
  TRUNCATED: 'Copy or export it again, and import it again: that adds what is missing.',
  DAMAGED: 'Copy or export it again.',
  INFLATES_TOO_FAR: 'Unpack it first and import the unpacked file, if its sender is trusted.',
  UNKNOWN_FORMAT: 'Import CSV, NDJSON, JSON or XML, plain or gzip, or Parquet.',
  PACKED_PARQUET: 'Unpack it first: Parquet is packed within.',
  FORMAT_MISMATCH: 'Correct format.type in the mapping, or leave it out.',
  UNKNOWN_ENCODING: 'Say one of the WHATWG encodings in format.encoding of the mapping, e.g. windows-1251.',
  MISSING_COLUMN: 'Correct the name in the mapping, or take the column out of it.',
  DUPLICATE_COLUMN: 'Rename one of the columns in the header.',
  NO_RECORDS: 'Say in format.records of the mapping where the list of records is.',
  INVALID_JSON: 'Correct the JSON at that place.',
  INVALID_XML: 'Correct the XML at that line.',
  XML_DTD: 'Write the file without DOCTYPE and entities: they can name other files and grow without bound.',
  INVALID_PARQUET: 'Write the file again; it does not follow the Parquet format.',
  UNSUPPORTED_PARQUET: 'Write the file without encryption, with snappy, gzip, zstd, brotli or no compression.',
  PARQUET_TOO_LARGE: 'Write the file with smaller row groups, e.g. 100,000 rows each.',
  MAPPING_NEEDED: 'Pass --mapping; --propose mapping.json writes one to start from.',
} as const;

/** Of a row: it is refused and the reading goes on. */
const rowFixes = {
  INVALID_CSV: 'Close the quote, or double a quote that is text.',
  COLUMN_COUNT: 'Give the line as many cells as the header has; quote a cell that holds the delimiter.',
  NOT_UTF8: 'Save the row in the encoding of the file, or say the right one in format.encoding of the mapping.',
  NOT_JSON: 'Write one JSON object for each record.',
  RECORD_TOO_LARGE: 'Shorten the record; a quote that is not closed makes one of all that follows.',
  RECORD_TOO_DEEP: 'Flatten the record.',
  INVALID_CELL: 'Correct the cell, or the type of its column in the mapping.',
  GROUP_REJECTED: 'Correct the line that it names: a group is taken as a whole or not at all.',
  GROUP_SPLIT: 'Sort the file by the columns of groupBy.',
} as const;

export type FileReasonCode = keyof typeof fileFixes;
export type RowReasonCode = keyof typeof rowFixes;
export const fileReasonCodes: readonly string[] = Object.keys(fileFixes);
export const rowReasonCodes: readonly string[] = Object.keys(rowFixes);

const isRowReason = (code: string): code is RowReasonCode => Object.hasOwn(rowFixes, code);

export const fileFix = (code: FileReasonCode): string => fileFixes[code];

/** What to do about a refused row: of this catalogue, or of the door's; empty where a newer door has said something else. */
export function fixOf(code: string): string {
  if (isRowReason(code)) return rowFixes[code];
  return isReasonCode(code) ? reason(code, '').fix : '';
}
