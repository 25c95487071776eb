/** Whatever is wrong with a file has a code and a place, costs no row that could be read, and is never thrown as it comes. */
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { type FileFormat } from '@tributary/domain-collection';
import { readAll } from '../testing/read-file.ts';
import { bytesIn, fileOf, parquetBytes } from '../testing/write-file.ts';

const people = Array.from({ length: 3_000 }, (_, index) => ({ id: `p${index}`, name: `Name ${index * 7919}` }));
const csv = (...lines: readonly string[]): string => ['id,name', ...lines].join('\n');
const deep = (levels: number): string => `${'['.repeat(levels)}1${']'.repeat(levels)}`;
const huge = 'x'.repeat(5_000_000);
const bytes = (text: string, ...broken: readonly number[]): Buffer =>
  Buffer.concat([Buffer.from(text), Buffer.from(broken)]);

interface Case {
  readonly content: string | Uint8Array;
  readonly format?: Partial<FileFormat>;
  /** Line and code of what is refused; `read` rows are not. */
  readonly refused?: readonly string[];
  readonly read?: number;
  readonly code?: string;
  readonly says?: RegExp;
}

const rowCases: Readonly<Record<string, Case>> = {
  'CSV: a quote that stays open': { content: csv('1,"a', '2,b', '3,c'), refused: ['2 INVALID_CSV'], read: 2 },
  'CSV: text after a quote': { content: csv('1,"a"x', '2,b'), refused: ['2 INVALID_CSV'], read: 1 },
  'CSV: a quote within a cell': { content: csv('1,a"b', '2,b'), refused: ['2 INVALID_CSV'], read: 1 },
  'CSV: cells too few and too many': {
    content: csv('1', '1,2,3', '2,b'),
    refused: ['2 COLUMN_COUNT', '3 COLUMN_COUNT'],
    read: 1,
  },
  'CSV: a line with the delimiter above the header': {
    content: '\u{feff}sep=;\r\nid;name\r\n1;a\r\n2\r\n3;"b"',
    refused: ['4 COLUMN_COUNT'],
    read: 2,
  },
  'CSV: the same with a tab in quotes': { content: '"sep=\t"\nid\tname\n1\ta', read: 1 },
  'CSV: the same line, and another delimiter in the mapping': {
    content: 'sep=;\nid,name\n1,a',
    format: { delimiter: ',' },
    read: 1,
  },
  'CSV: a huge cell': { content: csv(`1,${huge}`, '2,b'), refused: ['2 RECORD_TOO_LARGE'], read: 1 },
  'CSV: a huge cell in quotes, then more': { content: csv(`1,"${huge}"`, '2,b'), refused: ['2 INVALID_CSV'], read: 1 },
  'CSV: line numbers go through line ends in cells': {
    content: csv('1,"a\nb"', '2'),
    refused: ['4 COLUMN_COUNT'],
    read: 1,
  },
  'CSV: bytes that are no UTF-8': {
    content: bytes(csv('1,é'.repeat(1), ...Array.from({ length: 20 }, (_, i) => `${i},ü`), '2,'), 0xff),
    refused: ['23 NOT_UTF8'],
    read: 21,
  },
  'CSV: line ends of an old Macintosh': { content: 'id,name\r1,a\r2,b\r', read: 2 },
  'NDJSON: no JSON, no object, huge, deep': {
    content: ['{"a":1}', 'x', '[1]', `{"a":"${huge}"}`, `{"a":${deep(200)}}`, '{"a":2}'].join('\n'),
    refused: ['2 NOT_JSON', '3 NOT_AN_OBJECT', '4 RECORD_TOO_LARGE', '5 RECORD_TOO_DEEP'],
    read: 2,
  },
  'JSON: no object, huge, deep, an empty place': {
    content: `[{"a":1},7,{"a":"${huge}"},{"a":${deep(200)}},{"a":2},{"a":1e},{"a":3}]`,
    refused: ['2 NOT_AN_OBJECT', '3 RECORD_TOO_LARGE', '4 RECORD_TOO_DEEP', '6 NOT_JSON'],
    read: 3,
  },
  'JSON: a key named twice': {
    content: '{"a":1}\n{"a":{"b":1,"b":2}}\n{"a":2}',
    refused: ['2 DUPLICATE_KEY'],
    read: 2,
  },
  'XML: huge and deep': {
    content: `<r><o>${'<i>0123456789</i>'.repeat(300_000)}</o><o>${'<a>'.repeat(200)}${'</a>'.repeat(200)}</o><o>1</o></r>`,
    refused: ['1 RECORD_TOO_LARGE', '2 RECORD_TOO_DEEP'],
    read: 1,
  },
  'XML: bytes that are no UTF-8': {
    content: bytes('<?xml version="1.0" encoding="utf-8"?><r><o>1</o><o>', 0xff, ...Buffer.from('</o><o>2</o></r>')),
    refused: ['2 NOT_UTF8'],
    read: 2,
  },
};

const zipped = gzipSync(bytesIn('csv', people));
const parquet = parquetBytes(people, ['id', 'name']);

