import { describe, expect, it } from '@jest/globals';
import { recordId, topics, type JsonObject } from '@tributary/contracts';
import { event } from '../testing/event.ts';
import { identityUnderTest, untilDone } from '../testing/identity-under-test.ts';

/** What a shop's own system says of a customer. */
const customer = (id: string, traits: JsonObject, email?: string) =>
  event(`crm:${id}${email === undefined ? '' : ` email:${email}`}`, traits, { record: recordId(`r_${id}`) });

const born = '1985-03-02';
const maiden = { firstName: 'Olga', lastName: 'Kelley', birthday: born };
const married = { firstName: 'Olga', lastName: 'Taylor', birthday: born };
const marriage = 'v_1_2';

describe('the review queue', () => {
  const identity = identityUnderTest();
  const { service, happens, person, updatesOf } = identity;
  const get = (path: string) => identity.get(`/v1/reviews${path}`);
  const open = async (query = ''): Promise<readonly string[]> =>
    (await get(query)).items.map(({ id }: { readonly id: string }) => id);
  const decide = (id: string, decision: string, more: object = {}) =>
    service().call('POST', `/v1/reviews/${id}`, { decision, why: 'asked on the phone', by: 'maria', ...more });
  const homeOf = async (record: string): Promise<string> => (await person(record)).profile;

  async function activate(patch: object): Promise<void> {
    const because = 'a trial';
    const { body } = await service().call('POST', '/v1/policies', { base: 1, patch, because });
    await service().call('POST', `/v1/policies/${body.version}/activate`, { because });
    await untilDone(service(), '/v1/policies/activation');
  }

  it('asks about two records that are probably one person, with what speaks for it', async () => {
    expect(await get('')).toMatchObject({ items: [], next: null });
    await happens(customer('1', maiden), customer('2', married));
    const { items } = await get('');
    expect(items).toMatchObject([
      { id: marriage, why: 'unsure', records: ['r_1', 'r_2'], profiles: ['p_1'], joined: true },
    ]);
    const [{ bits, p, priority }] = items;
    expect(p).toBeCloseTo(1 / (1 + 2 ** -bits), 10);
    expect(priority).toBeCloseTo(2 * (2 - 2 * p), 10);
    const { explanation } = await get(`/${marriage}`);
    expect(explanation).toMatchObject({ onePerson: true, path: [{ tier: 'scored' }], comparison: { bits } });
    expect(await homeOf('r_2')).toBe('p_1');
  });

  it('asks about people of one address whose names and births differ', async () => {
    const ann = { firstName: 'Ann', lastName: 'Moor', birthday: '1990-11-30' };
    const tom = { firstName: 'Tom', lastName: 'Hill', birthday: '1954-06-17' };
    await happens(customer('7', ann, 'home@example.com'), customer('8', tom, 'home@example.com'));
    expect(await open('?why=contradicted')).toEqual(['v_7_8']);
    expect(await open('?joined=false')).toEqual(['v_7_8']);
    expect(await open('?joined=true')).toEqual([marriage]);
    expect(await get('/count')).toMatchObject({ count: 2 });
    const { explanation } = await get('/v_7_8');
    expect(explanation.onePerson).toBe(false);
    expect(explanation.refused[0]).toMatchObject({ reason: 'contradiction', identifier: 'email:home@example.com' });
  });

  it('shows what is at stake first, page by page', async () => {
    const all = await get('');
    const priorities = all.items.map(({ priority }: { readonly priority: number }) => priority);
    expect(priorities).toEqual([...priorities].sort((a: number, b: number) => b - a));
    const first = await get('?limit=1');
    const second = await get(`?limit=1&after=${first.next}`);
    expect([...first.items, ...second.items]).toEqual(all.items);
    expect(second.next).toBeNull();
  });

  it('merge joins them at once, tells everybody, and the question is gone', async () => {
    const { status, body } = await decide('v_7_8', 'merge');
    expect({ status, body }).toMatchObject({
      status: 200,
      body: {
        assertion: { id: 'r_7~r_8', kind: 'must-link', by: 'maria' },
        effect: 'They are one person.',
        people: [{ profile: 'p_7', records: ['r_7', 'r_8'] }],
      },
    });
    expect((await updatesOf('p_8')).at(-1)).toMatchObject({ state: 'merged', mergedInto: 'p_7' });
    expect(await open()).toEqual([marriage]);
    expect(await get('/v_7_8')).toMatchObject({ code: 'REVIEW_NOT_FOUND' });
    expect((await decide('v_7_8', 'merge', { by: 'jo' })).body).toEqual(body);
    expect(await service().collect(topics.identityAsserted)).toHaveLength(1);
    expect(await decide('v_7_8', 'keep-apart')).toMatchObject({ status: 409, body: { code: 'REVIEW_DECIDED' } });
  });

  it('not sure lets the question rest, and changes nobody', async () => {
    const { status, body } = await decide(marriage, 'not-sure');
    expect({ status, body }).toMatchObject({
      status: 200,
      body: { assertion: { kind: 'undecided' }, people: [{ profile: 'p_1', records: ['r_1', 'r_2'] }] },
    });
    expect((await decide(marriage, 'not-sure')).body).toEqual(body);
    expect(await open()).toEqual([]);
    expect(await get('/count')).toMatchObject({ count: 0 });
    expect(await get(`/${marriage}`)).toMatchObject({ id: marriage, until: body.assertion.until });
  });

  it('keep apart parts them at once and for ever', async () => {
    expect(await decide(marriage, 'keep-apart', { why: 'mother and daughter-in-law' })).toMatchObject({
      status: 200,
      body: { effect: 'They are two people.', people: [{ profile: 'p_1' }, { profile: 'p_2' }] },
    });
    expect((await updatesOf('p_2')).at(-1)).toMatchObject({ state: 'active', records: ['r_2'] });
    await service().restart();
    await happens(customer('1', maiden), customer('2', married), customer('1', { ...maiden, city: 'Leeds' }));
    expect([await homeOf('r_1'), await homeOf('r_2')]).toEqual(['p_1', 'p_2']);
    expect(await open()).toEqual([]);
  });

  it('asks again when the decision is taken back', async () => {
    await service().call('DELETE', `/v1/assertions/${encodeURIComponent('r_1~r_2')}`);
    expect(await open()).toEqual([marriage]);
    expect(await homeOf('r_2')).toBe('p_1');
  });

  it('ranks by what people are worth once the policy names the trait that says it, also what was asked before', async () => {
    const sue = { firstName: 'Sue', lastName: 'Wood', birthday: '1988-01-09' };
    const bob = { firstName: 'Bob', lastName: 'Finch', birthday: '1949-09-23' };
    const eva = { firstName: 'Eva', lastName: 'Stone', birthday: '1979-04-11', lifetime_value: 590 };
    const jim = { firstName: 'Jim', lastName: 'Marsh', birthday: '1961-12-05', lifetime_value: '10' };
    await happens(customer('31', sue, 'one@example.com'), customer('32', bob, 'one@example.com'));
    await happens(customer('33', eva, 'two@example.com'), customer('34', jim, 'two@example.com'));
    const ranked = async () =>
      (await get('?why=contradicted')).items.map(({ id, priority }: Record<string, unknown>) => [id, priority]);
    const byRecords = [
      ['v_31_32', 1],
      ['v_33_34', 1],
    ];
    expect(await ranked()).toEqual(byRecords);
    await activate({ valueTrait: 'lifetime_value' });
    expect(await ranked()).toEqual([
      ['v_33_34', 300],
      ['v_31_32', 1],
    ]);
    await happens(customer('32', { ...bob, lifetime_value: 10_000 }));
    expect((await ranked())[0]).toEqual(['v_31_32', 5_000.5]);
    await activate({});
    expect(await ranked()).toEqual(byRecords);
  });

  it.each<[string, string, object, object]>([
    ['nobody was asked', 'v_1_9', { decision: 'merge', why: 'x' }, { status: 404, body: { code: 'REVIEW_NOT_FOUND' } }],
    ['it is no id', 'p_1', { decision: 'merge', why: 'x' }, { status: 404, body: { code: 'REVIEW_NOT_FOUND' } }],
    ['no reason is given', marriage, { decision: 'merge' }, { status: 400, body: { errors: [{ at: '/why' }] } }],
    [
      'it is no decision',
      marriage,
      { decision: 'yes', why: 'x' },
      { status: 400, body: { errors: [{ at: '/decision' }] } },
    ],
  ])('says what to change where %s', async (_, id, body, answer) => {
    expect(await service().call('POST', `/v1/reviews/${id}`, body)).toMatchObject(answer);
  });
});
