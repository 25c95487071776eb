/** The doors as clients of other kinds call them: what each sends arrives, and each gets the answer that it expects. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { topics } from '@tributary/contracts';
import { startService, type TestService } from '@tributary/testing';
import { ingestionService } from '../index.ts';

const key = 'test-write-key';
const ofPhone = new URL('../../../../libs/domain/dialects/fixtures/segment-react-native.json', import.meta.url);
const json = (value: object) => ({ method: 'POST', body: JSON.stringify(value) });

describe('clients of other kinds', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startService(ingestionService);
  });
  afterAll(() => service.stop());

  const call = async (path: string, init: RequestInit = {}) => {
    const answer = await fetch(service.url + path, { ...init, headers: { origin: 'https://shop.example' } });
    return {
      status: answer.status,
      type: answer.headers.get('content-type'),
      text: await answer.text(),
      headers: answer.headers,
    };
  };
  const collected = async (messageId: string) => {
    await service.settle();
    const all = await service.collect(topics.eventCollected);
    return all.find(({ value }) => value?.messageId === messageId)?.value;
  };
  const id = (n: number) => `0d7b2f6e-3c1a-4f5e-9b8d-00000000000${n}`;

  it.each<[string, string, RequestInit, string, { status: number; text?: string; type?: string }]>([
    [
      'Snowplow, posting',
      `/com.snowplowanalytics.snowplow/tp2?writeKey=${key}`,
      json({
        schema: 'iglu:com.snowplowanalytics.snowplow/payload_data/jsonschema/1-0-4',
        data: [{ e: 'pv', eid: id(1), duid: 'd', url: 'https://shop.example/' }],
      }),
      id(1),
      { status: 200, text: 'ok' },
    ],
    [
      'Snowplow, by a picture',
      `/i?e=pv&eid=${id(2)}&duid=d&url=${encodeURIComponent('https://shop.example/')}&writeKey=${key}`,
      {},
      id(2),
      { status: 200, type: 'image/gif' },
    ],
    [
      'PostHog',
      '/batch/',
      json({ api_key: key, batch: [{ event: 'Product Viewed', uuid: id(3), distinct_id: 'd', properties: {} }] }),
      id(3),
      { status: 200, text: '{"status":"Ok"}' },
    ],
    [
      'RudderStack, leaving a page',
      `/beacon/v1/batch?writeKey=${key}`,
      json({ batch: [{ type: 'track', event: 'Left', anonymousId: 'a', messageId: id(4) }] }),
      id(4),
      { status: 200, text: '{"success":true}' },
    ],
    [
      'a picture in a mail',
      `/v1/pixel/track?writeKey=${key}&data=${btoa(JSON.stringify({ event: 'Email Opened', userId: 'ann', messageId: id(5) }))}`,
      {},
      id(5),
      { status: 200, type: 'image/gif' },
    ],
  ])('%s', async (_who, path, init, messageId, expected) => {
    const answer = await call(path, init);
    expect(answer).toMatchObject(expected);
    expect(answer.headers.get('access-control-allow-origin')).toBe('https://shop.example');
    expect(await collected(messageId)).toMatchObject({ messageId, source: 'default', sender: 'client' });
  });

  it('Segment on a phone, whose key stands in the body alone', async () => {
    const [phone] = JSON.parse(readFileSync(ofPhone, 'utf8')).requests;
    const { body } = await service.call('POST', '/v1/sources', { id: 'phone', name: 'App', kind: 'client' });
    const { method, path, headers }: { method: string; path: string; headers: Record<string, string> } = phone;
    const sent = JSON.stringify({ ...phone.body, writeKey: body.writeKey });
    const answer = await fetch(service.url + path, { method, headers, body: sent });
    expect([answer.status, await answer.json()]).toEqual([200, { success: true, accepted: 7 }]);
    for (const { messageId, type, anonymousId } of phone.body.batch) {
      const stored = { source: 'phone', sender: 'client', type, context: { device: { type: 'ios' } } };
      expect(await collected(messageId)).toMatchObject(stored);
      expect((await collected(messageId))?.identifiers).toContainEqual({ type: 'anonymous_id', value: anonymousId });
    }
  });

  it('Google Analytics, whose events have no id of their own', async () => {
    const event = { name: 'purchase', params: { transaction_id: 't-1', value: 12.5, currency: 'EUR', items: [] } };
    const answer = await call(
      `/mp/collect?measurement_id=G-1&api_secret=${key}`,
      json({ client_id: 'c.1', events: [event] }),
    );
    expect([answer.status, answer.text]).toEqual([204, '']);
    await service.settle();
    const all = await service.collect(topics.eventCollected);
    expect(all.find(({ value }) => value?.properties['order_id'] === 't-1')?.value).toMatchObject({
      ...{ type: 'track', name: 'Order Completed' },
      context: { vocabulary: { name: 'purchase' } },
    });
  });

  it('Google Analytics, asking what is wrong, which takes nothing in', async () => {
    const wrong = json({ client_id: '', events: [{ name: 'purchase', params: {} }] });
    const answer = await call(`/debug/mp/collect?measurement_id=G-1&api_secret=${key}`, wrong);
    expect(JSON.parse(answer.text)).toMatchObject({ validationMessages: [{ validationCode: 'VALUE_REQUIRED' }] });
    const right = json({ client_id: 'c.1', events: [{ name: 'purchase', params: { transaction_id: 't-never' } }] });
    expect(JSON.parse((await call(`/debug/mp/collect?api_secret=${key}`, right)).text)).toEqual({
      validationMessages: [],
    });
    await service.settle();
    expect(JSON.stringify(await service.collect(topics.eventCollected))).not.toContain('t-never');
  });

  it.each<[string, string, RequestInit, object]>([
    ['Segment', `/v1/projects/${key}/settings`, {}, { integrations: { 'Segment.io': { apiKey: key } } }],
    ['RudderStack', `/sourceConfig/?writeKey=${key}`, {}, { source: { writeKey: key, enabled: true } }],
    ['PostHog', `/array/${key}/config`, {}, { token: key }],
    ['PostHog for flags', '/flags/?v=2', json({ token: key, distinct_id: 'd' }), { featureFlags: {} }],
  ])('%s is told what it asks for before it sends', async (_who, path, init, expected) => {
    const answer = await call(path, init);
    expect([answer.status, answer.type]).toEqual([200, 'application/json; charset=utf-8']);
    expect(JSON.parse(answer.text)).toMatchObject(expected);
  });

  it.each([
    ['http', {}],
    ['https', { 'x-forwarded-proto': 'https' }],
    ['https', { 'x-forwarded-proto': 'https, http' }],
  ])('Segment is led to %s where that is what it speaks', async (protocol, headers) => {
    const answer = await fetch(`${service.url}/v1/projects/${key}/settings`, { headers });
    expect(await answer.json()).toMatchObject({ integrations: { 'Segment.io': { protocol } } });
  });

  it.each(['/i?e=pv', '/v1/projects/nobody/settings', '/array/nobody/config', '/mp/collect?api_secret=nobody'])(
    '%s is refused where the key is unknown',
    async (path) => {
      const answer = await call(path, path.startsWith('/mp') ? json({ client_id: 'c', events: [{ name: 'x' }] }) : {});
      expect(answer.status).toBe(401);
    },
  );

  it('a body that is too large is refused so that its client does not send it for ever', async () => {
    const large = { method: 'POST', body: 'x'.repeat(5_000_001) };
    expect((await call(`/com.snowplowanalytics.snowplow/tp2?writeKey=${key}`, large)).status).toBe(422);
    expect((await call(`/batch/?writeKey=${key}`, large)).status).toBe(413);
  });

  it('a browser whose Global Privacy Control is on, where the rules of the source say that it counts', async () => {
    const { body } = await service.call('POST', '/v1/sources', { id: 'gpc', name: 'Web', kind: 'client' });
    const rules = { consent: { globalPrivacyControl: 'suppress' } };
    await service.call('PUT', '/v1/sources/gpc/rules', { rules });
    const sent = async (messageId: string, headers: Record<string, string>, context: object = {}) => {
      const event = { type: 'track', event: 'Viewed', anonymousId: 'a', messageId, context };
      const authorization = `Bearer ${body.writeKey}`;
      const init = { method: 'POST', headers: { authorization, ...headers }, body: JSON.stringify(event) };
      expect((await fetch(`${service.url}/v1/track`, init)).status).toBe(200);
      return collected(messageId);
    };
    expect(await sent('gpc-off', {})).toMatchObject({ messageId: 'gpc-off' });
    expect(await sent('gpc-on', { 'sec-gpc': '1' })).toBeUndefined();
    expect(await sent('gpc-own', { 'sec-gpc': '1' }, { consent: { gpc: false } })).toMatchObject({
      context: { consent: { gpc: false } },
    });
  });

  it('a preflight allows what each of them asks for', async () => {
    const answer = await fetch(`${service.url}/com.snowplowanalytics.snowplow/tp2`, {
      method: 'OPTIONS',
      headers: { origin: 'https://shop.example', 'access-control-request-headers': 'content-type, x-own' },
    });
    expect(answer.status).toBe(204);
    expect(answer.headers.get('access-control-allow-headers')).toBe('content-type, x-own');
    expect(answer.headers.get('access-control-allow-credentials')).toBe('true');
  });
});
