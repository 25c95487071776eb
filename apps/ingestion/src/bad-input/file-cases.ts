/** Files that are broken as a whole, or in some of their rows. */
import { gzipSync } from 'node:zlib';
import { sound } from './case.ts';

export interface BadFile {
  readonly what: string;
  readonly content: string | Buffer;
  /** Absent: the file holds events as they are. */
  readonly mapping?: object;
  /** Of the file: nothing more of it can be read. */
  readonly code?: Uppercase<string>;
  /** Rows by their place, with the reason. */
  readonly refused?: readonly string[];
  /** Events that were taken: of a file that broke, those before; of a packed one, none. Absent: some. */
  readonly accepted?: number;
}

const columns = { id: 'text', who: 'text', at: { type: 'time', required: true }, amount: 'number' };
const events = [
  {
    type: 'track',
    event: 'Tea Poured',
    messageId: 'file-{id}',
    userId: '{who}',
    timestamp: '{at}',
    properties: { amount: '{amount}' },
  },
];
const tea = { columns, events };

const csv = (...rows: readonly string[]): string => ['id,who,at,amount', ...rows].join('\n');
const row = (id: string, rest = 'u-1,2026-03-01T10:00:00Z,1'): string => `${id},${rest}`;
const line = (messageId: string, change: object = {}): string => JSON.stringify({ ...sound, messageId, ...change });
const broken = (what: string, code: Uppercase<string>, content: string | Buffer, accepted = 0): BadFile => ({
  what,
  code,
  content,
  accepted,
});

const rows: readonly BadFile[] = [
  {
    what: 'CSV: a quote that stays open',
    content: csv(row('a1'), row('a2', '"u,2026-03-01T10:00:00Z,1'), row('a3')),
    mapping: tea,
    refused: ['3 INVALID_CSV'],
    accepted: 2,
  },
  {
    what: 'CSV: cells too few and too many',
    content: csv(row('b1'), 'b2,u', row('b3', 'u-1,2026-03-01T10:00:00Z,1,2'), row('b4')),
    mapping: tea,
    refused: ['3 COLUMN_COUNT', '4 COLUMN_COUNT'],
    accepted: 2,
  },
  {
    what: 'CSV: a number that is none, a time that is none, no time',
    content: csv(row('c1', 'u,2026-03-01T10:00:00Z,many'), row('c2', 'u,30.02.2026,1'), row('c3', 'u,,1'), row('c4')),
    mapping: tea,
    refused: ['2 INVALID_CELL', '3 INVALID_CELL', '4 INVALID_CELL'],
    accepted: 1,
  },
  {
    what: 'CSV: a number beyond a double',
    content: csv(row('d1', 'u,2026-03-01T10:00:00Z,1e999'), row('d2')),
    mapping: tea,
    refused: ['2 INVALID_CELL'],
    accepted: 1,
  },
  {
    what: 'CSV: guests',
    content: csv(row('e1', 'guest,2026-03-01T10:00:00Z,1'), row('e2')),
    mapping: tea,
    refused: ['2 PLACEHOLDER_IDENTITY'],
    accepted: 1,
  },
  {
    what: 'CSV: nobody',
    content: csv(row('f1', ',2026-03-01T10:00:00Z,1'), row('f2')),
    mapping: tea,
    refused: ['2 MISSING_IDENTITY'],
    accepted: 1,
  },
  {
    what: 'CSV: a cell of 5 MB',
    content: csv(row('g1', `${'u'.repeat(5_000_000)},2026-03-01T10:00:00Z,1`), row('g2')),
    mapping: tea,
    refused: ['2 RECORD_TOO_LARGE'],
    accepted: 1,
  },
  {
    what: 'NDJSON: a record of 5 MB',
    content: [line('h1'), line('h2', { big: 'x'.repeat(5_000_000) }), line('h3')].join('\n'),
    refused: ['2 RECORD_TOO_LARGE'],
    accepted: 2,
  },
  {
    what: 'JSON: a list of numbers and events',
    content: `[${line('i1')},7,{"a":1e},${line('i2')}]`,
    refused: ['2 NOT_AN_OBJECT', '3 NOT_JSON'],
    accepted: 2,
  },
  {
    what: 'JSON: a number that no double holds, for a mapping',
    content:
      '{"rows":[{"id":"j1","who":"u","at":"2026-03-01T10:00:00Z","amount":1e999},{"id":"j2","who":"u","at":"2026-03-01T10:00:00Z","amount":2}]}',
    mapping: tea,
    refused: ['1 INVALID_CELL'],
    accepted: 1,
  },
  {
    what: 'XML: a record of 200 levels',
    content: `<rows><row>${'<a>'.repeat(200)}${'</a>'.repeat(200)}</row><row><id>k1</id><who>u</who><at>2026-03-01T10:00:00Z</at><amount>1</amount></row></rows>`,
    mapping: tea,
    refused: ['1 RECORD_TOO_DEEP'],
    accepted: 1,
  },
];

