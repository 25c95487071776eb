import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { topics } from '@tributary/contracts';
import { startService, testClock, type TestService } from '@tributary/testing';
import { decisioningService } from './index.ts';
import { erased, merged, ordered, split, updated, userId } from './testing/upstream.ts';

const clock = testClock('2026-03-02T10:00:00Z');
let service: TestService;
let people = 0;

beforeAll(async () => {
  service = await startService(decisioningService, { clock });
});
afterAll(async () => {
  await service.stop();
});

/** A placement of its own for every test, so that tests do not see each other's offers. */
async function placement(id: string, definition: object = {}): Promise<void> {
  const { status } = await service.call('PUT', `/v1/placements/${id}`, definition);
  expect(status).toBe(200);
}

async function offer(id: string, at: string, definition: object = {}): Promise<void> {
  const { status, body } = await service.call('PUT', `/v1/offers/${id}`, { placements: [at], ...definition });
  expect({ status, body }).toMatchObject({ status: 200 });
}

async function decide(at: string, person: object, parts: object = {}) {
  const { status, body } = await service.call('POST', '/v1/decisions', { person, placement: at, ...parts });
  expect({ status, body }).toMatchObject({ status: 200 });
  return body;
}

const offersOf = (answer: { offers: { offer: string }[] }) => answer.offers.map((one) => one.offer);
const someone = () => ({ user_id: `nobody-${people++}` });

describe('who is asked for', () => {
  beforeAll(async () => {
    await placement('who');
    await offer('for-loyal', 'who', { priority: 90, eligibility: { inSegment: 'loyal' } });
    await offer('for-leeds', 'who', { priority: 50, eligibility: { trait: 'city', equals: 'Leeds' } });
    await offer('for-console', 'who', { priority: 95, applicability: { onlyIfOwns: ['console'] } });
    await service.publish([
      updated('p_ann', {
        identifiers: [userId('ann'), { type: 'email', value: 'ann@example.com' }, { type: 'phone', value: '+44113' }],
        traits: { city: 'Leeds', 'a.b': 1, $odd: { nested: true } },
        segments: ['loyal'],
      }),
    ]);
    await service.settle();
  });

  it.each([
    [{ profile: 'p_ann' }],
    [{ user_id: 'ann' }],
    [{ email: 'ann@example.com' }],
    [{ email: ' Ann@Example.com ' }],
    [{ phone: '+44113' }],
    [{ anonymous_id: 'unheard-of', user_id: 'ann' }],
  ])('is found by %j', async (person) => {
    const answer = await decide('who', person);
    expect(answer).toMatchObject({ profile: 'p_ann', fallback: false });
    expect(offersOf(answer)).toEqual(['for-loyal']);
    expect(answer.offers[0].because).toBe('priority 90, in segment loyal');
  });

  it('is a person without traits when nobody is known by it', async () => {
    const answer = await decide('who', { user_id: 'unheard-of' });
    expect(answer).toMatchObject({ profile: null, offers: [] });
    expect(answer.candidates.map((one: { stage: string }) => one.stage)).toEqual([
      'applicability',
      'eligibility',
      'eligibility',
    ]);
  });

  it('is nobody when several people go by the identifier', async () => {
    const shared = { type: 'phone', value: '+44999' };
    await service.publish([
      updated('p_bea', { identifiers: [shared], segments: ['loyal'] }),
      updated('p_cid', { identifiers: [shared], segments: ['loyal'] }),
    ]);
    await service.settle();
    expect((await decide('who', { phone: '+44999' })).profile).toBeNull();
  });

  it('is whom the others are merged into, before they have been heard of again', async () => {
    const both = [userId('dee'), userId('eve')];
    await service.publish([
      updated('p_dee', { identifiers: [userId('dee')] }),
      updated('p_eve', { identifiers: [userId('eve')] }),
    ]);
    await service.settle();
    await service.publish([updated('p_dee', { version: 2, identifiers: both, records: ['r_dee', 'r_eve'] })]);
    await service.settle();
    expect((await decide('who', { user_id: 'eve' })).profile).toBe('p_dee');
  });

  it('is as the last version says, whatever comes late', async () => {
    await service.publish([updated('p_ann', { version: 3, identifiers: [userId('ann')], traits: { city: 'Leeds' } })]);
    await service.settle();
    await service.publish([updated('p_ann', { version: 2, identifiers: [userId('ann')], segments: ['loyal'] })]);
    await service.settle();
    expect(offersOf(await decide('who', { user_id: 'ann' }))).toEqual(['for-leeds']);
  });

  it('owns what was ordered and not refunded, each event once', async () => {
    const properties = { order_id: 'o1', products: [{ product_id: 'console', quantity: 1 }] };
    const order = ordered({ profile: 'p_ann', event: 'e_1', properties });
    await service.publish([order, { ...order, id: 'e_1:again' }]);
    await service.settle();
    expect(offersOf(await decide('who', { user_id: 'ann' }))).toEqual(['for-console']);
    await service.publish([ordered({ profile: 'p_ann', event: 'e_2', name: 'Order Refunded', properties })]);
    await service.settle();
    expect(offersOf(await decide('who', { user_id: 'ann' }))).toEqual(['for-leeds']);
  });

  it('is forgotten when erased: person, purchases, ledgers, decisions', async () => {
    const person = { user_id: 'dora' };
    await offer('once', 'who', { priority: 99, caps: [{ limit: 1, within: 'ever' }] });
    await service.publish([updated('p_dora', { identifiers: [userId('dora')] })]);
    await service.settle();
    const { decision } = await decide('who', person);
    expect(offersOf(await decide('who', person))).toEqual([]);
    await service.publish([erased('p_dora')]);
    await service.settle();
    expect((await service.call('GET', `/v1/decisions/${decision}`)).status).toBe(404);
    const answer = await decide('who', person);
    expect(answer.profile).toBeNull();
    expect(offersOf(answer)).toEqual(['once']);
    await service.call('DELETE', '/v1/offers/once');
  });
});

