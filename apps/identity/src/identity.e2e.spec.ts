import { describe, expect, it } from '@jest/globals';
import { profileId, topics } from '@tributary/contracts';
import { recordOf } from '@tributary/domain-collection';
import { event } from './testing/event.ts';
import { identityUnderTest } from './testing/identity-under-test.ts';

describe('identity', () => {
  const { service, happens, person, updatesOf } = identityUnderTest();
  const get = async (path: string) => service().call('GET', `/v1/profiles/${path}`);

  it('makes a person of the first event, and tells everybody', async () => {
    await happens(event('user_id:ann', { city: 'Leeds' }));
    const ann = await person('user_id:ann');
    expect(ann).toMatchObject({
      profile: 'p_user_id-ann',
      version: 1,
      requested: 'user_id:ann',
      records: ['r_user_id-ann'],
      identifiers: [{ type: 'user_id', value: 'ann' }],
      traits: { city: 'Leeds' },
      lineage: { city: { source: 'web', event: 'e_1', time: '2026-03-01T10:01:00.000Z' } },
      segments: [],
    });
    expect(Date.parse(ann.asOf)).toBeGreaterThan(0);
    expect(ann.lagMs).toBeGreaterThanOrEqual(0);
    expect(await updatesOf('p_user_id-ann')).toMatchObject([
      { version: 1, state: 'active', changed: ['firstSeenAt', 'identifiers', 'records', 'traits.city'] },
    ]);
    const [resolved] = await service().collect(topics.eventResolved);
    expect(resolved).toMatchObject({ key: 'p_user_id-ann', id: 'e_1:resolved', value: { profile: 'p_user_id-ann' } });
  });

  it('says nothing of a person when an event says nothing new', async () => {
    await happens(event('user_id:ann'), event('user_id:ann', { city: 'Leeds' }));
    expect(await updatesOf('p_user_id-ann')).toHaveLength(1);
    expect((await person('user_id:ann')).lineage.city.event).toBe('e_3');
  });

  it('says what changed', async () => {
    await happens(event('user_id:ann email:Ann@Example.org', { city: 'York', email: 'Ann@Example.org' }));
    expect((await updatesOf('p_user_id-ann')).at(-1)).toMatchObject({
      version: 2,
      changed: ['identifiers', 'traits.city', 'traits.email'],
      traits: { city: 'York', email: 'Ann@Example.org' },
    });
    expect((await person('email:ANN@example.org')).profile).toBe('p_user_id-ann');
    expect((await person('ann@example.org')).profile).toBe('p_user_id-ann');
    expect((await person('ann')).profile).toBe('p_user_id-ann');
    expect((await person('r_user_id-ann')).profile).toBe('p_user_id-ann');
  });

  it('joins the visitor who logs in, announces it, and knows the old id', async () => {
    await happens(event('user_id:cy', { plan: 'gold' }));
    await happens(event('anonymous_id:browser'));
    await happens(event('user_id:cy anonymous_id:browser'));
    const cy = await person('user_id:cy');
    expect(cy).toMatchObject({ profile: 'p_user_id-cy', records: ['r_anonymous_id-browser', 'r_user_id-cy'] });
    expect(await person('p_anonymous_id-browser')).toMatchObject({
      profile: 'p_user_id-cy',
      requested: 'p_anonymous_id-browser',
      movedBecause: 'p_anonymous_id-browser is part of p_user_id-cy now.',
    });
    expect((await service().collect(topics.profileMerged)).map(({ key, value }) => ({ key, ...value }))).toMatchObject([
      {
        key: 'p_user_id-cy',
        profile: 'p_user_id-cy',
        absorbed: ['p_anonymous_id-browser'],
        records: ['r_anonymous_id-browser'],
        because: 'same anonymous_id',
      },
    ]);
    expect((await updatesOf('p_anonymous_id-browser')).at(-1)).toMatchObject({
      state: 'merged',
      mergedInto: 'p_user_id-cy',
      records: [],
      changed: ['state'],
    });
    const { body: history } = await get('p_user_id-cy/history');
    expect(history.items[0]).toMatchObject({
      change: 'absorbed',
      profiles: ['p_anonymous_id-browser'],
      because: 'same anonymous_id',
    });
    const { body: page } = await get('p_user_id-cy/history?limit=1');
    expect(page.items).toHaveLength(1);
    const { body: rest } = await get(`p_user_id-cy/history?limit=1&after=${page.next}`);
    expect(rest.items[0]).toMatchObject({ change: 'created', version: 1 });
    const { body: why } = await get('user_id:cy/explain');
    expect(why).toMatchObject({ summary: '2 records are one person through anonymous_id:browser.' });
    expect(why.wouldSplit).toHaveLength(1);
  });

  it('takes the visitor apart again when a second person uses the browser', async () => {
    await happens(event('user_id:dee anonymous_id:browser'));
    expect(await person('user_id:cy')).toMatchObject({ records: ['r_user_id-cy'] });
    expect(await person('user_id:dee')).toMatchObject({ records: ['r_user_id-dee'] });
    expect(await person('anonymous_id:browser')).toMatchObject({ profile: 'p_anonymous_id-browser' });
    expect((await service().collect(topics.profileSplit)).map(({ value }) => value)).toMatchObject([
      {
        profile: 'p_user_id-cy',
        into: [{ profile: 'p_anonymous_id-browser', records: ['r_anonymous_id-browser'] }],
        because: 'anonymous_id is used by several people',
      },
    ]);
    expect((await updatesOf('p_anonymous_id-browser')).at(-1)).toMatchObject({ state: 'active', version: 3 });
  });

  it('tells of any two records why they are one person, or why they are not', async () => {
    const { body: apart } = await get('user_id:cy/explain/anonymous_id:browser');
    expect(apart).toMatchObject({
      records: ['r_user_id-cy', 'r_anonymous_id-browser'],
      onePerson: false,
      refused: [{ reason: 'shared', identifier: 'anonymous_id:browser' }],
    });
    const { body: strangers } = await get('user_id:cy/explain/user_id:ann');
    expect(strangers).toMatchObject({ onePerson: false, refused: [], path: [] });
    const { body: same } = await get('user_id:cy/explain/p_user_id-cy');
    expect(same).toMatchObject({ onePerson: true, summary: 'It is the same record.' });
    expect(await get('user_id:cy/explain/user_id:nobody')).toMatchObject({
      status: 404,
      body: { code: 'PROFILE_NOT_FOUND', detail: 'Nobody is known by user_id:nobody.' },
    });
  });

  it('folds segments into the person: the highest sequence holds', async () => {
    const change = (sequence: number, kind: 'entered' | 'left') => ({
      topic: topics.segmentMembershipChanged,
      key: 'p_user_id-ann',
      id: `p_user_id-ann:loyal:${sequence}`,
      value: {
        ...topics.segmentMembershipChanged.message.example,
        profile: profileId('p_user_id-ann'),
        change: kind,
        sequence,
      },
    });
    await service().publish([change(2, 'left'), change(3, 'entered')]);
    await service().settle();
    await service().publish([change(1, 'entered')]);
    await service().settle();
    expect((await person('user_id:ann')).segments).toEqual([{ segment: 'loyal', since: '2026-03-01T09:59:58.000Z' }]);
    expect((await updatesOf('p_user_id-ann')).at(-1)).toMatchObject({
      version: 3,
      changed: ['segments.loyal'],
      segments: [{ segment: 'loyal' }],
    });
  });

  it('is not moved by copies, nor by a restart', async () => {
    const before = (await service().call('GET', '/v1/profiles?limit=500')).body.items;
    const told = (await service().collect(topics.profileUpdated)).length;
    await service().restart();
    const copies = [event('user_id:ann'), event('user_id:cy anonymous_id:browser'), event('anonymous_id:browser')];
    await happens(...copies, ...copies);
    expect((await service().call('GET', '/v1/profiles?limit=500')).body.items).toEqual(before);
    expect(await service().collect(topics.profileUpdated)).toHaveLength(told);
  });

  it('greets people in their language and script, by no more than they declared', async () => {
    const greeted = async (id: string, query = '') => (await get(`${id}/salutation${query}`)).body;
    expect(await greeted('user_id:ann', '?language=de')).toMatchObject({ profile: 'p_user_id-ann', known: true });
    expect((await greeted('user_id:ann')).language).toBeNull();
    expect((await get('user_id:ann/salutation?language=klingon!')).status).toBe(400);
    expect((await get('user_id:nobody/salutation')).status).toBe(404);
  });

  it('lists and counts people, not absorbed profiles', async () => {
    const { body: count } = await get('count');
    const ids: string[] = [];
    for (let after: string | null = ''; after !== null;) {
      const { body } = await service().call('GET', `/v1/profiles?limit=2${after === '' ? '' : `&after=${after}`}`);
      ids.push(...body.items.map(({ profile }: { profile: string }) => profile));
      after = body.next;
    }
    expect(ids).toEqual(['p_anonymous_id-browser', 'p_user_id-ann', 'p_user_id-cy', 'p_user_id-dee']);
    expect(count.count).toBe(4);
  });

  it('answers what it does not know, and what several people share, with a reason', async () => {
    expect(await get('user_id:nobody')).toMatchObject({ status: 404, body: { code: 'PROFILE_NOT_FOUND' } });
    await happens(event('user_id:x phone:+442079460958'), event('user_id:y phone:+442079460958'));
    expect(await get('phone:+442079460958')).toMatchObject({ status: 409, body: { code: 'IDENTIFIER_SHARED' } });
  });

  it('keeps two hundred people at one kiosk apart', async () => {
    await happens(...Array.from({ length: 200 }, (_, index) => event(`user_id:k${index} anonymous_id:kiosk`)));
    const { body } = await get('count');
    expect(body.count).toBe(206);
  });

  it('tells who somebody is without writing, and what is wrong with a question', async () => {
    const resolve = (body: unknown) => service().call('POST', '/v1/resolve', body);
    const { body: before } = await get('count');
    const { status, body } = await resolve({
      identifiers: [
        { type: 'user_id', value: 'ann' },
        { type: 'user_id', value: 'anonymous' },
      ],
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      match: 'p_user_id-ann',
      candidates: [{ profile: 'p_user_id-ann', shared: ['user_id:ann'] }],
      ignored: [{ value: 'anonymous', why: 'placeholder' }],
    });
    expect((await resolve({ identifiers: [{ type: 'user_id', value: 'new' }] })).body.match).toBeNull();
    expect(await resolve({})).toMatchObject({ status: 400, body: { code: 'NOTHING_TO_MATCH' } });
    for (const wrong of [
      { identifiers: 'ann' },
      { identifiers: [{ type: 'E-Mail', value: '' }] },
      { limit: 0 },
      { who: 1 },
    ]) {
      expect(await resolve(wrong)).toMatchObject({ status: 400, body: { code: 'VALIDATION_FAILED' } });
    }
    expect((await get('count')).body.count).toBe(before.count);
  });

  it('says which values the source that said so had verified', async () => {
    await happens(event('user_id:vera', { phone: '+44 20 7946 0300', city: 'Leeds' }, { verified: ['phone'] }));
    expect((await person('user_id:vera')).lineage).toMatchObject({
      phone: { source: 'web', verified: true },
      city: { source: 'web', verified: false },
    });
  });

  it('finds a record as its own source knows it', async () => {
    const record = recordOf([{ type: 'record_id', value: 'K:1' }], 'crm');
    await happens(event('record_id:K:1 email:kay@example.org', {}, { ...(record && { record }), source: 'crm' }));
    expect((await person('record_id:crm:K:1')).records).toEqual([record]);
    expect((await get('record_id:crm:K:1/explain/user_id:ann')).body.records).toEqual([record, 'r_user_id-ann']);
    expect((await get('record_id:shop:K:1')).status).toBe(404);
  });
});
