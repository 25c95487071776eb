/** Requests to the doors of the Segment wire format that cannot be taken, or of which a part cannot. */
import { brotliCompressSync, constants, deflateSync, gzipSync } from 'node:zlib';
import { deep, keys, sound } from './case.ts';

export interface BadRequest {
  readonly what: string;
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** Of the answer; 200 where all but what is refused was taken. */
  readonly status: number;
  /** Of the answer, or of what was refused and kept. */
  readonly code: Uppercase<string>;
  /** What a rejection keeps; absent: the body. */
  readonly kept?: string;
}

const json = (value: unknown): string => JSON.stringify(value);
const many = (count: number): object[] => Array.from({ length: count }, () => sound);
const spaces = Buffer.alloc(20_000_000, 0x20);
const quickly = { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } };
const one = json(sound);

/** The checksum stands four bytes before the length, which is at the end. */
function withoutChecksum(zipped: Buffer): Buffer {
  zipped.writeUInt32LE(0, zipped.length - 8);
  return zipped;
}

const bodies: readonly BadRequest[] = [
  { what: 'nothing', body: '', status: 400, code: 'NOT_JSON' },
  { what: 'spaces', body: '  \n ', status: 400, code: 'NOT_JSON' },
  { what: 'HTML', body: '<html></html>', status: 400, code: 'NOT_JSON' },
  { what: 'HTML of many lines', body: '<html>\n<body>\n</body>\n</html>\n', status: 400, code: 'NOT_JSON' },
  { what: 'lines of numbers', body: '1\n2\n3\n', status: 400, code: 'NOT_JSON' },
  { what: 'UTF-16', body: Buffer.from(one, 'utf16le'), status: 400, code: 'NOT_JSON' },
  { what: 'bytes of chance', body: Buffer.from([0xff, 0xfe, 0, 1, 2]), status: 400, code: 'NOT_UTF8' },
  { what: 'a picture', body: Buffer.from('\x89PNG\r\n\x1a\n{', 'latin1'), status: 400, code: 'NOT_JSON' },
  { what: 'base64 that holds no JSON', body: 'data=%%%', status: 400, code: 'NOT_JSON' },
  { what: 'base64 of nothing', body: 'data=', status: 400, code: 'NOT_JSON' },
  { what: 'base64 of base64', body: `data=${btoa(btoa(one))}`, status: 400, code: 'NOT_JSON' },
  { what: '6 MB', body: ' '.repeat(6_000_000), status: 413, code: 'BODY_TOO_LARGE' },
  { what: '2,501 events', body: json({ batch: many(2_501) }), status: 413, code: 'TOO_MANY_EVENTS' },
  { what: '2,501 events in a list', body: json(many(2_501)), status: 413, code: 'TOO_MANY_EVENTS' },
  { what: '2,501 lines', body: many(2_501).map(json).join('\n'), status: 413, code: 'TOO_MANY_EVENTS' },
  {
    what: 'two million numbers',
    body: json(Array.from({ length: 2_000_000 }, () => 1)),
    status: 413,
    code: 'TOO_MANY_EVENTS',
  },
  { what: 'two million lines', body: `${one}\n${'1\n'.repeat(2_000_000)}`, status: 413, code: 'TOO_MANY_EVENTS' },
  {
    what: 'a context of 8 KB for 2,000 events',
    body: json({ context: { a: 'c'.repeat(8_000) }, batch: many(2_000) }),
    status: 413,
    code: 'BATCH_TOO_LARGE',
  },
  {
    what: 'a context of 200,000 keys for 100 events',
    body: json({ context: keys(200_000), batch: many(100) }),
    status: 413,
    code: 'BATCH_TOO_LARGE',
  },
];