describe('caps', () => {
  beforeAll(async () => {
    await placement('capped', { hold: '30m' });
    await offer('three', 'capped', { priority: 9, caps: [{ limit: 3, within: '7d' }] });
    await offer('plain', 'capped', { priority: 1 });
    await placement('exposed', { hold: '30m' });
    await offer('seen-once', 'exposed', { caps: [{ limit: 1, within: '7d', counts: 'exposure' }] });
    await placement('totals');
    await offer('first-five', 'totals', { caps: [{ limit: 5, per: 'total', within: 'ever' }] });
  });

  it('gives exactly three of a hundred parallel requests the offer, and the next best to the others', async () => {
    const person = someone();
    const answers = await Promise.all(Array.from({ length: 100 }, () => decide('capped', person)));
    expect(answers.filter((answer) => offersOf(answer)[0] === 'three').length).toBe(3);
    expect(answers.filter((answer) => offersOf(answer)[0] === 'plain').length).toBe(97);
    expect((await decide('capped', person)).candidates).toContainEqual({
      offer: 'three',
      outcome: 'rejected',
      stage: 'caps',
      because: '3 of 3 decisions within 7d used',
    });
  });

  it('opens again when the window has passed', async () => {
    const person = someone();
    for (let times = 0; times < 4; times++) await decide('capped', person);
    clock.advance(7 * 86_400_000);
    expect(offersOf(await decide('capped', person))).toEqual(['three']);
  });

  it('counts totals over all people', async () => {
    const answers = await Promise.all(Array.from({ length: 40 }, () => decide('totals', someone())));
    expect(answers.filter((answer) => offersOf(answer).length === 1).length).toBe(5);
    const because = '5 of 5 decisions ever used by everybody';
    expect((await decide('totals', someone())).candidates[0]).toMatchObject({ stage: 'caps', because });
  });

  it('holds a place for the exposure, and gives it back when it expires or is released', async () => {
    const person = someone();
    const first = await decide('exposed', person);
    expect(first.offers[0].reservation.until).toBe(new Date(clock.now() + 30 * 60_000).toISOString());
    expect(offersOf(await decide('exposed', person))).toEqual([]);
    clock.advance(30 * 60_000);
    const second = await decide('exposed', person);
    expect(offersOf(second)).toEqual(['seen-once']);
    expect((await service.call('POST', `/v1/decisions/${second.decision}/release`)).status).toBe(204);
    expect(offersOf(await decide('exposed', person))).toEqual(['seen-once']);
  });

  it('counts a reported exposure once, in whatever words and however often it is reported', async () => {
    const person = someone();
    const { decision } = await decide('exposed', person);
    for (const response of ['shown', 'shown', 'accepted', 'shown']) {
      const path = `/v1/decisions/${decision}/responses`;
      const { status, body } = await service.call('POST', path, { offer: 'seen-once', response });
      expect({ status, body }).toMatchObject({ status: 200, body: { response } });
      clock.advance(86_400_000);
    }
    expect(offersOf(await decide('exposed', person))).toEqual([]); // the hold is long over, the exposure counts
    clock.advance(3 * 86_400_000 + 1);
    expect(offersOf(await decide('exposed', person))).toEqual(['seen-once']);
    const responses = (await service.call('GET', `/v1/decisions/${decision}`)).body.responses;
    expect(responses.map((one: { response: string }) => one.response)).toEqual(['shown', 'accepted']);
    const messages = await service.collect(topics.decisionResponded);
    expect(messages.filter(({ value }) => value?.decision === decision).length).toBe(2);
  });
});

