/** Bad input over HTTP: each case is answered by a reason, never by a 5xx; what was acknowledged is stored or kept as a rejection. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startService, type TestService } from '@tributary/testing';
import { gzipSync } from 'node:zlib';
import { ingestionService } from './index.ts';

const good = { type: 'track', event: 'Product Viewed', userId: 'u' };
const big = 'x'.repeat(40_000);
const deep = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);
const manyKeys = Object.fromEntries(Array.from({ length: 1_001 }, (_, index) => [`k${index}`, 1]));

interface Case {
  readonly what: string;
  readonly body: string | Uint8Array;
  readonly code: string;
  readonly path?: string;
}
const event = (what: string, change: object, code: string, path?: string): Case => ({
  what,
  body: JSON.stringify({ ...good, ...change }),
  code,
  ...(path === undefined ? {} : { path }),
});
const text = (what: string, body: string | Uint8Array, code: string, path?: string): Case => ({
  what,
  body,
  code,
  ...(path === undefined ? {} : { path }),
});

/** One bad event each: answered 200, with the reason, and kept. */
const refused: readonly Case[] = [
  event('no identity', { userId: undefined }, 'MISSING_IDENTITY'),
  event('a null identity', { userId: null }, 'MISSING_IDENTITY'),
  event('a blank identity', { userId: ' ' }, 'MISSING_IDENTITY'),
  event('an empty identity', { userId: '', anonymousId: '' }, 'MISSING_IDENTITY'),
  event('a placeholder as identity', { userId: 'guest' }, 'PLACEHOLDER_IDENTITY'),
  event('placeholders alone', { userId: 'null', anonymousId: '0' }, 'PLACEHOLDER_IDENTITY'),
  event('an object as user id', { userId: { id: 1 } }, 'INVALID_FIELD'),
  event('a boolean as anonymous id', { anonymousId: true }, 'INVALID_FIELD'),
  event('an array as user id', { userId: ['u'] }, 'INVALID_FIELD'),
  event('a user id of 600 characters', { userId: 'u'.repeat(600) }, 'INVALID_FIELD'),
  event('a message id that is an object', { messageId: {} }, 'INVALID_FIELD'),
  event('a message id of 600 characters', { messageId: 'm'.repeat(600) }, 'INVALID_FIELD'),
  event('no event name', { event: undefined }, 'MISSING_EVENT_NAME'),
  event('an empty event name', { event: '' }, 'MISSING_EVENT_NAME'),
  event('a number as event name', { event: 5 }, 'INVALID_FIELD'),
  event('an event name of 600 characters', { event: 'e'.repeat(600) }, 'INVALID_FIELD'),
  event('properties that are a text', { properties: 'a' }, 'INVALID_FIELD'),
  event('properties that are an array', { properties: [] }, 'INVALID_FIELD'),
  event('traits that are a number', { type: 'identify', traits: 3 }, 'INVALID_FIELD'),
  event('a context that is a text', { context: 'web' }, 'INVALID_FIELD'),
  event('context traits that are a list', { context: { traits: [1] } }, 'INVALID_FIELD'),
  event('a page name that is an object', { type: 'page', name: {} }, 'INVALID_FIELD'),
  event('an unknown type', { type: 'click' }, 'UNKNOWN_TYPE'),
  event('a type that is a number', { type: 7 }, 'UNKNOWN_TYPE'),
  event('no type on the batch route', { type: undefined }, 'UNKNOWN_TYPE', '/v1/batch'),
  event('a group without an id', { type: 'group' }, 'MISSING_GROUP'),
  event('an alias without a former id', { type: 'alias' }, 'MISSING_PREVIOUS_ID'),
  event('the 30th of February', { timestamp: '2026-02-30T10:00:00Z' }, 'INVALID_TIMESTAMP'),
  event('the 29th of February of a common year', { timestamp: '2025-02-29T10:00:00Z' }, 'INVALID_TIMESTAMP'),
  event('hour 25', { timestamp: '2026-03-01T25:00:00Z' }, 'INVALID_TIMESTAMP'),
  event('a local time', { timestamp: '2026-03-01T10:00:00' }, 'INVALID_TIMESTAMP'),
  event('a date alone', { timestamp: '2026-03-01' }, 'INVALID_TIMESTAMP'),
  event('a date in words', { timestamp: 'Mon, 02 Mar 2026 10:00:00 GMT' }, 'INVALID_TIMESTAMP'),
  event('an epoch number', { timestamp: 1_772_000_000 }, 'INVALID_TIMESTAMP'),
  event('an impossible original timestamp', { originalTimestamp: '2026-13-01T00:00:00Z' }, 'INVALID_TIMESTAMP'),
  event('40 KB', { properties: { big } }, 'EVENT_TOO_LARGE'),
  event('300 KB through import', { properties: { big: big.repeat(8) } }, 'EVENT_TOO_LARGE', '/v1/import'),
  event('1,001 keys', { properties: manyKeys }, 'TOO_MANY_KEYS'),
  event('half a surrogate pair in a value', { properties: { a: '\ud800' } }, 'LONE_SURROGATE'),
  event('half a surrogate pair in a key', { properties: { '\udc00': 1 } }, 'LONE_SURROGATE'),
  event('NUL in a key', { properties: { 'a\0b': 1 } }, 'INVALID_KEY'),
  event('a constructor key', { properties: { constructor: 1 } }, 'FORBIDDEN_KEY'),
  event('a prototype key', { traits: { prototype: {} } }, 'FORBIDDEN_KEY'),
  text('a __proto__ key', '{"type":"page","userId":"u","properties":{"__proto__":{"admin":true}}}', 'FORBIDDEN_KEY'),
  text('a __proto__ key at the top', '{"type":"page","userId":"u","__proto__":{"admin":true}}', 'FORBIDDEN_KEY'),
  text('1e999', '{"type":"page","userId":"u","properties":{"a":1e999}}', 'NON_FINITE_NUMBER'),
  text('-1e999 in a list', '{"type":"page","userId":"u","properties":{"a":[-1e999]}}', 'NON_FINITE_NUMBER'),
  text('2^53 + 1', '{"type":"page","userId":"u","properties":{"a":9007199254740993}}', 'UNSAFE_INTEGER'),
  text('a user id beyond 2^53', '{"type":"page","userId":90071992547409931}', 'UNSAFE_INTEGER'),
  text('41 levels', `{"type":"page","userId":"u","properties":{"a":${deep(39)}}}`, 'TOO_DEEP'),
  text('100,000 levels', `{"type":"page","userId":"u","properties":{"a":${deep(100_000)}}}`, 'TOO_DEEP'),
  text('a key twice', '{"type":"page","userId":"u","userId":"v"}', 'DUPLICATE_KEY'),
  text('a key twice, deep', '{"type":"page","userId":"u","properties":{"a":[{"b":1,"b":2}]}}', 'DUPLICATE_KEY'),
  text('a key twice, once escaped', '{"type":"page","userId":"u","properties":{"a":1,"\\u0061":2}}', 'DUPLICATE_KEY'),
  text('invalid UTF-8', Buffer.from('{"type":"page","userId":"caf\xe9"}', 'latin1'), 'NOT_UTF8'),
  text('an overlong slash', Buffer.from('{"type":"page","userId":"\xc0\xaf"}', 'latin1'), 'NOT_UTF8'),
  text('a number', '5', 'NOT_AN_OBJECT'),
  text('a text', '"track"', 'NOT_AN_OBJECT'),
  text('null', 'null', 'NOT_AN_OBJECT'),
  text('true', 'true', 'NOT_AN_OBJECT'),
  text('a list in a list', '[[]]', 'NOT_AN_OBJECT'),
  text('a batch that is an object', '{"batch":{}}', 'INVALID_BATCH', '/v1/batch'),
  text('a batch that is null', '{"batch":null}', 'INVALID_BATCH', '/v1/batch'),
  text(
    'two batches in one object',
    '{"batch":[],"batch":[{"type":"page","userId":"u"}]}',
    'DUPLICATE_KEY',
    '/v1/batch',
  ),
  text('an empty object', '{}', 'MISSING_IDENTITY'),
];

