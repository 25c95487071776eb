/** Web visitors, through topics and HTTP: claims, confirmation, consent, shared devices. */
import { describe, expect, it } from '@jest/globals';
import { recordId, topics, type EventCollected } from '@tributary/contracts';
import { event } from './testing/event.ts';
import { identityUnderTest } from './testing/identity-under-test.ts';

/** An event of the record; a browser's where nothing else is said. */
const visit = (record: string, text: string, more: Partial<EventCollected> = {}) =>
  event(text, {}, { sender: 'client', record: recordId(`r_${record}`), ...more });

describe('a web visitor', () => {
  const { service, happens, get, person } = identityUnderTest();
  const consent = (granted: boolean) => ({
    context: { consent: { categoryPreferences: { identity_linking: granted } } },
  });

  it('who types the address of a customer is not that customer, nor found in their place', async () => {
    await happens(visit('ann', 'user_id:ann email:ann@example.com', { sender: 'server', source: 'crm' }));
    await happens(visit('a', 'email:ann@example.com anonymous_id:a', { traits: { email: 'ann@example.com' } }));
    expect(await person('r_a')).toMatchObject({ records: ['r_a'], traits: { email: 'ann@example.com' } });
    expect(await person('email:ann@example.com')).toMatchObject({ records: ['r_ann'] });
    expect((await get('/v1/profiles/r_a/explain')).refused).toMatchObject([
      { reason: 'untrusted', identifier: 'email:ann@example.com' },
    ]);
  });

  it('is, once the shop has confirmed it, with all that happened before', async () => {
    await happens(
      visit('a', 'email:ann@example.com anonymous_id:a', { sender: 'server', source: 'shop', verified: ['email'] }),
    );
    expect(await person('email:ann@example.com')).toMatchObject({ records: ['r_a', 'r_ann'] });
  });

  it('who withdraws consent stands alone, and is joined again when it is renewed', async () => {
    await happens(visit('ann', 'user_id:ann', consent(false)));
    expect(await person('r_a')).toMatchObject({ records: ['r_a'] });
    expect(await person('r_ann')).toMatchObject({ records: ['r_ann'] });
    expect((await service().collect(topics.profileSplit)).map(({ value }) => value?.because)).toEqual([
      'consent to link the records is missing',
    ]);
    await happens(visit('ann', 'user_id:ann', consent(true)));
    expect(await person('r_ann')).toMatchObject({ records: ['r_a', 'r_ann'] });
  });

  it('at a kiosk keeps the visit before the login, two hundred times', async () => {
    const context = { device: { class: 'kiosk' } };
    const count = async () => Number((await get('/v1/profiles/count')).count);
    const before = await count();
    await happens(
      ...Array.from({ length: 200 }, (_, i) => [
        visit(`v${i}`, `session_id:k/${i} anonymous_id:kiosk`, { context }),
        visit(`u${i}`, `user_id:u${i} session_id:k/${i} anonymous_id:kiosk`, { context }),
      ]).flat(),
    );
    expect(await count()).toBe(before + 200);
    expect(await person('user_id:u7')).toMatchObject({ records: ['r_u7', 'r_v7'] });
  });
});
