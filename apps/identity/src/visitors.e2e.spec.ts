/** Web visitors, through topics and HTTP: claims, confirmation, consent, shared devices. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EventCollected, eventId, recordId, topics, type Identifier } from '@tributary/contracts';
import { startService, type TestService } from '@tributary/testing';
import { identityService } from './index.ts';

let serial = 0;

/** An event of the record, a minute after the last; a browser's where nothing else is said. */
function event(record: string, text: string, more: Partial<EventCollected> = {}) {
  const identifiers = text.split(' ').map((part): Identifier => {
    const [type = '', value = ''] = part.split(/:(.*)/s);
    return { type, value };
  });
  serial += 1;
  const value: EventCollected = {
    ...EventCollected.example,
    ...{ type: 'identify', sender: 'client', event: eventId(`e_${serial}`), messageId: `m-${serial}` },
    ...{ record: recordId(`r_${record}`), identifiers },
    time: new Date(Date.parse('2026-03-01T10:00:00.000Z') + serial * 60_000).toISOString(),
    ...more,
  };
  return { topic: topics.eventCollected, key: value.record, id: value.event, value };
}

describe('a web visitor', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startService(identityService);
  });
  afterAll(() => service.stop());

  const happens = async (...events: ReturnType<typeof event>[]): Promise<void> => {
    await service.publish(events);
    await service.settle();
  };
  const person = async (anyId: string) => (await service.call('GET', `/v1/profiles/${encodeURIComponent(anyId)}`)).body;
  const consent = (granted: boolean) => ({
    context: { consent: { categoryPreferences: { identity_linking: granted } } },
  });

  it('who types the address of a customer is not that customer, nor found in their place', async () => {
    await happens(event('ann', 'user_id:ann email:ann@example.com', { sender: 'server', source: 'crm' }));
    await happens(event('a', 'email:ann@example.com anonymous_id:a', { traits: { email: 'ann@example.com' } }));
    expect(await person('r_a')).toMatchObject({ records: ['r_a'], traits: { email: 'ann@example.com' } });
    expect(await person('email:ann@example.com')).toMatchObject({ records: ['r_ann'] });
    const { body } = await service.call('GET', '/v1/profiles/r_a/explain');
    expect(body.refused).toMatchObject([{ reason: 'untrusted', identifier: 'email:ann@example.com' }]);
  });

  it('is, once the shop has confirmed it, with all that happened before', async () => {
    await happens(
      event('a', 'email:ann@example.com anonymous_id:a', { sender: 'server', source: 'shop', verified: ['email'] }),
    );
    expect(await person('email:ann@example.com')).toMatchObject({ records: ['r_a', 'r_ann'] });
  });

  it('who withdraws consent stands alone, and is joined again when it is renewed', async () => {
    await happens(event('ann', 'user_id:ann', consent(false)));
    expect(await person('r_a')).toMatchObject({ records: ['r_a'] });
    expect(await person('r_ann')).toMatchObject({ records: ['r_ann'] });
    expect((await service.collect(topics.profileSplit)).map(({ value }) => value?.because)).toEqual([
      'consent to link the records is missing',
    ]);
    await happens(event('ann', 'user_id:ann', consent(true)));
    expect(await person('r_ann')).toMatchObject({ records: ['r_a', 'r_ann'] });
  });

  it('at a kiosk keeps the visit before the login, two hundred times', async () => {
    const context = { device: { class: 'kiosk' } };
    const count = async () => Number((await service.call('GET', '/v1/profiles/count')).body.count);
    const before = await count();
    await happens(
      ...Array.from({ length: 200 }, (_, i) => [
        event(`v${i}`, `session_id:k/${i} anonymous_id:kiosk`, { context }),
        event(`u${i}`, `user_id:u${i} session_id:k/${i} anonymous_id:kiosk`, { context }),
      ]).flat(),
    );
    expect(await count()).toBe(before + 200);
    expect(await person('user_id:u7')).toMatchObject({ records: ['r_u7', 'r_v7'] });
  });
});
