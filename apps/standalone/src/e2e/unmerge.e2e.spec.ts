import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startService, type TestService } from '@tributary/testing';
import { allServices } from '../start/services.ts';
import { readState } from './state-hash.ts';
import { day } from './visitors.ts';

type Answer = any; // eslint-disable-line @typescript-eslint/no-explicit-any -- answers of the system under test
const minutes = 60_000;

describe('two people who were taken for one', () => {
  let river: TestService;
  beforeAll(async () => {
    river = await startService(allServices);
    const rule = { did: 'Order Completed', count: { atLeast: 2 }, ever: true };
    await ask('POST', '/v1/segments', { id: 'regulars', name: 'Two orders', rule });
    await ask('PUT', '/v1/placements/hero', { size: 1 });
    const caps = [{ limit: 2, per: 'person', within: 'ever' }];
    await ask('PUT', '/v1/offers/thanks', { placements: ['hero'], priority: 1, caps });
  }, 2 * minutes);
  afterAll(() => river.stop());

  const ask = async (method: string, path: string, body?: object): Promise<Answer> => {
    const answer = await river.call(method, path, body);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${JSON.stringify(answer)}`);
    return answer.body;
  };
  const send = async (...batch: readonly object[]) => {
    const headers = { authorization: 'Bearer test-write-key', 'content-type': 'application/json' };
    const answer = await fetch(`${river.url}/v1/import`, { method: 'POST', headers, body: JSON.stringify({ batch }) });
    expect(answer.status).toBe(200);
  };
  const bought = (userId: string, which: number) => ({
    ...{ type: 'track', event: 'Order Completed', messageId: `${userId}-${which}`, userId, timestamp: day(which) },
    properties: { order_id: `${userId}-${which}`, currency: 'GBP', revenue: 10 + which },
  });
  const named = (userId: string, since: number, traits: object) => ({
    ...{ type: 'identify', messageId: userId, userId, traits, timestamp: day(since) },
  });
  /** Membership changes go around: settled once more means settled. */
  const settled = async () => {
    for (let round = 0; round < 3; round += 1) {
      await river.settle(minutes);
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
  };
  const state = () => readState({ url: () => river.url, secretKey: river.secretKey });
  const seesAnOffer = async (userId: string): Promise<boolean> =>
    (await ask('POST', '/v1/decisions', { person: { user_id: userId }, placement: 'hero' })).offers.length > 0;
  const profile = (anyId: string) => ask('GET', `/v1/profiles/${anyId}`);

  it(
    'are two again with one request: people, segments, caps and figures as they were, also after a rebuild',
    async () => {
      await send(named('ann', 0, { city: 'Leeds' }), bought('ann', 1), bought('ann', 2));
      await send(named('bob', 1, { plan: 'gold' }), bought('bob', 1));
      await settled();
      expect([await seesAnOffer('ann'), await seesAnOffer('ann'), await seesAnOffer('bob')]).toEqual([
        true,
        true,
        true,
      ]);
      expect(await seesAnOffer('ann')).toBe(false);
      await settled();
      const before = await state();
      const [ann, bob] = [await profile('user_id:ann'), await profile('user_id:bob')];
      expect([ann.segments, bob.segments]).toMatchObject([[{ segment: 'regulars' }], []]);

      await ask('POST', '/v1/assertions', { kind: 'must-link', a: 'user_id:ann', b: 'user_id:bob', why: 'by mistake' });
      await settled();
      const one = await profile('user_id:bob');
      expect(one).toMatchObject({ profile: ann.profile, segments: [{ segment: 'regulars' }] });
      expect(one.records).toHaveLength(2);
      expect(await seesAnOffer('bob')).toBe(false);

      const undone = await ask('POST', `/v1/profiles/${ann.profile}/unmerge`, { why: 'they are two people' });
      expect(undone.people.map(({ profile: id }: Answer) => id)).toEqual([ann.profile, bob.profile]);
      await settled();
      expect(await state()).toEqual(before);
      expect([await seesAnOffer('ann'), await seesAnOffer('bob'), await seesAnOffer('bob')]).toEqual([
        false,
        true,
        false,
      ]);

      await ask('POST', '/v1/rebuilds/identity', { rate: 100_000 });
      const rebuilt = await finished();
      expect(rebuilt).toMatchObject({ differences: 0, corrections: 0, losses: [] });
      await settled();
      expect(await state()).toEqual(before);
      expect((await ask('GET', '/v1/assertions')).items).toMatchObject([{ kind: 'cannot-link' }]);
    },
    4 * minutes,
  );

  const finished = async (): Promise<Answer> => {
    for (let tries = 0; tries < 1_200; tries += 1) {
      const { running, last, failure } = await river.call('GET', '/v1/rebuilds/identity').then(
        ({ body }) => body ?? { running: {} },
        () => ({ running: {} }), // moving
      );
      if (failure != null) throw new Error(failure);
      if (running === null && last !== null) return last;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error('The rebuild does not end.');
  };
});