/** Bodies that cannot be taken at all: a client error, nothing acknowledged. */
const unanswerable: readonly (Case & { readonly status: number; readonly headers?: Record<string, string> })[] = [
  { ...text('nothing', '', 'NOT_JSON'), status: 400 },
  { ...text('spaces', '  \n ', 'NOT_JSON'), status: 400 },
  { ...text('HTML', '<html></html>', 'NOT_JSON'), status: 400 },
  { ...text('half an object', '{"type":"page","userId"', 'NOT_JSON'), status: 400 },
  { ...text('a trailing comma', '{"type":"page","userId":"u",}', 'NOT_JSON'), status: 400 },
  { ...text('NaN', '{"type":"page","userId":"u","properties":{"a":NaN}}', 'NOT_JSON'), status: 400 },
  { ...text('UTF-16', Buffer.from('{"type":"page"}', 'utf16le'), 'NOT_JSON'), status: 400 },
  { ...text('random bytes', Uint8Array.from([0xff, 0xfe, 0, 1, 2]), 'NOT_UTF8'), status: 400 },
  { ...text('base64 that holds no JSON', 'data=%%%', 'NOT_JSON'), status: 400 },
  { ...text('half a gzip', gzipSync(JSON.stringify(good)).subarray(0, 20), 'BROKEN_ENCODING'), status: 400 },
  { ...text('a gzip bomb', gzipSync(Buffer.alloc(50_000_000, 0x20)), 'BODY_TOO_LARGE'), status: 413 },
  { ...text('6 MB', ' '.repeat(6_000_000), 'BODY_TOO_LARGE'), status: 413 },
  {
    ...text('2,501 events', JSON.stringify({ batch: Array.from({ length: 2_501 }, () => good) }), 'TOO_MANY_EVENTS'),
    status: 413,
  },
];

