/** What a brand relies on, checked from outside: the same suite for one process and for many. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createClient } from '@tributary/api-client';
import { type ServiceName } from '@tributary/contracts';
import { type River } from '@tributary/launcher';

/** An answer of the system under test, looked at as it comes. */
type Answer = any; // eslint-disable-line @typescript-eslint/no-explicit-any

/** Generous: the whole path takes well under a second, but two cores may be shared with a broker. */
const withinMs = 30_000;

/** Asks until the answer satisfies, and answers it; the last answer is shown when time is up. */
async function eventually<T>(ask: () => Promise<T>, satisfies: (answer: T) => boolean): Promise<T> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const answer = await ask().catch((error: unknown) => error as T);
    if (!(answer instanceof Error) && satisfies(answer)) return answer;
    if (Date.now() > deadline)
      throw new Error(
        `Not within ${withinMs} ms: ${answer instanceof Error ? answer.message : JSON.stringify(answer)}`,
      );
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const order = (id: string, revenue: number, product = 'cakestand') => ({
  event: 'Order Completed',
  messageId: `order-${id}`,
  properties: {
    order_id: id,
    revenue,
    currency: 'GBP',
    products: [{ product_id: product, name: product, price: revenue, quantity: 1 }],
  },
});

export function riverSuite(name: string, start: () => Promise<River>): void {
  describe(`the river on ${name}`, () => {
    let river: River;
    beforeAll(async () => {
      river = await start();
    }, 180_000);
    afterAll(() => river.stop(), 60_000);

    const ask = (
      service: ServiceName,
      method: 'get' | 'post' | 'put',
      path: string,
      body: unknown = {},
    ): Promise<Answer> => {
      const client = createClient({ url: river.url(service), secretKey: river.secretKey });
      return method === 'get' ? client.get(path) : client[method](path, body);
    };
    const send = async (path: string, body: unknown): Promise<{ status: number; body: Answer }> => {
      const authorization = `Basic ${Buffer.from(`${river.writeKey}:`).toString('base64')}`;
      const answer = await fetch(`${river.url('ingestion')}/v1/${path}`, {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      return { status: answer.status, body: await answer.json() };
    };
    const profile = (id: string) => ask('identity', 'get', `/v1/profiles/${id}`);
    const decide = (person: object, placement: string, more: object = {}) =>
      ask('decisioning', 'post', '/v1/decisions', { person, placement, ...more });

    it('turns an event into a profile, a membership, a figure and a decision', async () => {
      await ask('segmentation', 'post', '/v1/segments', {
        id: 'buyers',
        name: 'Bought something in the last month',
        rule: { did: 'Order Completed', count: { atLeast: 1 }, within: '30d' },
      });
      await ask('decisioning', 'put', '/v1/placements/hero', { size: 1, fallback: { content: { title: 'Hello' } } });
      await ask('decisioning', 'put', '/v1/offers/thanks', {
        placements: ['hero'],
        priority: 50,
        eligibility: { inSegment: 'buyers' },
        content: { title: 'Thank you' },
      });
      const before = await decide({ user_id: 'ann' }, 'hero');
      expect(before).toMatchObject({
        fallback: true,
        candidates: [{ offer: 'thanks', outcome: 'rejected', stage: 'eligibility' }],
      });

      expect(
        await send('identify', { userId: 'ann', traits: { city: 'Leeds', email: 'ann@example.org' } }),
      ).toMatchObject({ status: 200 });
      expect(await send('track', { userId: 'ann', ...order('1', 25.5) })).toMatchObject({
        status: 200,
        body: { success: true },
      });

      const person = await eventually(
        () => profile('user_id:ann'),
        ({ segments }) => segments.length === 1,
      );
      expect(person).toMatchObject({ traits: { city: 'Leeds' }, segments: [{ segment: 'buyers' }] });
      expect(person.lagMs).toBeGreaterThanOrEqual(0);
      const decision = await eventually(
        () => decide({ email: 'ann@example.org' }, 'hero'),
        ({ fallback }) => fallback === false,
      );
      expect(decision).toMatchObject({
        profile: person.profile,
        offers: [{ offer: 'thanks', content: { title: 'Thank you' } }],
      });
      const explained = await ask('decisioning', 'get', `/v1/decisions/${decision.decision}/explain`);
      expect(JSON.stringify(explained)).toContain('buyers');
      const figures = await eventually(
        () => ask('analytics', 'get', '/v1/figures/summary'),
        ({ ordersKnown }) => ordersKnown === 1,
      );
      expect(figures).toMatchObject({ gross: 25.5, net: 25.5, customers: 1 });
    });

    it('tells of a message how far every service is with it', async () => {
      const trace = await eventually(
        () => ask('ingestion', 'get', '/v1/events/order-1/trace'),
        ({ items: [{ stages }] }) =>
          stages.slice(2).every(({ outcome }: Answer) => /^(resolved|worked-off)$/.test(outcome)),
      );
      expect(trace.items[0].stages.map(({ stage, topic = '' }: Answer) => `${stage} ${topic}`)).toEqual([
        ...['door ', 'archive ', 'identity event.collected.v1', 'analytics event.collected.v1'],
        ...['segmentation event.resolved.v1', 'decisioning event.resolved.v1'],
        ...['segmentation', 'analytics', 'decisioning'].map((service) => `${service} profile.updated.v1`),
      ]);
    });

    it('counts an event that is sent twice once', async () => {
      for (let time = 0; time < 3; time += 1) await send('track', { userId: 'bob', ...order('2', 10) });
      await eventually(
        () => ask('analytics', 'get', '/v1/figures/summary'),
        ({ ordersKnown }) => ordersKnown >= 2,
      );
      await send('track', { userId: 'bob', ...order('3', 1) });
      const figures = await eventually(
        () => ask('analytics', 'get', '/v1/figures/summary'),
        ({ ordersKnown }) => ordersKnown >= 3,
      );
      expect(figures).toMatchObject({ ordersKnown: 3, gross: 36.5 });
    });

    it('knows the visitor that logs in, and what the visitor did before', async () => {
      await send('page', { anonymousId: 'browser-1', name: 'Home' });
      const visitor = await eventually(
        () => profile('anonymous_id:browser-1'),
        () => true,
      );
      await send('identify', { userId: 'cy', anonymousId: 'browser-1', traits: { city: 'York' } });
      const person = await eventually(
        () => profile('user_id:cy'),
        ({ records }) => records.length === 2,
      );
      const byOldId = await eventually(
        () => profile(visitor.profile),
        ({ profile: id }) => id === person.profile,
      );
      expect(byOldId.traits).toMatchObject({ city: 'York' });
      const history = await ask('identity', 'get', `/v1/profiles/${person.profile}/history`);
      expect(history.items.length).toBeGreaterThan(0);
    });

    it('answers each event of a batch by itself, keeps what it rejects, and replays it', async () => {
      const batch = [
        { type: 'track', userId: 'dee', ...order('4', 5) },
        { type: 'track', userId: 'dee', messageId: 'no-name' },
        { type: 'track', messageId: 'nobody', event: 'Product Viewed' },
      ];
      expect(await send('batch', { batch })).toMatchObject({ status: 200, body: { success: true } });
      const rejections = await eventually(
        () => ask('ingestion', 'get', '/v1/rejections'),
        ({ items }) => items.length >= 2,
      );
      for (const rejection of rejections.items)
        expect(rejection).toMatchObject({ code: expect.any(String), fix: expect.any(String) });
      await eventually(
        () => profile('user_id:dee'),
        () => true,
      );
    });

    it('never shows more than a cap allows, however many ask at once', async () => {
      await ask('decisioning', 'put', '/v1/placements/popup', { size: 1 });
      await ask('decisioning', 'put', '/v1/offers/rare', {
        placements: ['popup'],
        priority: 10,
        caps: [{ limit: 3, per: 'person', within: 'ever' }],
        content: { title: 'Rare' },
      });
      await eventually(
        () => decide({ user_id: 'warm-up' }, 'popup'),
        ({ offers }) => offers.length === 1,
      );
      const decisions = await Promise.all(Array.from({ length: 100 }, () => decide({ user_id: 'ann' }, 'popup')));
      expect(decisions.filter(({ offers }) => offers.length === 1)).toHaveLength(3);
    });

    it('answers a repeated request with the same decision', async () => {
      const first = await decide({ user_id: 'bob' }, 'hero', { decisionId: 'visit-7' });
      const again = await decide({ user_id: 'bob' }, 'hero', { decisionId: 'visit-7' });
      expect(again.offers).toEqual(first.offers);
      expect(again.decision).toBe(first.decision);
    });

    it('makes a segment on what is already known, exactly', async () => {
      await ask('segmentation', 'post', '/v1/segments', {
        id: 'small-orders',
        name: 'An order under 20',
        rule: { did: 'Order Completed', where: { property: 'revenue', lt: 20 }, count: { atLeast: 1 }, ever: true },
      });
      const segment = await eventually(
        () => ask('segmentation', 'get', '/v1/segments/small-orders'),
        ({ status }) => status === 'live',
      );
      expect(segment).toMatchObject({ size: 2 });
    });

    it('rebuilds its figures from the archive without a difference', async () => {
      const before = await ask('analytics', 'get', '/v1/figures/summary');
      await ask('analytics', 'post', '/v1/figures/rebuild', {});
      await eventually(
        () => ask('analytics', 'get', '/v1/figures/rebuild'),
        ({ running, last }) => running === null && last !== null && last.differences === 0,
      );
      const after = await ask('analytics', 'get', '/v1/figures/summary');
      const figures = ({ asOf, lagMs, ...rest }: Answer) => (asOf && lagMs >= 0 ? rest : undefined);
      expect(figures(after)).toEqual(figures(before));
    });

    it.each(['/v1/profiles/user_id:ann', '/v1/segments', '/v1/figures/summary', '/v1/rejections', '/metrics'])(
      'opens %s to nobody without a key',
      async (path) => {
        const owner = {
          profiles: 'identity',
          segments: 'segmentation',
          figures: 'analytics',
          rejections: 'ingestion',
        } as const;
        const service = Object.entries(owner).find(([noun]) => path.includes(noun))?.[1] ?? 'decisioning';
        expect((await fetch(river.url(service) + path)).status).toBe(401);
        expect(
          (await fetch(river.url(service) + path, { headers: { authorization: `Bearer ${river.writeKey}` } })).status,
        ).toBe(401);
      },
    );
  });
}
