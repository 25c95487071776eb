/** What an operator may say of a source, at the door. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startService, testClock, type TestService } from '@tributary/testing';
import { ingestionService } from '../index.ts';

const clock = testClock('2026-03-01T10:00:00.000Z');
const event = { type: 'track', userId: 'ann', event: 'Product Viewed' };

describe('a source', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startService(ingestionService, { clock });
  });
  afterAll(() => service.stop());

  const add = async (id: string, bounds: object = {}) => {
    const { body } = await service.call('POST', '/v1/sources', { id, name: id, kind: 'client', ...bounds });
    return body;
  };
  const send = async (writeKey: string, events: number, headers: Record<string, string> = {}) => {
    const answer = await fetch(`${service.url}/v1/batch`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`${writeKey}:`)}`, ...headers },
      body: JSON.stringify({ batch: Array.from({ length: events }, () => event) }),
    });
    return { status: answer.status, retryAfter: answer.headers.get('retry-after'), body: await answer.json() };
  };

  it('that has origins takes what comes from there, and from what is no browser', async () => {
    const { writeKey, origins } = await add('shop', { origins: ['https://*.shop.example'] });
    expect(origins).toEqual(['https://*.shop.example']);
    expect((await send(writeKey, 1, { origin: 'https://www.shop.example' })).status).toBe(200);
    expect((await send(writeKey, 1)).status).toBe(200);
    const elsewhere = await send(writeKey, 1, { origin: 'https://evil.example' });
    expect(elsewhere).toMatchObject({ status: 403, body: { code: 'ORIGIN_NOT_ALLOWED' } });
    await service.call('PATCH', '/v1/sources/shop', { origins: [] });
    expect((await send(writeKey, 1, { origin: 'https://evil.example' })).status).toBe(200);
  });

  it('that has a quota is told when to come again, and is not refused for ever', async () => {
    const { writeKey } = await add('app', { eventsPerSecond: 10 });
    expect((await send(writeKey, 150)).status).toBe(200);
    const over = await send(writeKey, 1);
    expect(over).toMatchObject({ status: 429, retryAfter: '5', body: { code: 'QUOTA_EXCEEDED' } });
    clock.advance(5_100);
    expect((await send(writeKey, 1)).status).toBe(200);
    const { body } = await service.call('PATCH', '/v1/sources/app', { eventsPerSecond: null });
    expect(body.eventsPerSecond).toBeUndefined();
    expect((await send(writeKey, 1)).status).toBe(200);
  });

  it('that is disabled takes nothing until it is enabled', async () => {
    const { writeKey } = await add('kiosk');
    await service.call('PATCH', '/v1/sources/kiosk', { disabled: true });
    expect(await send(writeKey, 1)).toMatchObject({ status: 401, body: { code: 'SOURCE_DISABLED' } });
    await service.call('PATCH', '/v1/sources/kiosk', { disabled: false });
    expect((await send(writeKey, 1)).status).toBe(200);
  });

  it('that gets a new key no longer answers to the old one', async () => {
    const { writeKey } = await add('till');
    const { body } = await service.call('POST', '/v1/sources/till/write-key');
    expect((await send(body.writeKey, 1)).status).toBe(200);
    expect((await send(writeKey, 1)).status).toBe(401);
    const configured = await service.call('POST', '/v1/sources/default/write-key');
    expect(configured).toMatchObject({ status: 409, body: { code: 'WRITE_KEY_CONFIGURED' } });
  });

  it.each([
    ['an origin with a path', { origins: ['https://shop.example/'] }],
    ['an origin that is no text', { origins: [7] }],
    ['a quota of nothing', { eventsPerSecond: 0 }],
    ['a member that there is not', { writeKey: 'wk_mine' }],
  ])('refuses %s', async (_, change) => {
    expect((await service.call('PATCH', '/v1/sources/shop', change)).status).toBe(400);
  });

  it('that does not exist cannot be changed', async () => {
    const { status, body } = await service.call('PATCH', '/v1/sources/nobody', { disabled: true });
    expect([status, body.code]).toEqual([404, 'SOURCE_NOT_FOUND']);
  });
});
