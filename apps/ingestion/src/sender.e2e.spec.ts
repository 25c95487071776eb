/** Whose word an event is: no door, header or detour makes a browser's word that of the shop. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { topics } from '@tributary/contracts';
import { startService, testClock, type TestService } from '@tributary/testing';
import { ingestionService } from './index.ts';

describe('the sender of an event', () => {
  let service: TestService;
  let clientKey = '';
  beforeAll(async () => {
    service = await startService(ingestionService, { clock: testClock('2026-03-01T10:00:00.000Z') });
    const { body } = await service.call('POST', '/v1/sources', { id: 'web', name: 'Web shop', kind: 'client' });
    clientKey = body.writeKey;
  });
  afterAll(() => service.stop());

  const keys = { server: () => 'test-write-key', client: () => clientKey };
  const send = (path: string, key: keyof typeof keys, event: object, headers: Record<string, string> = {}) =>
    fetch(service.url + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${keys[key]()}`, ...headers },
      body: JSON.stringify(event),
    });
  const collected = async (messageId: string) => {
    await service.settle();
    const all = await service.collect(topics.eventCollected);
    return all.find(({ value }) => value?.messageId === messageId);
  };
  const claim = (messageId: string) => ({
    ...{ type: 'identify', messageId, anonymousId: `visitor-${messageId}` },
    ...{ traits: { email: 'victim@example.com' }, context: { verified: ['email'] } },
  });
  const page = { origin: 'https://shop.example' };

  it.each<[string, string, keyof typeof keys, Record<string, string>, object]>([
    ['the shop, with the key of a server', '/v1/identify', 'server', {}, { sender: 'server', verified: ['email'] }],
    ['the shop, with a file', '/v1/import', 'server', {}, { sender: 'server', verified: ['email'] }],
    ['the shop, with a file sent from a page of its own', '/v1/import', 'server', page, { sender: 'server' }],
    ['a browser, with the key of a client', '/v1/identify', 'client', page, { sender: 'client' }],
    ['a browser that hides that it is one', '/v1/identify', 'client', {}, { sender: 'client' }],
    ['a browser that says it sends a file', '/v1/import', 'client', {}, { sender: 'client' }],
    ['a page that was given the key of a server', '/v1/identify', 'server', page, { sender: 'client' }],
  ])('is %s', async (_who, path, key, headers, expected) => {
    const messageId = `${path}-${key}-${Object.keys(headers).length}`;
    expect((await send(path, key, claim(messageId), headers)).status).toBe(200);
    const { value } = (await collected(messageId)) ?? {};
    expect(value).toMatchObject(expected);
    if (value?.sender === 'client') {
      expect(value.verified).toBeUndefined();
      expect(value.flags).toContain('VERIFICATION_IGNORED');
    }
  });

  it('keeps the record of an address to those who have proven it', async () => {
    await send('/v1/identify', 'server', claim('by-shop'));
    await send('/v1/identify', 'client', claim('by-browser'));
    expect((await collected('by-browser'))?.key).not.toBe((await collected('by-shop'))?.key);
  });

  it('is kept with what was refused, so that a replay gives no browser the word of the shop', async () => {
    await send('/v1/identify', 'client', { messageId: 'bad', traits: { email: 'victim@example.com' } });
    await service.settle();
    const rejected = await service.collect(topics.eventRejected);
    expect(rejected.map(({ value }) => value?.sender)).toEqual(['client']);
    const value = {
      ...{ rejection: 'j_claim', source: 'web', door: 'http' as const, sender: 'client' as const },
      ...{ receivedAt: '2026-03-01T09:00:00.000Z', code: 'UNKNOWN_TYPE', detail: 'Once upon a time.', fix: 'Wait.' },
      bytes: Buffer.from(JSON.stringify(claim('mended'))).toString('base64'),
    };
    await service.publish([{ topic: topics.eventRejected, key: value.rejection, id: value.rejection, value }]);
    await service.settle();
    expect((await service.call('POST', '/v1/rejections/j_claim/replay')).body.outcome).toBe('replayed');
    expect((await collected('mended'))?.value?.sender).toBe('client');
  });
});
