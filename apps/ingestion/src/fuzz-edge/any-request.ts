/** Any request at all to any address of a door. */
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { askedRoutes, doorRoutes } from '../accept-events/door-routes.ts';
import { badBatch, foreignBodies, nativeBodies, nearlyValid } from './near-valid.ts';

export interface AnyRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** Whether the answer tells how many events were taken and how many refused. */
  readonly tells: boolean;
}

/** Of a source whose requests all tell, and of one whose do not. */
export interface Keys {
  readonly telling: string;
  readonly silent: string;
}

const names = [
  ...[
    'type',
    'event',
    'userId',
    'anonymousId',
    'messageId',
    'timestamp',
    'sentAt',
    'properties',
    'traits',
    'context',
    'batch',
    'writeKey',
  ],
  ...[
    'groupId',
    'previousId',
    'name',
    'category',
    'integrations',
    'distinct_id',
    'e',
    'data',
    'events',
    'params',
    'client_id',
  ],
];
const value = fc.oneof(
  fc.jsonValue({ maxDepth: 6 }),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('track', 'identify', 'alias', '', 'null'),
);
const event = fc.record(Object.fromEntries(names.map((name) => [name, value])), { requiredKeys: [] });
const json = fc.oneof(
  fc.json({ maxDepth: 8 }),
  event.map((one) => JSON.stringify(one)),
  fc.tuple(fc.array(event, { maxLength: 5 }), event).map(([batch, envelope]) => JSON.stringify({ ...envelope, batch })),
);

const bodyOf = (bodies: readonly string[]): fc.Arbitrary<Buffer> =>
  fc.oneof(
    { weight: 5, arbitrary: nearlyValid(bodies) },
    { weight: 3, arbitrary: json.map((text) => Buffer.from(text)) },
    { weight: 2, arbitrary: badBatch },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 500 }).map((bytes) => Buffer.from(bytes)) },
  );

type Pack = (bytes: Buffer) => Buffer;
const packs: readonly (readonly [name: string | undefined, pack: Pack])[] = [
  ...Array.from({ length: 6 }, () => [undefined, (bytes: Buffer) => bytes] as const),
  ['gzip', (bytes) => gzipSync(bytes)],
  ['gzip', (bytes) => bytes],
  ['gzip', (bytes) => gzipSync(bytes).subarray(0, -5)],
  [undefined, (bytes) => gzipSync(bytes)],
  ['deflate', (bytes) => deflateSync(bytes)],
  ['br', (bytes) => brotliCompressSync(bytes)],
  ['br', (bytes) => bytes],
  ['zstd', (bytes) => bytes],
];

/** What a header may hold on the wire: nothing else leaves a client of Node. */
const headerValue = fc.string({
  unit: fc
    .integer({ min: 0x20, max: 0xff })
    .filter((code) => code !== 0x7f)
    .map((code) => String.fromCharCode(code)),
  maxLength: 60,
});
const headers = fc.dictionary(
  fc.constantFrom(
    'content-type',
    'content-encoding',
    'origin',
    'user-agent',
    'traceparent',
    'x-forwarded-proto',
    'access-control-request-headers',
    'accept',
    'cookie',
  ),
  headerValue.map((text) => text.trim()),
  { maxKeys: 4 },
);

const query = (key: string): fc.Arbitrary<string> =>
  fc
    .array(
      fc.tuple(
        fc.constantFrom('writeKey', 'data', 'api_secret', 'e', '_', 'ip', '__proto__', 'aid'),
        fc.oneof(fc.constant(key), fc.string({ unit: 'binary' }), fc.json()),
      ),
      { maxLength: 3 },
    )
    .map((pairs) => new URLSearchParams(pairs).toString());

/** A part that begins with a colon is a parameter. */
const pathOf = (path: string): fc.Arbitrary<string> =>
  fc
    .string({ unit: 'binary', maxLength: 30 })
    .map((parameter) => path.replace(/:\w+/, encodeURIComponent(parameter.toWellFormed()) || 'x'));

const authorization = (key: string): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom(`Bearer ${key}`, `Basic ${btoa(`${key}:`)}`) },
    { weight: 1, arbitrary: headerValue.map((text) => text.trim()) },
  );

interface Address {
  readonly method: string;
  readonly path: string;
  readonly tells: boolean;
}

const addresses: readonly Address[] = [
  ...doorRoutes.map(({ method, path, answer, carries }) => ({
    method,
    path,
    tells: (answer ?? carries) === undefined,
  })),
  ...askedRoutes.map(({ method, path }) => ({ method, path, tells: false })),
];
const [telling, silent] = [addresses.filter(({ tells }) => tells), addresses.filter(({ tells }) => !tells)];

function requestTo(all: readonly Address[], key: string, bodies: readonly string[]): fc.Arbitrary<AnyRequest> {
  return fc.constantFrom(...all).chain(({ method, path, tells }) =>
    fc
      .record({
        path: pathOf(path),
        search: query(key),
        own: headers,
        authorization: authorization(key),
        body: bodyOf(bodies),
        pack: fc.constantFrom(...packs),
      })
      .map(({ path: filled, search, own, authorization: shown, body, pack: [encoding, pack] }) => ({
        ...{ method, tells },
        path: search === '' ? filled : `${filled}?${search}`,
        headers: { ...own, authorization: shown, ...(encoding === undefined ? {} : { 'content-encoding': encoding }) },
        body: method === 'GET' ? Buffer.alloc(0) : pack(body),
      })),
  );
}

export const anyRequest = (keys: Keys): fc.Arbitrary<AnyRequest> =>
  fc.oneof(
    { weight: 3, arbitrary: requestTo(telling, keys.telling, nativeBodies) },
    { weight: 2, arbitrary: requestTo(silent, keys.silent, foreignBodies) },
  );

/** A whole request as it stands on the wire, with anything broken in it. */
export const anyBytes = (key: string): fc.Arbitrary<Buffer> =>
  nearlyValid(
    nativeBodies.map((body) =>
      [
        `POST /v1/batch HTTP/1.1`,
        'Host: door',
        `Authorization: Bearer ${key}`,
        `Content-Length: ${Buffer.byteLength(body)}`,
        'Connection: close',
        '',
        body,
      ].join('\r\n'),
    ),
  );
