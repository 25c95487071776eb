/** The way of an event from the door to the archive, black box: HTTP and topics. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { deadLetterTopic, topics } from '@tributary/contracts';
import { startService, testClock, type TestService } from '@tributary/testing';
import { deflateSync, gzipSync } from 'node:zlib';
import { ingestionService } from './index.ts';

const clock = testClock('2026-03-01T10:00:00.000Z');
const track = (messageId: string, rest: object = {}) => ({
  type: 'track',
  event: 'Product Viewed',
  userId: 'ann',
  messageId,
  ...rest,
});

describe('ingestion', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startService(ingestionService, { clock });
  });
  afterAll(() => service.stop());

  const post = async (path: string, body: unknown, headers: Record<string, string> = {}) => {
    const sent = typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
    const answer = await fetch(service.url + path, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa('test-write-key:')}`, ...headers },
      body: sent,
    });
    return { status: answer.status, json: (await answer.json()) as any, headers: answer.headers }; // eslint-disable-line @typescript-eslint/no-explicit-any -- an answer
  };
  const collected = async (messageId: string) => {
    await service.settle();
    const all = await service.collect(topics.eventCollected);
    return all.filter(({ value }) => value?.messageId === messageId);
  };
  const only = async (messageId: string) => {
    const found = await collected(messageId);
    expect(found.length).toBe(1);
    return found[0];
  };

  describe('the door', () => {
    it.each(['track', 'identify', 'page', 'screen', 'group', 'alias', 't', 'i', 'p', 's', 'g', 'a'])(
      'takes one event at /v1/%s and gives it the type of the route',
      async (route) => {
        const messageId = `route-${route}`;
        const event = { userId: 'ann', event: 'Product Viewed', groupId: 'g', previousId: 'old', messageId };
        expect((await post(`/v1/${route}`, event)).json).toEqual({ success: true, accepted: 1 });
        expect((await only(messageId))?.value?.type.charAt(0)).toBe(route.charAt(0));
      },
    );

    it.each(['/v1/batch', '/v1/b', '/v1/import', '/v1/m'])('takes a batch at %s', async (path) => {
      const { json } = await post(path, { batch: [track(`${path}-1`), track(`${path}-2`)] });
      expect(json).toEqual({ success: true, accepted: 2 });
      await only(`${path}-2`);
    });

    it.each<[string, string | Buffer, Record<string, string>]>([
      ['text/plain', JSON.stringify(track('c1')), { 'content-type': 'text/plain' }],
      ['no content type that exists', JSON.stringify(track('c2')), { 'content-type': 'so/so; =' }],
      ['gzip', gzipSync(JSON.stringify(track('c3'))), { 'content-encoding': 'gzip' }],
      [
        'gzip labelled as a form',
        gzipSync(JSON.stringify(track('c4'))),
        { 'content-type': 'application/x-www-form-urlencoded' },
      ],
      ['JSON that claims to be gzip', JSON.stringify(track('c5')), { 'content-encoding': 'gzip' }],
      ['deflate', deflateSync(JSON.stringify(track('c6'))), { 'content-encoding': 'deflate' }],
      ['base64 in a form', `data=${encodeURIComponent(btoa(JSON.stringify(track('c7'))))}`, {}],
      ['a byte order mark', `\u{feff}${JSON.stringify(track('c8'))}`, {}],
      ['one event per line', `${JSON.stringify(track('c9'))}\n${JSON.stringify(track('c10'))}\n`, {}],
      ['a bare array', JSON.stringify([track('c11')]), {}],
    ])('takes %s', async (_what, body, headers) => {
      const { status, json } = await post('/v1/batch', body, headers);
      expect([status, json.success, json.rejected]).toEqual([200, true, undefined]);
    });

    it('finds the write key in each of its places, and knows no other', async () => {
      const bare = { authorization: '' };
      const one = JSON.stringify(track('k'));
      const key = 'test-write-key';
      expect((await post('/v1/t', one, { authorization: `Basic ${btoa(key)}` })).status).toBe(200);
      expect((await post('/v1/t', one, { authorization: `Bearer ${key}` })).status).toBe(200);
      expect((await post('/v1/t', { ...track('k'), writeKey: key }, bare)).status).toBe(200);
      expect((await post('/v1/b', { batch: [track('k')], writeKey: key }, bare)).status).toBe(200);
      expect((await post('/v1/b', { batch: [{ ...track('k'), writeKey: key }] }, bare)).status).toBe(200);
      expect((await post(`/v1/t?writeKey=${key}`, one, bare)).status).toBe(200);
      expect((await post('/v1/t', one, bare)).json.code).toBe('WRITE_KEY_MISSING');
      expect((await post('/v1/t', one, { authorization: 'Bearer guess' })).json.code).toBe('WRITE_KEY_UNKNOWN');
      expect((await only('k'))?.value?.context).not.toHaveProperty('wire');
    });

    it('answers the preflight and the request of any origin', async () => {
      const origin = 'https://shop.example';
      const asked = { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'x-a, x-b' };
      const preflight = await fetch(`${service.url}/v1/batch`, { method: 'OPTIONS', headers: asked });
      expect([preflight.status, preflight.headers.get('access-control-allow-headers')]).toEqual([204, 'x-a, x-b']);
      expect(preflight.headers.get('access-control-max-age')).toBe('7200');
      const refused = await post('/v1/t', 'no JSON', { origin });
      expect(refused.headers.get('access-control-allow-origin')).toBe(origin);
      expect(refused.headers.get('access-control-expose-headers')).toContain('Retry-After');
    });

    it('adds a source, whose events know their address and user agent', async () => {
      const added = await service.call('POST', '/v1/sources', { id: 'web', name: 'Web shop', kind: 'client' });
      expect([added.status, added.body.writeKey]).toEqual([201, expect.stringMatching(/^wk_.{20}/)]);
      expect((await service.call('POST', '/v1/sources', { id: 'web', name: 'Twice' })).status).toBe(409);
      expect((await service.call('POST', '/v1/sources', { id: 'No!', name: '' })).status).toBe(400);
      const headers = { authorization: `Bearer ${added.body.writeKey}`, 'user-agent': 'Test/1' };
      await post('/v1/t', track('from-web'), headers);
      await post('/v1/t', track('quiet', { context: { ip: '0.0.0.0', userAgent: 'Own' } }), headers);
      expect((await only('from-web'))?.value?.context).toEqual({ ip: '127.0.0.1', userAgent: 'Test/1' });
      expect((await only('quiet'))?.value?.context).toEqual({ ip: '0.0.0.0', userAgent: 'Own' });
      const { body } = await service.call('GET', '/v1/sources');
      expect(body.items.map(({ id }: { id: string }) => id)).toEqual(['default', 'web']);
    });

    it('describes each of its routes, with the answers that a client must expect', async () => {
      const { body } = await service.call('GET', '/v1/openapi.json');
      for (const call of ['identify', 'track', 'page', 'screen', 'group', 'alias', 'batch', 'import']) {
        const { post: described } = body.paths[`/v1/${call}`];
        expect(Object.keys(described.responses)).toEqual(['200', '400', '401', '403', '413', '429', '503']);
        for (const key of described.security.flatMap(Object.keys)) {
          expect(Object.keys(body.components.securitySchemes)).toContain(key);
        }
      }
      for (const [, place = ''] of JSON.stringify(body).matchAll(/"\$ref":"#([^"]+)"/g)) {
        const found = place
          .split('/')
          .slice(1)
          .reduce((at, name) => at?.[name], body);
        expect([place, typeof found]).toEqual([place, 'object']);
      }
    });

    it('needs the secret key for everything but events', async () => {
      for (const path of ['/v1/sources', '/v1/rejections', '/v1/archive/export', '/v1/archive/count', '/v1/events/k']) {
        const answer = await fetch(service.url + path, { headers: { authorization: 'Bearer test-write-key' } });
        expect([path, answer.status]).toEqual([path, 401]);
      }
    });
  });

  describe('the archive', () => {
    it('keeps the first of several with one message id, whoever sends them again', async () => {
      await post('/v1/b', { batch: [track('twice'), track('twice')], sentAt: '2026-03-01T10:00:00Z' });
      await post('/v1/b', { batch: [track('twice')], sentAt: '2026-03-01T10:00:09Z' });
      await only('twice');
    });

    it('keeps a different event with a known id aside, and does not publish it', async () => {
      await post('/v1/t', track('same', { properties: { price: 1 } }));
      await service.settle();
      await post('/v1/t', track('same', { properties: { price: 2 } }));
      expect((await only('same'))?.value?.properties).toEqual({ price: 1 });
      const metrics = await (
        await fetch(`${service.url}/metrics`, { headers: { authorization: `Bearer ${service.secretKey}` } })
      ).text();
      expect(metrics).toMatch(/fate="changed-duplicate"\} 1/);
    });

    it('gives an event without a message id the same one when it is sent again', async () => {
      const event = { type: 'track', event: 'No Id', userId: 'ben', timestamp: '2026-03-01T09:00:00Z' };
      await post('/v1/t', event);
      await post('/v1/t', event);
      await service.settle();
      const all = await service.collect(topics.eventCollected);
      const found = all.filter(({ value }) => value?.name === 'No Id');
      expect([found.length, found[0]?.value?.flags]).toEqual([1, ['MESSAGE_ID_DERIVED']]);
    });

    it('repairs the clock of a client and leaves an import alone', async () => {
      const times = { timestamp: '2026-03-01T08:00:00.000Z', sentAt: '2026-03-01T08:00:05.000Z' };
      await post('/v1/t', track('slow', times));
      await post('/v1/import', { batch: [track('history', times)] });
      expect((await only('slow'))?.value).toMatchObject({
        time: '2026-03-01T09:59:55.000Z',
        originalTimestamp: times.timestamp,
        sentAt: times.sentAt,
        receivedAt: '2026-03-01T10:00:00.000Z',
      });
      expect((await only('history'))?.value?.time).toBe(times.timestamp);
    });

    it('hands out everything, page by page, and one event by its message id', async () => {
      await service.settle();
      const { total } = (await service.call('GET', '/v1/archive/count')).body;
      const seen = new Set<string>();
      let next = '';
      do {
        const { body } = await service.call('GET', `/v1/archive/export?limit=7${next && `&after=${next}`}`);
        expect(body.total).toBe(total);
        for (const { event } of body.items) seen.add(event);
        next = body.next;
      } while (next);
      expect(seen.size).toBe(total);
      expect((await service.call('GET', '/v1/events/slow?source=default')).body.items.length).toBe(1);
      expect((await service.call('GET', '/v1/events/never')).status).toBe(404);
    });
  });

  describe('the topic', () => {
    const raw = async (value: string | Buffer) => {
      const [partition, bytes] = [0, typeof value === 'string' ? Buffer.from(value) : value];
      await service.engine.append([
        { topic: topics.eventReceived.name, partition, key: null, value: bytes, headers: {}, timestamp: clock.now() },
      ]);
      await service.settle();
    };
    const newest = async (code: string) => {
      const { body } = await service.call('GET', `/v1/rejections?code=${code}&limit=1`);
      return body.items[0]?.rejection;
    };

    it('takes one bare event as a channel publishes it', async () => {
      await raw(JSON.stringify(track('bare', { source: 'till-7' })));
      expect((await only('bare'))?.value).toMatchObject({ source: 'till-7', name: 'Product Viewed' });
    });

    it.each<[string, string | Buffer, string]>([
      ['bytes that are no text', Buffer.from([0x7b, 0xff, 0x7d]), 'NOT_UTF8'],
      ['text that is no JSON', '{"type":', 'NOT_JSON'],
      ['a number', '42', 'NOT_AN_OBJECT'],
      ['a list', '[]', 'NOT_AN_OBJECT'],
      ['a message without its contract', '{"payload":{},"door":"window"}', 'SCHEMA_MISMATCH'],
      ['a bare event of nobody', '{"type":"page"}', 'MISSING_IDENTITY'],
      ['a bare event with 1e999', '{"type":"page","userId":"u","properties":{"n":1e999}}', 'NON_FINITE_NUMBER'],
      ['a bare event with __proto__', '{"type":"page","userId":"u","__proto__":{}}', 'FORBIDDEN_KEY'],
      [
        'a bare event of the 30th of February',
        '{"type":"page","userId":"u","timestamp":"2026-02-30T00:00:00Z"}',
        'INVALID_TIMESTAMP',
      ],
      ['a bare event of no type', '{"userId":"u"}', 'UNKNOWN_TYPE'],
    ])('refuses %s as %s, with its bytes', async (_what, value, code) => {
      const before = await newest(code);
      clock.advance(1);
      await raw(value);
      while ((await newest(code)) === before) await service.settle(); // it takes two more topics to get there
      const { body: one } = await service.call('GET', `/v1/rejections/${await newest(code)}`);
      expect([one.code, one.door]).toEqual([code, 'kafka']);
      expect(Buffer.from(one.bytes, 'base64')).toEqual(Buffer.from(value));
    });
  });

  describe('rejections', () => {
    it('replays what is good under the rules of today, once, however often it is asked', async () => {
      const bytes = Buffer.from(JSON.stringify(track('mended'))).toString('base64');
      const value = {
        ...{ rejection: 'j_test', source: 'default', door: 'http' as const, receivedAt: '2026-03-01T09:00:00.000Z' },
        ...{ code: 'UNKNOWN_TYPE', detail: 'Once upon a time.', fix: 'Wait.', bytes },
      };
      await service.publish([{ topic: topics.eventRejected, key: 'j_test', id: 'j_test', value }]);
      await service.settle();
      expect((await service.call('POST', '/v1/rejections/j_test/replay')).body.outcome).toBe('replayed');
      expect((await service.call('POST', '/v1/rejections/j_test/replay')).body.outcome).toBe('already-replayed');
      expect((await service.call('POST', '/v1/rejections/replay', { code: 'UNKNOWN_TYPE' })).body.replayed).toBe(0);
      expect((await only('mended'))?.value?.receivedAt).toBe('2026-03-01T09:00:00.000Z');
    });

    it('leaves what is still bad, and says why', async () => {
      await post('/v1/t', { event: 'x' });
      await service.settle();
      const { body } = await service.call('POST', '/v1/rejections/replay', { code: 'MISSING_IDENTITY' });
      expect(body.replayed).toBe(0);
      expect(body.stillRejected[0].reason.code).toBe('MISSING_IDENTITY');
      expect((await service.call('GET', '/v1/rejections/none')).status).toBe(404);
    });
  });

  it('obeys the conservation law: acknowledged = stored + rejected + duplicate', async () => {
    await service.settle();
    const text = await (
      await fetch(`${service.url}/metrics`, { headers: { authorization: `Bearer ${service.secretKey}` } })
    ).text();
    const sum = (fate: string): number =>
      [...text.matchAll(new RegExp(`tributary_ingestion_events_total\\{[^}]*fate="${fate}"\\} (\\d+)`, 'g'))]
        .map(([, count]) => Number(count))
        .reduce((total, count) => total + count, 0);
    const letters = (await service.collect(deadLetterTopic('ingestion'))).length;
    const injected = 1; // the rejection that the replay test wrote onto the topic by itself
    expect(sum('acknowledged')).toBeGreaterThan(40);
    expect(letters).toBe(10);
    expect(sum('stored') + sum('rejected') + sum('duplicate')).toBe(sum('acknowledged') + injected);
  });
});
