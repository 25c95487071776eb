import { beforeAll, describe, expect, it } from '@jest/globals';
import { event } from '../testing/event.ts';
import { identityUnderTest, untilDone } from '../testing/identity-under-test.ts';

/** Six people, each a visitor with an address; two of them share a household number, which joins nobody by the first policy. */
const population = Array.from({ length: 6 }, (_, index) => [
  event(`email:p${index}@example.org household:h${Math.floor(index / 2)}`),
  event(`anonymous_id:b${index} email:p${index}@example.org`),
]).flat();

const stricter = { identifiers: { email: null } };
const household = { kind: 'personal', people: 9, mailboxes: 9, records: 50, perPerson: 9 };

describe('a dry run', () => {
  const { service, happens } = identityUnderTest({ IDENTITY_REPARTITION_RATE: '40' });
  beforeAll(() => happens(...population));

  async function add(patch: unknown, base = 1): Promise<number> {
    const { body } = await service().call('POST', '/v1/policies', { base, patch, because: 'a trial' });
    return body.version;
  }
  const start = (version: number, body: unknown = {}) =>
    service().call('POST', `/v1/policies/${version}/dry-run`, body);

  const ended = (version: number) => untilDone(service(), `/v1/policies/${version}/dry-run`);

  async function affected(version: number, limit = 500) {
    const items: unknown[] = [];
    let after = '';
    do {
      const path = `/v1/policies/${version}/dry-run/affected?limit=${limit}${after}`;
      const { body } = await service().call('GET', path);
      items.push(...body.items);
      after = body.next === null ? '' : `&after=${body.next}`;
    } while (after !== '');
    return items;
  }

  const people = async () => (await service().call('GET', '/v1/profiles?limit=500')).body.items;

  it('of a stricter policy says whom it would take apart, and changes nobody', async () => {
    const before = await people();
    const version = await add(stricter);
    const started = await start(version);
    expect(started).toMatchObject({ status: 202, body: { version, against: 1, total: 6 } });
    expect(await ended(version)).toMatchObject({
      ...{ done: 6, total: 6, people: { before: 6, after: 12 }, merges: 0, splits: 6, affected: 6, listIsWhole: true },
      ...{ isCurrent: true, alsoPossible: { newMeetings: [], readDifferently: [], saturated: 0 } },
    });
    const list = await affected(version);
    expect(list).toHaveLength(6);
    expect(list).toContainEqual({
      ...{ profile: 'p_email-p0@example.org', change: 'split' },
      into: [
        { profile: 'p_email-p0@example.org', records: ['r_email-p0@example.org'] },
        { profile: 'p_anonymous_id-b0', records: ['r_anonymous_id-b0'] },
      ],
    });
    expect(await affected(version, 1)).toEqual(list);
    expect(await people()).toEqual(before);
    expect((await service().call('GET', '/v1/policies/activation')).body.version).toBe(1);
  });

  it('asked twice is one walk, and one that has ended looks again when it is told to', async () => {
    const version = await add(stricter);
    await start(version);
    const first = await ended(version);
    expect((await start(version)).body).toEqual(first);
    await happens(event('email:new@example.org'), event('anonymous_id:new email:new@example.org'));
    await start(version, { anew: true });
    expect(await ended(version)).toMatchObject({ total: 7, people: { before: 7, after: 14 }, affected: 7 });
    expect(await affected(version)).toHaveLength(7);
  });

  it('of a policy by which other records meet says what it cannot foresee', async () => {
    const version = await add({ identifiers: { household }, country: 'BE' });
    await start(version);
    expect(await ended(version)).toMatchObject({
      ...{ merges: 0, splits: 0, affected: 0 },
      alsoPossible: { newMeetings: ['household'], readDifferently: ['country'] },
    });
  });

  it('of a looser policy, where a stricter one is in force, says whom it would merge; one that ran against another says so', async () => {
    const strict = await add(stricter);
    await service().call('POST', `/v1/policies/${strict}/activate`, { because: 'a trial' });
    expect((await service().call('GET', '/v1/policies/2/dry-run')).body).toMatchObject({
      against: 1,
      isCurrent: false,
    });
    await start(1);
    expect(await ended(1)).toMatchObject({
      against: strict,
      people: { before: 14, after: 7 },
      merges: 7,
      affected: 14,
    });
    const list = await affected(1, 3);
    const email = { profile: 'p_email-p0@example.org' };
    expect(list).toContainEqual({
      ...email,
      change: 'grown',
      into: [{ ...email, records: ['r_email-p0@example.org'] }],
    });
    expect(list).toContainEqual({
      ...{ profile: 'p_anonymous_id-b0', change: 'merged' },
      into: [{ ...email, records: ['r_anonymous_id-b0'] }],
    });
  });

  it('goes on where it was when its process was stopped', async () => {
    const many = Array.from({ length: 60 }, (_, index) => [
      event(`user_id:u${index}`),
      event(`anonymous_id:v${index} user_id:u${index}`),
    ]).flat();
    await happens(...many);
    const version = await add({ identifiers: { user_id: null } });
    await start(version);
    await service().restart();
    expect(await ended(version)).toMatchObject({ done: 67, total: 67, merges: 7, splits: 60, affected: 74 });
    expect(await affected(version, 7)).toHaveLength(74);
  });

  it('tells a version that was never tried from one that is not there', async () => {
    const version = await add({ identifiers: { user_id: null } });
    const { status, body } = await service().call('GET', `/v1/policies/${version}/dry-run`);
    expect([status, body.code, body.fix]).toEqual([
      404,
      'DRY_RUN_NOT_FOUND',
      `POST /v1/policies/${version}/dry-run starts a dry run.`,
    ]);
  });

  it.each([
    ['POST', '/v1/policies/99/dry-run', {}, 404, 'POLICY_NOT_FOUND'],
    ['POST', '/v1/policies/1/dry-run', { anew: 'yes' }, 400, 'VALIDATION_FAILED'],
    ['GET', '/v1/policies/99/dry-run', undefined, 404, 'POLICY_NOT_FOUND'],
    ['GET', '/v1/policies/99/dry-run/affected', undefined, 404, 'POLICY_NOT_FOUND'],
    ['GET', '/v1/policies/1/dry-run/affected?after=x', undefined, 400, 'CURSOR_INVALID'],
    ['GET', '/v1/policies/1/dry-run/affected?limit=0', undefined, 400, 'VALIDATION_FAILED'],
  ])('%s %s %j answers %i %s, and what to do', async (method, path, body, status, code) => {
    const answer = await service().call(method, path, body);
    expect({ status: answer.status, code: answer.body.code }).toEqual({ status, code });
    expect(answer.body.fix).not.toBe('');
  });
});