const damaged = gzipSync(Array.from({ length: 3_000 }, (_, n) => line(`damaged-${n * 7_919}`)).join('\n'));

const files: readonly BadFile[] = [
  broken('nothing', 'EMPTY_FILE', ''),
  broken('a spreadsheet', 'UNKNOWN_FORMAT', Buffer.from('PK\u0003\u0004\0\0')),
  broken('a PDF', 'UNKNOWN_FORMAT', '%PDF-1.7'),
  broken('noise', 'UNKNOWN_FORMAT', Buffer.from([0, 0, 0, 0, 1, 2, 3, 0, 0, 0, 9])),
  broken('half a gzip', 'TRUNCATED', gzipSync(line('l1')).subarray(0, 30)),
  broken(
    'a gzip with noise within',
    'DAMAGED',
    Buffer.concat([damaged.subarray(0, 2_000), Buffer.alloc(500), damaged.subarray(2_500)]),
  ),
  broken(
    'a gzip bomb',
    'INFLATES_TOO_FAR',
    gzipSync(Buffer.concat([Buffer.from(`${line('m1')}\n`), Buffer.alloc(80_000_000, 'a')])),
  ),
  {
    ...broken('CSV in an encoding of nobody', 'UNKNOWN_ENCODING', csv(row('n1'))),
    mapping: { ...tea, format: { encoding: 'klingon' } },
  },
  broken('CSV that nothing says how to read', 'MAPPING_NEEDED', csv(row('o1'))),
  { ...broken('CSV without a column', 'MISSING_COLUMN', 'id,who,at\np1,u,2026-03-01T10:00:00Z'), mapping: tea },
  { ...broken('CSV with a column twice', 'DUPLICATE_COLUMN', 'id,who,at,amount,at\n'), mapping: tea },
  {
    ...broken('CSV that is said to be Parquet', 'FORMAT_MISMATCH', csv(row('q1'))),
    mapping: { ...tea, format: { type: 'parquet' } },
  },
  broken('JSON cut off', 'TRUNCATED', `[${line('r1')},{"type":`, 1),
  broken('JSON with brackets crossed', 'INVALID_JSON', '{"a":[{"b":1}}'),
  broken('JSON after JSON', 'INVALID_JSON', `[${line('s1')}] [${line('s2')}]`, 1),
  broken('JSON without a list', 'NO_RECORDS', '{\n"a": 1\n}'),
  {
    ...broken(
      'XML cut off',
      'TRUNCATED',
      '<rows><row><id>t1</id><who>u</who><at>2026-03-01T10:00:00Z</at><amount>1</amount></row><row><id>t2</id><who>u</who><at>2026-03-01T10:00:00Z</at><amount>1</amount></row><row>',
      1,
    ),
    mapping: tea,
  },
  {
    ...broken(
      'XML that names a file of the machine',
      'XML_DTD',
      '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><r><o>&x;</o></r>',
    ),
    mapping: tea,
  },
  {
    ...broken(
      'XML whose entities multiply',
      'XML_DTD',
      '<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><r><o>&b;</o></r>',
    ),
    mapping: tea,
  },
  {
    ...broken('Parquet of noise', 'INVALID_PARQUET', Buffer.from(`PAR1${'\u0001'.repeat(100)}\u0008\0\0\0PAR1`)),
    mapping: tea,
  },
];

export const fileCases: readonly BadFile[] = [...rows, ...files];
