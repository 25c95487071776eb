/** What real clients sent, and the events that it became; then what no client should send. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { admit, decodeBody, type DecodedBody, shapeEvent } from '@tributary/domain-collection';
import fc from 'fast-check';
import { decodeDialect, type Dialect, dialectRoutes, toCanonical } from './index.ts';

interface Captured {
  readonly method: string;
  readonly path: string;
  readonly query: Record<string, string>;
  readonly body?: unknown;
  readonly writeKey: string;
  readonly events: readonly object[];
}

const folder = new URL('../fixtures/', import.meta.url);
const receivedAt = Date.parse('2026-11-28T14:00:00.000Z');
const utf8 = (text: string) => new TextEncoder().encode(text);
const textOf = (body: unknown) => (typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body));

const captured = readdirSync(folder).flatMap((file) => {
  const { client, version, dialect, requests } = JSON.parse(readFileSync(new URL(file, folder), 'utf8'));
  return dialect === undefined
    ? []
    : (requests as Captured[]).map((request, index) => ({
        ...request,
        dialect,
        title: `${client} ${version}, request ${index}`,
      }));
});

const opened = (body: DecodedBody) => {
  if (!body.ok) throw new Error(body.reason.detail);
  return body;
};
const decoded = ({ dialect, query, body }: { dialect: Dialect } & Captured) =>
  opened(decodeDialect(dialect, { query, bytes: utf8(textOf(body)), receivedAt }));
const arrived = (payload: object) => ({ source: 'shop', receivedAt, imported: false, payload: { ...payload } });

describe.each(captured)('$title ($method $path)', (request) => {
  const body = decoded(request);

  it('becomes exactly these events, by the key of their source', () => {
    const events = body.items.map((item) => (item.ok ? item.event : { refused: item.reason.code }));
    expect(events).toEqual(request.events);
    expect(body.writeKey).toBe(request.writeKey);
  });

  it('is sent to a route that is known', () => {
    const { method, path, dialect } = request;
    expect(dialectRoutes).toContainEqual(expect.objectContaining({ method, path, dialect, purpose: 'events' }));
  });

  it('passes the rules of every door, and so do the bytes that a rejection would keep', () => {
    for (const [index, item] of body.items.entries()) {
      if (!item.ok) continue;
      const isNobody = !('userId' in item.event || 'anonymousId' in item.event); // a group without a member, by a server
      expect(isNobody).toBe(item.event['type'] === 'group' && request.title.startsWith('posthog-node'));
      if (isNobody) continue;
      const [shape, admission] = [shapeEvent(arrived(item.event)), admit(arrived(item.event))];
      if (!shape.ok) throw new Error(shape.reason.detail);
      expect(admission).toEqual({ ok: true, record: shape.event.record });
      expect(opened(decodeBody(body.bytesOf(index))).items).toEqual([item]);
    }
  });

  it('says the same in the vocabulary of the shop when said twice', () => {
    for (const item of body.items) {
      const shape = item.ok ? shapeEvent(arrived(item.event)) : undefined;
      if (!shape?.ok) continue;
      const once = toCanonical(shape.event);
      expect(toCanonical(once)).toBe(once);
    }
  });
});

describe('any dialect', () => {
  const dialects: readonly Dialect[] = ['snowplow', 'posthog', 'ga4'];
  const lists = { snowplow: 'data', posthog: 'batch', ga4: 'events' } as const;
  const request = (text: string, query: Record<string, unknown> = {}) => ({ query, bytes: utf8(text), receivedAt });

  it('never throws, whatever the bytes and the address', () => {
    const query = fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.array(fc.string())));
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 100 }),
      fc.json().map(utf8),
      fc.string().map((text) => utf8(`data=${text}`)),
    );
    fc.assert(
      fc.property(fc.constantFrom(...dialects), bytes, query, (dialect, body, address) => {
        const result = decodeDialect(dialect, { query: address, bytes: body, receivedAt });
        if (result.ok) for (const index of result.items.keys()) result.bytesOf(index);
      }),
    );
  });

  it('gives as many events as were sent, whatever they are, and each is judged without a throw', () => {
    const names = [
      ...[
        'e',
        'ue_pr',
        'co',
        'url',
        'dtm',
        'uid',
        'res',
        'tv',
        'event',
        'properties',
        'distinct_id',
        'timestamp',
        'offset',
      ],
      ...['$set', 'uuid', 'name', 'params', 'timestamp_micros'],
    ];
    const kinds = [
      'pv',
      'ue',
      'se',
      '$identify',
      '$create_alias',
      '$groupidentify',
      '$autocapture',
      'page_view',
      'purchase',
    ];
    const value = fc.oneof(fc.jsonValue(), fc.constantFrom(...kinds));
    const item = fc.oneof(
      fc.jsonValue(),
      fc.record(Object.fromEntries(names.map((name) => [name, value])), { requiredKeys: [] }),
    );
    fc.assert(
      fc.property(fc.constantFrom(...dialects), fc.array(item), (dialect, items) => {
        const body = opened(decodeDialect(dialect, request(JSON.stringify({ [lists[dialect]]: items }))));
        expect(body.items.length).toBe(items.length);
        for (const one of body.items) if (one.ok) shapeEvent(arrived(one.event));
      }),
    );
  });

  it.each(dialects)('%s: one bad event costs only itself, and is kept as it came', (dialect) => {
    const good = { snowplow: '{"e":"pv","duid":"d"}', posthog: '{"event":"x","distinct_id":"d"}', ga4: '{"name":"x"}' }[
      dialect
    ];
    const text = `{"client_id":"d","${lists[dialect]}":[${good}, 7 ,{"a":1,"a":2},${good}]}`;
    const body = opened(decodeDialect(dialect, request(text)));
    expect(body.items.map((item) => (item.ok ? 'ok' : item.reason.code))).toEqual([
      ...['ok', 'NOT_AN_OBJECT', 'DUPLICATE_KEY', 'ok'],
    ]);
    expect([1, 2].map((index) => new TextDecoder().decode(body.bytesOf(index)))).toEqual(['7', '{"a":1,"a":2}']);
  });

  it.each(dialects)('%s: text that is not UTF-8 costs only the event that holds it', (dialect) => {
    const good = { snowplow: '{"e":"pv","duid":"ü"}', posthog: '{"event":"ü","distinct_id":"d"}', ga4: '{"name":"ü"}' }[
      dialect
    ];
    const parts = [utf8(`{"${lists[dialect]}":[${good},{"x":"`), Uint8Array.of(0xff), utf8(`"}]}`)];
    const bytes = Uint8Array.from(parts.flatMap((part) => [...part]));
    const body = opened(decodeDialect(dialect, { query: {}, bytes, receivedAt }));
    expect(body.items.map((item) => (item.ok ? 'ok' : item.reason.code))).toEqual(['ok', 'NOT_UTF8']);
    expect(JSON.stringify(body.items[0])).toContain('ü');
  });

  it.each(dialects)('%s: a body that is not JSON, or whose list is none, says so', (dialect) => {
    expect(decodeDialect(dialect, request('no'))).toMatchObject({ ok: false, reason: { code: 'NOT_JSON' } });
    const body = opened(decodeDialect(dialect, request(`{"${lists[dialect]}":7}`)));
    expect(body.items).toMatchObject([{ ok: false, reason: { code: 'INVALID_BATCH', at: `/${lists[dialect]}` } }]);
  });

  it('refuses by name what JSON allows and an event must not contain, and refuses it again when it is replayed', () => {
    const hazards = [
      ['{"__proto__":1}', 'FORBIDDEN_KEY'],
      ['{"n":1e999}', 'NON_FINITE_NUMBER'],
      ['{"n":-1e999}', 'NON_FINITE_NUMBER'],
      ['{"n":12345678901234567890}', 'UNSAFE_INTEGER'],
      ['{"t":"\\ud800"}', 'LONE_SURROGATE'],
      ['{"k\\u0000":1}', 'INVALID_KEY'],
    ];
    for (const [properties, code] of hazards) {
      const text = `{"batch":[{"event":"x","distinct_id":"d","properties":${properties}}]}`;
      const body = opened(decodeDialect('posthog', request(text)));
      const [again] = opened(decodeBody(body.bytesOf(0))).items;
      for (const item of [body.items[0], again]) {
        expect(item?.ok === true ? admit(arrived(item.event)) : item).toMatchObject({ ok: false, reason: { code } });
      }
    }
  });

  it.each(dialects)('%s: refuses what is nested without end, and keeps it as it came', (dialect) => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const item = {
      snowplow: `{"e":"ue","duid":"d","ue_pr":"{\\"data\\":{\\"schema\\":\\"iglu:a/b/c/1\\",\\"data\\":${deep}}}"}`,
      posthog: `{"event":"x","distinct_id":"d","properties":{"deep":${deep}}}`,
      ga4: `{"name":"x","params":{"deep":${deep}}}`,
    }[dialect];
    const body = opened(decodeDialect(dialect, request(`{"client_id":"d","${lists[dialect]}":[${item}]}`)));
    const [only] = body.items;
    expect(only?.ok === true ? admit(arrived(only.event)) : only).toMatchObject({ reason: { code: 'TOO_DEEP' } });
    expect(new TextDecoder().decode(body.bytesOf(0))).toBe(item);
  });

  it('lets two equal events of one moment be two, and a retry that tells its time be one', () => {
    const idsOf = (text: string, at: number) =>
      opened(decodeDialect('ga4', { query: {}, bytes: utf8(text), receivedAt: at })).items.map((item) =>
        item.ok ? item.event['messageId'] : undefined,
      );
    const click = '{"name":"click"}';
    const silent = `{"client_id":"c","events":[${click},${click}]}`;
    expect(new Set([...idsOf(silent, receivedAt), ...idsOf(silent, receivedAt + 1)]).size).toBe(4);
    const timed = `{"client_id":"c","timestamp_micros":1795872000000000,"events":[${click},${click}]}`;
    expect(new Set([...idsOf(timed, receivedAt), ...idsOf(timed, receivedAt + 1)]).size).toBe(2);
  });
});