describe('caps follow the person', () => {
  const caps = [{ limit: 3, within: 'ever' }];
  beforeAll(async () => {
    await placement('moving');
    await offer('moved', 'moving', { caps });
  });
  const times = async (person: object, count: number) => {
    let got = 0;
    for (let turn = 0; turn < count; turn++) got += offersOf(await decide('moving', person)).length;
    return got;
  };

  it('when profiles merge, split, and merge again, with every message twice', async () => {
    await service.publish([
      updated('p_m1', { identifiers: [userId('m1')] }),
      updated('p_m2', { identifiers: [userId('m2')] }),
    ]);
    await service.settle();
    expect(await times({ user_id: 'm1' }, 1)).toBe(1);
    expect(await times({ user_id: 'm2' }, 1)).toBe(1);
    const both = { identifiers: [userId('m1'), userId('m2')], records: ['r_m1', 'r_m2'], version: 2 };
    const merge = merged('p_m1', 'p_m2', '2026-03-02T00:00:00.000Z');
    await service.publish([merge, { ...merge, id: 'again' }]);
    await service.publish([updated('p_m1', both), updated('p_m2', { version: 2, mergedInto: 'p_m1' })]);
    await service.settle();
    expect(await times({ user_id: 'm2' }, 5)).toBe(1); // two were used, one of three is left for both together
    expect(await times({ profile: 'p_m2' }, 1)).toBe(0);

    const apart = split('p_m1', 'p_m2', '2026-03-03T00:00:00.000Z');
    await service.publish([apart, { ...apart, id: 'apart again' }]);
    await service.publish([
      updated('p_m1', { version: 3, identifiers: [userId('m1')] }),
      updated('p_m2', { version: 3, identifiers: [userId('m2')] }),
    ]);
    await service.settle();
    expect(await times({ user_id: 'm2' }, 5)).toBe(2); // its own one came back
    expect(await times({ user_id: 'm1' }, 5)).toBe(1); // its own one, and the one after the merge
    await service.publish([{ ...merge, id: 'late copy of old news' }]);
    await service.settle();
    expect(await times({ user_id: 'm2' }, 5)).toBe(0);
  });

  it('when somebody becomes known after the offer was shown', async () => {
    const anonymous = { anonymous_id: 'a-77' };
    expect(await times(anonymous, 2)).toBe(2);
    await service.publish([
      updated('p_late', { identifiers: [userId('late'), { type: 'anonymous_id', value: 'a-77' }] }),
    ]);
    await service.settle();
    expect(await times({ user_id: 'late' }, 3)).toBe(1);
    expect(await times(anonymous, 3)).toBe(0);
  });
});

