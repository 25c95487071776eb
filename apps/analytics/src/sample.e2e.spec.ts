import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startService, testClock, type TestService } from '@tributary/testing';
import { analyticsService } from './index.ts';
import { hasOnlineRetail, onlineRetail } from './scenarios/online-retail.ts';
import { onCollected, startArchive, type TestArchive } from './scenarios/river.ts';

if (!hasOnlineRetail) console.warn('Skipped: samples/online-retail/orders.csv.gz is not there.');

(hasOnlineRetail ? describe : describe.skip)('the online retail sample', () => {
  const clock = testClock('2011-01-10T12:00:00.000Z');
  let archive: TestArchive;
  let analytics: TestService;
  const get = async (path: string) => (await analytics.call('GET', `/v1/figures/${path}`)).body;

  beforeAll(async () => {
    archive = await startArchive();
    analytics = await startService(analyticsService, { clock, env: { INGESTION_URL: archive.url } });
    const events = onlineRetail();
    archive.keep(events);
    await analytics.publish(events.map(onCollected));
    await analytics.publish(events.slice(-200).map(onCollected)); // published again, as after a crash of ingestion
    await analytics.settle(60_000);
  });
  afterAll(async () => {
    await analytics.stop();
    await archive.close();
  });

  const known = {
    ordersKnown: 1_617,
    ordersGuest: 337,
    cancellations: 384,
    customers: 1_039,
    gross: 955_338.93,
    refunds: 114_726.38,
    net: 840_612.55,
    customersWithThreeOrders: 129,
    events: 2_338,
    unpriced: 0,
  };

  it('has the figures that are known of it', async () => {
    expect(await get('summary')).toMatchObject(known);
  });

  it('adds up over its days', async () => {
    const { days } = await get('daily');
    const sum = (field: string): number =>
      Math.round(days.reduce((total: number, day: Record<string, number>) => total + (day[field] ?? 0), 0) * 100) / 100;
    const orders = ['ordersKnown', 'ordersGuest', 'cancellations', 'gross', 'refunds', 'net', 'events'] as const;
    for (const field of orders) expect([field, sum(field)]).toEqual([field, known[field]]);
    const first = days[0];
    expect(first).toMatchObject({ day: '2010-12-01', returningCustomers: 0 });
    expect(sum('newCustomers')).toBe((await get('summary')).newCustomers);
  });

  it('knows its most frequent customers and scores all who ordered', async () => {
    const customers = [];
    let after = '';
    do {
      const page = await get(`rfm?limit=500${after}`);
      customers.push(...page.items);
      expect(page.customers).toBe(page.next === null ? customers.length : page.customers);
      after = page.next === null ? '' : `&after=${page.next}`;
    } while (after !== '');
    const frequencies = customers.map(({ frequency }) => frequency).sort((a, b) => b - a);
    expect(frequencies.slice(0, 3)).toEqual([37, 34, 13]);
    expect(frequencies.filter((orders) => orders >= 3)).toHaveLength(129);
    expect(new Set(customers.map(({ id }) => id)).size).toBe(customers.length);
    expect(new Set(customers.map(({ scores }) => scores.monetary))).toEqual(new Set([1, 2, 3, 4, 5]));
  });

  it('ranks its products by revenue', async () => {
    const { items, products } = await get('products?limit=3');
    expect(products).toBe(2_879);
    expect(items[0].revenue).toBeGreaterThanOrEqual(items[1].revenue);
  });

  it('is rebuilt to the very same figures', async () => {
    await analytics.call('POST', '/v1/figures/rebuild');
    let progress = await get('rebuild');
    while (progress.running !== null) {
      await sleep(20);
      progress = await get('rebuild');
    }
    expect(progress).toMatchObject({ generation: 2, failure: null, last: { events: 2_338, differences: 0 } });
    expect(await get('summary')).toMatchObject(known);
  });
});