describe('bad input over HTTP', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startService(ingestionService);
  });
  afterAll(() => service.stop());

  const send = async (body: string | Uint8Array, path = '/v1/track', headers: Record<string, string> = {}) => {
    const answer = await fetch(`${service.url}${path}`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa('test-write-key:')}`, ...headers },
      body: typeof body === 'string' ? body : Buffer.from(body),
    });
    const json: any = await answer.json(); // eslint-disable-line @typescript-eslint/no-explicit-any -- an answer
    return { status: answer.status, json, headers: answer.headers };
  };

  it.each(refused)('$what is refused as $code, alone, and kept', async ({ body, code, path }) => {
    const { status, json } = await send(body, path);
    expect({ status, success: json.success, accepted: json.accepted }).toEqual({
      status: 200,
      success: true,
      accepted: 0,
    });
    expect(json.rejected).toEqual([expect.objectContaining({ index: 0, code })]);
    expect(json.rejected[0].fix).not.toBe('');
  });

  it.each(unanswerable)('$what is answered $status $code', async ({ body, code, path, status, headers }) => {
    const answer = await send(body, path, headers);
    expect({ status: answer.status, code: answer.json.code }).toEqual({ status, code });
    expect(answer.json.fix).not.toBe('');
  });

  it('one bad event of a batch costs only itself, at each place', async () => {
    const bad = refused.filter(({ path }) => path === undefined).map(({ body }) => Buffer.from(body));
    for (const item of bad.slice(0, 20)) {
      const batch = Buffer.concat([
        Buffer.from(`{"batch":[${JSON.stringify({ ...good, messageId: 'same' })},`),
        item,
        Buffer.from(']}'),
      ]);
      const { status, json } = await send(batch, '/v1/batch');
      expect([status, json.accepted, json.rejected.length, json.rejected[0].index]).toEqual([200, 1, 1, 1]);
    }
  });

  it('invalid UTF-8 in one event of a batch leaves the others whole', async () => {
    const first = JSON.stringify({ ...good, userId: 'Zoë', messageId: 'utf8-good' });
    const batch = Buffer.concat([
      Buffer.from(`[${first},`),
      Buffer.from('{"type":"page","userId":"caf\xe9"}', 'latin1'),
      Buffer.from(']'),
    ]);
    const { json } = await send(batch, '/v1/batch');
    expect([json.accepted, json.rejected[0].code, json.rejected[0].index]).toEqual([1, 'NOT_UTF8', 1]);
    await service.settle();
    const { body } = await service.call('GET', '/v1/events/utf8-good');
    expect(body.items[0].identifiers).toEqual([{ type: 'user_id', value: 'Zoë' }]);
  });

  it('one line that is not JSON costs only itself', async () => {
    const lines = [JSON.stringify(good), '{"broken', JSON.stringify(good)].join('\n');
    const { status, json } = await send(lines, '/v1/batch');
    expect([status, json.accepted, json.rejected[0].index, json.rejected[0].code]).toEqual([200, 2, 1, 'NOT_JSON']);
  });

  it('every refused event is kept with its bytes', async () => {
    await service.settle();
    const { body } = await service.call('GET', '/v1/rejections?limit=500');
    const samples = new Set<string>(body.items.map((item: { code: string }) => item.code));
    for (const { code } of refused) expect(samples).toContain(code);
    const proto = body.items.find((item: { sample: string }) => item.sample.includes('"admin"'));
    expect(proto.sample).toContain('"__proto__":{"admin":true}');
    const total = body.counts.reduce((sum: number, { open }: { open: number }) => sum + open, 0);
    expect(total).toBe(refused.length + 20 + 1 + 1);
  });
});