describe('the log', () => {
  beforeAll(async () => {
    await placement('logged', { fallback: { content: { title: 'Hello' } }, size: 2 });
    for (const id of ['log-a', 'log-b', 'log-c']) await offer(id, 'logged', { eligibility: { context: 'n', gte: 1 } });
  });

  it('answers the same decision to the same id, also in parallel, and refuses another request under it', async () => {
    const request = { context: { n: 1 }, decisionId: 'd_retry' };
    const person = someone();
    const answers = await Promise.all(Array.from({ length: 10 }, () => decide('logged', person, request)));
    const later = await decide('logged', person, request);
    for (const answer of answers) expect({ ...answer, lagMs: 0 }).toEqual({ ...later, lagMs: 0 });
    const other = { person, placement: 'logged', context: { n: 2 }, decisionId: 'd_retry' };
    const { status, body } = await service.call('POST', '/v1/decisions', other);
    expect({ status, code: body.code }).toEqual({ status: 409, code: 'DECISION_ID_REUSED' });
  });

  it('does not count retries against a cap', async () => {
    await placement('retried');
    await offer('retry-cap', 'retried', { caps: [{ limit: 2, within: 'ever' }] });
    const person = someone();
    const ids = ['d_r1', 'd_r1', 'd_r1', 'd_r2', 'd_r3'];
    const answers = await Promise.all(ids.map((decisionId) => decide('retried', person, { decisionId })));
    const got = new Set(answers.filter((answer) => answer.offers.length > 0).map((answer) => answer.decision));
    expect(got.size).toBe(2);
  });

  it('replays to the same bits after the definitions have changed', async () => {
    const answer = await decide('logged', someone(), { context: { n: 1 } });
    await offer('log-a', 'logged', { priority: 7, enabled: false });
    const { body } = await service.call('GET', `/v1/decisions/${answer.decision}/explain`);
    expect(body.replay.same).toBe(true);
    expect(body.candidates).toEqual(answer.candidates);
    expect(body.words.join(' ')).toContain('drawn among 3 of equal priority');
    expect(
      (await service.call('GET', '/v1/offers/log-a/versions')).body.items.map(
        (one: { version: number }) => one.version,
      ),
    ).toEqual([2, 1]);
  });

  it('says when the fallback was answered', async () => {
    const answer = await decide('logged', someone());
    expect(answer).toMatchObject({ fallback: true, offers: [{ offer: null, content: { title: 'Hello' } }] });
  });

  it('publishes every decision under an id of its own', async () => {
    const { decision } = await decide('logged', someone(), { context: { n: 1 } });
    const deadline = Date.now() + 5_000;
    let found: { id: string; value: unknown }[] = [];
    while (found.length === 0 && Date.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 10)); // published behind the answer
      found = (await service.collect(topics.decisionMade)).filter(({ value }) => value?.decision === decision);
    }
    expect(found).toMatchObject([{ id: `${decision}:made`, value: { placement: 'logged', fallback: false } }]);
  });

  it('lists the decisions for a profile, newest first, page by page', async () => {
    await service.publish([updated('p_list', { identifiers: [userId('list')] })]);
    await service.settle();
    const made: string[] = [];
    for (let turn = 0; turn < 5; turn++) {
      clock.advance(1);
      made.unshift((await decide('logged', { user_id: 'list' })).decision);
    }
    const first = (await service.call('GET', '/v1/decisions?profile=p_list&limit=3')).body;
    const rest = (await service.call('GET', `/v1/decisions?profile=p_list&limit=3&after=${first.next}`)).body;
    expect([...first.items, ...rest.items].map((one) => one.decision)).toEqual(made);
    expect(rest.next).toBeNull();
  });
});
