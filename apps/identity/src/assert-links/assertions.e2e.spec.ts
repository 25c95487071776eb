import { describe, expect, it } from '@jest/globals';
import { recordId, topics } from '@tributary/contracts';
import { event } from '../testing/event.ts';
import { identityUnderTest } from '../testing/identity-under-test.ts';

describe("a person's decisions", () => {
  const { service, happens, get, person } = identityUnderTest();
  const say = (kind: string, a: string, b: string, more: object = {}) =>
    service().call('POST', '/v1/assertions', { kind, a, b, why: 'asked at the till', by: 'maria', ...more });
  const words = async () =>
    (await service().collect(topics.identityAsserted)).map(({ key, value }) => ({ key, ...value }));
  /** What a person shows, without the version and the moment. */
  const shown = async (anyId: string) => {
    const { profile, records, identifiers, traits, lineage, firstSeenAt } = await person(anyId);
    return { profile, records, identifiers, traits, lineage, firstSeenAt };
  };

  it('join two people at once, and tell everybody', async () => {
    await happens(event('user_id:ann', { city: 'Leeds' }), event('email:ann@example.com', { plan: 'gold' }));
    const { status, body } = await say('must-link', 'user_id:ann', 'email:ann@example.com');
    expect({ status, body }).toMatchObject({
      status: 200,
      body: {
        id: 'r_email-ann@example.com~r_user_id-ann',
        kind: 'must-link',
        by: 'maria',
        why: 'asked at the till',
        profiles: ['p_user_id-ann', 'p_user_id-ann'],
        effect: 'They are one person.',
      },
    });
    expect(await person('email:ann@example.com')).toMatchObject({
      profile: 'p_user_id-ann',
      traits: { city: 'Leeds', plan: 'gold' },
    });
    const [merged] = await service().collect(topics.profileMerged);
    expect(merged?.value).toMatchObject({ absorbed: ['p_email-ann@example.com'], because: 'decided by a person' });
    expect(await words()).toMatchObject([{ key: body.id, kind: 'must-link', by: 'maria' }]);
  });

  it('are one decision however often they are sent, and stay after a restart', async () => {
    const before = await person('user_id:ann');
    const again = await say('must-link', 'p_email-ann@example.com', 'r_user_id-ann');
    expect(again).toMatchObject({ status: 200, body: { effect: 'They are one person.' } });
    expect(await words()).toHaveLength(1);
    await service().restart();
    await happens(event('user_id:ann'), event('email:ann@example.com'));
    expect(await person('user_id:ann')).toMatchObject({ version: before.version, records: before.records });
  });

  it('are taken back: the facts decide again', async () => {
    const id = 'r_email-ann@example.com~r_user_id-ann';
    const path = `/v1/assertions/${encodeURIComponent(id)}`;
    const { status, body } = await service().call('DELETE', `${path}?by=jo&why=a%20mistake`);
    expect({ status, body }).toMatchObject({
      status: 200,
      body: { id, kind: 'retracted', by: 'jo', why: 'a mistake', effect: 'They are two people.' },
    });
    expect(await service().call('DELETE', path)).toMatchObject({ status: 200, body: { by: 'jo' } });
    expect(await words()).toHaveLength(2);
    expect(await person('email:ann@example.com')).toMatchObject({
      profile: 'p_email-ann@example.com',
      traits: { plan: 'gold' },
    });
    expect((await person('user_id:ann')).traits).toEqual({ city: 'Leeds' });
    const splits = await service().collect(topics.profileSplit);
    expect(new Set(splits.map(({ id, value }) => `${id} ${value?.because ?? ''}`))).toEqual(
      new Set(['p_user_id-ann:3:split a decision was taken back']),
    );
  });

  it('keep apart what shares an identifier, also where it comes later', async () => {
    await happens(event('user_id:bea', { city: 'York' }), event('anonymous_id:desk'));
    expect(await say('cannot-link', 'user_id:bea', 'anonymous_id:desk')).toMatchObject({
      body: { effect: 'They are two people.' },
    });
    await happens(event('user_id:bea anonymous_id:desk'));
    expect((await person('user_id:bea')).records).toEqual(['r_user_id-bea']);
    const { body } = await service().call('GET', '/v1/profiles/user_id:bea/explain');
    expect(body.refused).toMatchObject([{ reason: 'cannot-link' }]);
  });

  it('wait for a record that nobody has seen yet', async () => {
    const { body } = await say('must-link', 'user_id:bea', 'r_user_id-late');
    expect(body).toMatchObject({
      profiles: ['p_user_id-bea', null],
      effect: 'It takes effect when r_user_id-late appears.',
    });
    await happens(event('user_id:late', { plan: 'silver' }));
    expect(await person('r_user_id-late')).toMatchObject({ profile: 'p_user_id-bea', traits: { plan: 'silver' } });
  });

  it('are listed, the newest first, also of one person', async () => {
    const ids: string[] = [];
    for (let after: string | null = ''; after !== null;) {
      const page = await get(`/v1/assertions?limit=2${after === '' ? '' : `&after=${after}`}`);
      ids.push(...page.items.map(({ id, kind }: { id: string; kind: string }) => `${kind} ${id}`));
      after = page.next;
    }
    expect(ids).toEqual([
      'must-link r_user_id-bea~r_user_id-late',
      'cannot-link r_anonymous_id-desk~r_user_id-bea',
      'retracted r_email-ann@example.com~r_user_id-ann',
    ]);
    expect((await get('/v1/assertions?profile=p_user_id-bea&limit=1')).items).toHaveLength(1);
    expect((await get('/v1/assertions?profile=p_user_id-bea')).items).toHaveLength(2);
    expect(await get('/v1/assertions/r_user_id-bea~r_user_id-late')).toMatchObject({ kind: 'must-link' });
  });

  it('hold by their time, and the last on the topic is the one that holds', async () => {
    const id = 'r_user_id-bea~r_user_id-late';
    const old = {
      ...topics.identityAsserted.message.example,
      a: recordId('r_user_id-bea'),
      b: recordId('r_user_id-late'),
    };
    await service().publish([{ topic: topics.identityAsserted, key: id, id: 'slow', value: old }]);
    await service().settle();
    expect((await person('r_user_id-late')).profile).toBe('p_user_id-bea');
    expect((await words()).filter(({ key }) => key === id).at(-1)).toMatchObject({ kind: 'must-link', by: 'maria' });
  });

  it('undo a merge: both people are as they were, and old ids find them', async () => {
    await happens(event('user_id:eve', { city: 'Ely' }), event('anonymous_id:sofa', { theme: 'dark' }));
    await happens(event('email:dan@example.com', { city: 'Hull' }), event('email:dan@example.com anonymous_id:tv'));
    const before = [await shown('user_id:eve'), await shown('email:dan@example.com')];
    await say('must-link', 'user_id:eve', 'email:dan@example.com');
    await happens(event('email:dan@example.com anonymous_id:tv', { size: 'L' }));
    expect(await person('p_email-dan@example.com')).toMatchObject({ profile: 'p_user_id-eve', traits: { size: 'L' } });
    const undo = () => service().call('POST', '/v1/profiles/p_user_id-eve/unmerge', { why: 'two people', by: 'maria' });
    const { status, body } = await undo();
    expect({ status, body }).toMatchObject({
      status: 200,
      body: {
        people: [{ profile: 'p_user_id-eve' }, { profile: 'p_email-dan@example.com' }],
        assertions: [{ kind: 'cannot-link', why: 'two people' }],
      },
    });
    const dan = await shown('p_email-dan@example.com');
    expect(dan.traits).toEqual({ city: 'Hull', size: 'L' });
    expect([await shown('p_user_id-eve'), { ...dan, traits: { city: 'Hull' }, lineage: before[1]?.lineage }]).toEqual(
      before,
    );
    const history = await get('/v1/profiles/p_email-dan@example.com/history');
    expect(history.items).toMatchObject([
      { change: 'restored', because: 'decided by a person' },
      { change: 'merged' },
      { change: 'created' },
    ]);
    expect((await get('/v1/profiles/p_user_id-eve/history')).items[0]).toMatchObject({
      change: 'split',
      because: 'decided by a person',
    });
    expect(await undo()).toMatchObject({ status: 200, body: { people: body.people, assertions: [] } });
  });

  it('take any records out of a person, and keep both parts whole', async () => {
    await happens(event('anonymous_id:p'), event('user_id:fay anonymous_id:p anonymous_id:q'), event('anonymous_id:q'));
    const path = '/v1/profiles/user_id:fay/unmerge';
    const into = [['r_anonymous_id-p', 'r_anonymous_id-q'], ['r_user_id-fay']];
    const { body } = await service().call('POST', path, { into, why: 'a tablet at the till' });
    expect(body.people).toMatchObject([{ records: into[0] }, { records: into[1] }]);
    for (const { id } of body.assertions) await service().call('DELETE', `/v1/assertions/${encodeURIComponent(id)}`);
    expect((await person('user_id:fay')).records).toHaveLength(3);
    expect((await service().call('POST', path, { records: ['r_anonymous_id-q'], why: 'x' })).body.people).toMatchObject(
      [{ records: ['r_anonymous_id-p', 'r_user_id-fay'] }, { records: ['r_anonymous_id-q'] }],
    );
  });

  it.each<[string, string, string, object, object]>([
    [
      'the same record twice',
      'POST',
      '/v1/assertions',
      { kind: 'must-link', a: 'user_id:ann', b: 'r_user_id-ann', why: 'x' },
      { status: 409, body: { code: 'SAME_RECORD' } },
    ],
    [
      'somebody unknown',
      'POST',
      '/v1/assertions',
      { kind: 'must-link', a: 'user_id:ann', b: 'user_id:nobody', why: 'x' },
      { status: 404, body: { code: 'PROFILE_NOT_FOUND' } },
    ],
    [
      'no reason',
      'POST',
      '/v1/assertions',
      { kind: 'must-link', a: 'user_id:ann', b: 'user_id:bea' },
      { status: 400, body: { errors: [{ at: '/why' }] } },
    ],
    ['an unknown pair', 'GET', '/v1/assertions/r_x~r_y', {}, { status: 404, body: { code: 'ASSERTION_NOT_FOUND' } }],
    [
      'a record of nobody',
      'POST',
      '/v1/profiles/user_id:ann/unmerge',
      { records: ['r_user_id-bea'], why: 'x' },
      { status: 409, body: { code: 'RECORD_NOT_THEIRS' } },
    ],
    [
      'all records',
      'POST',
      '/v1/profiles/user_id:ann/unmerge',
      { records: ['r_user_id-ann'], why: 'x' },
      { status: 400, body: { code: 'PARTS_INVALID' } },
    ],
    [
      'half of the parts',
      'POST',
      '/v1/profiles/user_id:bea/unmerge',
      { into: [['r_user_id-bea']], why: 'x' },
      { status: 400, body: { code: 'PARTS_INVALID' } },
    ],
    [
      'no record at all',
      'POST',
      '/v1/profiles/user_id:bea/unmerge',
      { into: ['r_user_id-bea'], why: 'x' },
      { status: 400, body: { at: '/into/0' } },
    ],
    [
      'no merge',
      'POST',
      '/v1/profiles/anonymous_id:sofa/unmerge',
      { why: 'x' },
      { status: 409, body: { code: 'NO_MERGE_KNOWN' } },
    ],
  ])('say what to change where they name %s', async (_, method, path, body, answer) => {
    expect(await service().call(method, path, method === 'GET' ? undefined : body)).toMatchObject(answer);
  });
});