const encodings: readonly BadRequest[] = [
  { what: 'half a gzip', body: gzipSync(one).subarray(0, 20), status: 400, code: 'BROKEN_ENCODING' },
  {
    what: 'a gzip whose checksum is wrong',
    body: withoutChecksum(gzipSync(one)),
    status: 400,
    code: 'BROKEN_ENCODING',
  },
  {
    what: 'the beginning of a gzip, then noise',
    body: Buffer.from([0x1f, 0x8b, 8, 0, 9, 9, 9, 9]),
    status: 400,
    code: 'BROKEN_ENCODING',
  },
  { what: 'a gzip of a gzip', body: gzipSync(gzipSync(one)), status: 400, code: 'NOT_UTF8' },
  { what: 'a gzip of nothing', body: gzipSync(''), status: 400, code: 'NOT_JSON' },
  {
    what: 'noise as deflate',
    headers: { 'content-encoding': 'deflate' },
    body: Buffer.from([1, 2, 3, 4]),
    status: 400,
    code: 'BROKEN_ENCODING',
  },
  {
    what: 'noise as brotli',
    headers: { 'content-encoding': 'br' },
    body: Buffer.from([0xff, 0xff, 0xff]),
    status: 400,
    code: 'BROKEN_ENCODING',
  },
  {
    what: 'an encoding that nobody knows',
    headers: { 'content-encoding': 'zstd' },
    body: Buffer.from([0x28, 0xb5, 0x2f, 0xfd]),
    status: 400,
    code: 'BROKEN_ENCODING',
  },
  {
    what: 'two encodings, one within the other',
    headers: { 'content-encoding': 'br, deflate' },
    body: Buffer.from([0x78, 0x9c, 0xff, 0x01]),
    status: 400,
    code: 'BROKEN_ENCODING',
  },
  { what: 'a gzip bomb', body: gzipSync(spaces), status: 413, code: 'BODY_TOO_LARGE' },
  {
    what: 'a deflate bomb',
    headers: { 'content-encoding': 'deflate' },
    body: deflateSync(spaces),
    status: 413,
    code: 'BODY_TOO_LARGE',
  },
  {
    what: 'a brotli bomb',
    headers: { 'content-encoding': 'br' },
    body: brotliCompressSync(spaces, quickly),
    status: 413,
    code: 'BODY_TOO_LARGE',
  },
];

const batch = (what: string, code: Uppercase<string>, body: string, kept = body): BadRequest => ({
  what,
  code,
  body,
  kept,
  status: 200,
});

const batches: readonly BadRequest[] = [
  batch('a batch that is an object', 'INVALID_BATCH', '{"batch":{}}'),
  batch('a batch that is null', 'INVALID_BATCH', '{"batch":null}'),
  batch('a batch that is a text', 'INVALID_BATCH', `{"batch":${json(one)}}`),
  batch('two batches in one object', 'DUPLICATE_KEY', '{"batch":[],"batch":[{"type":"page","userId":"u"}]}'),
  batch(
    'two batches, the first with a key twice',
    'DUPLICATE_KEY',
    `{"batch":[{"a":1,"a":2},${one}],"batch":[${one}]}`,
  ),
  batch('a context with a key twice', 'DUPLICATE_KEY', `{"context":{"a":1,"a":2},"batch":[${one}]}`),
  batch('two contexts', 'DUPLICATE_KEY', `{"context":{"a":1},"context":{"b":1},"batch":[${one}]}`),
  batch('a null among the events', 'NOT_AN_OBJECT', '{"batch":[null]}', 'null'),
  batch('a batch in a batch', 'UNKNOWN_TYPE', `[{"batch":[${one}]}]`),
  batch('a context that is a text', 'INVALID_FIELD', `{"context":"web","batch":[${one}]}`),
  batch('a context with a number beyond a double', 'NON_FINITE_NUMBER', `{"context":{"a":1e999},"batch":[${one}]}`),
  batch(
    'a context with an integer beyond 2^53',
    'UNSAFE_INTEGER',
    `{"context":{"a":9007199254740993},"batch":[${one}]}`,
  ),
  batch('a context with __proto__', 'FORBIDDEN_KEY', `{"context":{"__proto__":{"admin":true}},"batch":[${one}]}`),
  batch('a context of 50,000 levels', 'TOO_DEEP', `{"context":{"a":${deep(50_000)}},"batch":[${one}]}`),
  batch('integrations of 50,000 levels', 'TOO_DEEP', `{"integrations":{"a":${deep(50_000)}},"batch":[${one}]}`),
  batch('a time of sending of 50,000 levels', 'TOO_DEEP', `{"sentAt":${deep(50_000)},"batch":[${one}]}`),
  { ...batch('an event of no type', 'UNKNOWN_TYPE', '{"userId":"u"}'), path: '/v1/import' },
  { ...batch('a page without identity', 'MISSING_IDENTITY', '{"type":"page","batch":[{}]}'), path: '/v1/page' },
  { ...batch('an alias to nobody', 'MISSING_PREVIOUS_ID', '{"type":"alias","batch":[{"userId":"u"}]}'), path: '/v1/a' },
];