const fileCases: Readonly<Record<string, Case>> = {
  empty: { content: '', code: 'EMPTY_FILE' },
  'CSV: only a header': { content: 'id,name\n', code: 'EMPTY_FILE' },
  'NDJSON: only empty lines': { content: '\n\n', format: { type: 'ndjson' }, code: 'EMPTY_FILE' },
  'JSON: an empty list': { content: '{"orders":[]}', format: { type: 'json', records: '/orders' }, code: 'EMPTY_FILE' },
  'Parquet: no rows': { content: parquetBytes([], ['id', 'name']), code: 'EMPTY_FILE' },
  'only a mark': { content: bytes('', 0xef, 0xbb, 0xbf), code: 'EMPTY_FILE' },
  'a spreadsheet': { content: bytes('PK\u0003\u0004', 0, 0, 0), code: 'UNKNOWN_FORMAT', says: /ZIP/ },
  'no text': { content: Buffer.from([0, 0, 0, 0, 1, 2, 3, 0, 0, 0, 9]), code: 'UNKNOWN_FORMAT' },
  'gzip cut off': { content: zipped.subarray(0, zipped.length / 2), code: 'TRUNCATED' },
  'gzip damaged': {
    content: Buffer.concat([zipped.subarray(0, 2_000), Buffer.alloc(500), zipped.subarray(2_500)]),
    code: 'DAMAGED',
  },
  'Parquet in gzip': { content: gzipSync(parquet), code: 'PACKED_PARQUET', says: /is Parquet packed with gzip/ },
  'Parquet in gzip, as the mapping says': {
    content: gzipSync(parquet),
    format: { type: 'parquet' },
    code: 'PACKED_PARQUET',
  },
  'text in gzip, Parquet by its mapping': {
    content: zipped,
    format: { type: 'parquet' },
    code: 'FORMAT_MISMATCH',
  },
  'a gzip bomb': {
    content: gzipSync(Buffer.concat([Buffer.from('id\n'), Buffer.alloc(80_000_000, 'a')])),
    code: 'INFLATES_TOO_FAR',
    says: /200 times/,
  },
  'an encoding that is none': { content: csv('1,a'), format: { encoding: 'klingon' }, code: 'UNKNOWN_ENCODING' },
  'JSON cut off': { content: '[{"a":1},{"a":', code: 'TRUNCATED', read: 1 },
  'JSON with brackets crossed': { content: '{"a":[{"b":1}}', code: 'INVALID_JSON' },
  'JSON after JSON': { content: '[{"a":1}] [{"a":2}]', code: 'INVALID_JSON', read: 1 },
  'JSON without a list': { content: '{\n"a": 1\n}', code: 'NO_RECORDS' },
  'JSON without the list named': {
    content: '{\n"a": [{"b":1}],\n"c": {"d": []}}',
    format: { records: '/x' },
    ...{ code: 'NO_RECORDS', says: /It has lists at "\/a", "\/c\/d"/ },
  },
  'JSON deep around its records': {
    content: `{"a":${deep(5_000)}}`,
    format: { type: 'json', records: '/x' },
    code: 'INVALID_JSON',
  },
  'XML cut off': { content: '<r><o>1</o><o>', code: 'TRUNCATED', read: 1 },
  'XML broken': { content: '<r><o>1</o>\n<o></x></r>', code: 'INVALID_XML', says: /line 2/, read: 1 },
  'XML without the element named': { content: '<r><o>1</o></r>', format: { records: '/r/x' }, code: 'NO_RECORDS' },
  'XML with a DTD that names a file': {
    content: '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><r><o>&x;</o></r>',
    code: 'XML_DTD',
  },
  'XML with entities that multiply': {
    content: '<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><r><o>&b;</o></r>',
    code: 'XML_DTD',
  },
  'XML with an entity that nothing defines': { content: '<r><o>&nbsp;</o></r>', code: 'XML_DTD' },
  'XML nested without end': { content: '<a>'.repeat(20_000), code: 'INVALID_XML', says: /nested/ },
  'XML of one endless text': { content: `<r><o>${'y'.repeat(10_000_000)}`, code: 'INVALID_XML', says: /more than/ },
  'Parquet cut off': { content: parquet.subarray(0, parquet.length - 100), code: 'TRUNCATED' },
  'Parquet encrypted': {
    content: Buffer.concat([parquet.subarray(0, parquet.length - 4), Buffer.from('PARE')]),
    code: 'UNSUPPORTED_PARQUET',
  },
  'Parquet with metadata of noise': {
    content: Buffer.from(`PAR1${'\u0001'.repeat(100)}\u0008\0\0\0PAR1`),
    code: 'INVALID_PARQUET',
  },
  'Parquet with a page of noise': {
    content: Buffer.concat([parquet.subarray(0, 60), Buffer.alloc(40, 0xff), parquet.subarray(100)]),
    code: 'INVALID_PARQUET',
  },
  'a mapping of Parquet for text': { content: csv('1,a'), format: { type: 'parquet' }, code: 'FORMAT_MISMATCH' },
  'a mapping of CSV for Parquet': { content: parquet, format: { type: 'csv' }, code: 'FORMAT_MISMATCH' },
};

describe('a row that is broken', () => {
  it.each(Object.entries(rowCases))(
    'is refused by its place: %s',
    async (_, { content, format, refused = [], read }) => {
      const result = await readAll(await fileOf(content), format);
      expect({ refused: result.refused, read: result.rows.length, error: result.error }).toEqual({
        refused,
        read,
        error: undefined,
      });
    },
  );
});

describe('a file that is broken', () => {
  it.each(Object.entries(fileCases))(
    'says by a code what to do: %s',
    async (_, { content, format, code, says, read }) => {
      const { error, rows } = await readAll(await fileOf(content), format);
      expect([error?.code, error?.fix]).toEqual([code, expect.stringMatching(/\.$/)]);
      if (says) expect(error?.message).toMatch(says);
      if (read !== undefined) expect(rows.length).toBe(read);
    },
  );
});