const keyed = (
  what: string,
  code: Uppercase<string>,
  headers: Readonly<Record<string, string>>,
  body: object = sound,
): BadRequest => ({
  ...{ what, code, path: '/v1/batch', body: json(body), status: 401 },
  headers: { authorization: '', ...headers },
});

const credentials: readonly BadRequest[] = [
  keyed('no key', 'WRITE_KEY_MISSING', {}),
  keyed('a scheme that is unknown', 'WRITE_KEY_MISSING', { authorization: 'Digest test-write-key' }),
  keyed('a scheme alone', 'WRITE_KEY_MISSING', { authorization: 'Bearer' }),
  keyed('a number as key', 'WRITE_KEY_MISSING', {}, { ...sound, writeKey: 7 }),
  keyed('a query as key', 'WRITE_KEY_MISSING', {}, { ...sound, writeKey: { $ne: null } }),
  keyed('an empty key', 'WRITE_KEY_MISSING', {}, { ...sound, writeKey: '' }),
  {
    ...keyed('a key twice in the address', 'WRITE_KEY_MISSING', {}),
    path: '/v1/batch?writeKey=test-write-key&writeKey=x',
  },
  keyed('a key that is unknown', 'WRITE_KEY_UNKNOWN', { authorization: 'Bearer guess' }),
  keyed('a key that every object has', 'WRITE_KEY_UNKNOWN', { authorization: `Basic ${btoa('__proto__:')}` }),
  keyed('bytes as key', 'WRITE_KEY_UNKNOWN', { authorization: `Basic ${btoa('\xff\xfe\x00')}` }),
  keyed('NUL in the key', 'WRITE_KEY_UNKNOWN', {}, { ...sound, writeKey: 'test-write-key\0' }),
  keyed('half a surrogate pair as key', 'WRITE_KEY_UNKNOWN', {}, { ...sound, writeKey: '\ud800' }),
  keyed('a key of a megabyte', 'WRITE_KEY_UNKNOWN', {}, { ...sound, writeKey: 'k'.repeat(1_000_000) }),
];

const addresses: readonly BadRequest[] = [
  { what: 'an address that is none', path: '/v1/%ZZ', body: one, status: 400, code: 'ADDRESS_UNREADABLE' },
  { what: 'a call that does not exist', path: '/v1/click', body: one, status: 404, code: 'ROUTE_NOT_FOUND' },
  { what: 'a call in capitals', path: '/V1/TRACK', body: one, status: 404, code: 'ROUTE_NOT_FOUND' },
  { what: 'a call with a slash behind it', path: '/v1/track/', body: one, status: 404, code: 'ROUTE_NOT_FOUND' },
  { what: 'a call that asks', method: 'GET', path: '/v1/track', status: 404, code: 'ROUTE_NOT_FOUND' },
  { what: 'a call that puts', method: 'PUT', path: '/v1/track', body: one, status: 404, code: 'ROUTE_NOT_FOUND' },
  { what: 'a picture of no event', method: 'GET', path: '/v1/pixel/track', status: 400, code: 'NOT_JSON' },
  { what: 'a picture of noise', method: 'GET', path: '/v1/pixel/track?data=%25%25', status: 400, code: 'NOT_JSON' },
  {
    what: 'a picture of no kind',
    method: 'GET',
    path: `/v1/pixel/click?data=${btoa(json({ userId: 'u', event: 'x' }))}`,
    status: 200,
    code: 'UNKNOWN_TYPE',
    kept: json({ userId: 'u', event: 'x' }),
  },
  {
    what: 'a picture whose kind is a novel',
    method: 'GET',
    path: `/v1/pixel/${'x'.repeat(700)}`,
    status: 414,
    code: 'ADDRESS_TOO_LONG',
  },
];

export const requestCases: readonly BadRequest[] = [...bodies, ...encodings, ...batches, ...credentials, ...addresses];
