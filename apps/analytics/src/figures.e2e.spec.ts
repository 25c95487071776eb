import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startService, testClock, type TestService } from '@tributary/testing';
import { analyticsService } from './index.ts';
import { collected, onCollected, onUpdated } from './scenarios/river.ts';

const lamp = (quantity: number) => ({ product_id: 'lamp', name: 'Lamp', price: 10.25, quantity });
const mug = (quantity: number) => ({ product_id: 'mug', name: 'Mug', price: 2.5, quantity });
const order = (
  id: string,
  time: string,
  who: { user?: string; guest?: string },
  products: { price: number; quantity: number }[],
) =>
  collected({
    id,
    time,
    ...who,
    name: products.some(({ quantity }) => quantity < 0) ? 'Order Refunded' : 'Order Completed',
    properties: {
      order_id: id,
      currency: 'GBP',
      revenue: products.reduce((sum, { price, quantity }) => sum + price * quantity, 0),
      products,
    },
  });

const events = [
  order('o1', '2026-02-01T09:00:00.000Z', { user: 'ann' }, [lamp(2), mug(1)]), // 23.00
  order('o2', '2026-02-01T22:59:59.999Z', { user: 'bob' }, [mug(4)]), // 10.00
  order('o3', '2026-02-01T23:00:00.000Z', { user: 'ann' }, [mug(2)]), // 5.00, the next day in Vienna
  order('o4', '2026-02-02T09:00:00.000Z', { guest: 'g1' }, [lamp(1)]), // 10.25
  order('o5', '2026-02-03T09:00:00.000Z', { user: 'ann' }, [lamp(-1)]), // -10.25
  collected({ id: 'v1', time: '2026-02-03T09:00:00.000Z', guest: 'g2', name: 'Product Viewed' }),
];

describe('the figures', () => {
  const clock = testClock('2026-02-10T12:00:00.000Z');
  let analytics: TestService;
  const get = async (path: string) => (await analytics.call('GET', `/v1/figures/${path}`)).body;
  const publish = async (...outputs: Parameters<TestService['publish']>[0][number][]) => {
    await analytics.publish(outputs);
    await analytics.settle();
  };

  beforeAll(async () => {
    analytics = await startService(analyticsService, { clock, env: { ANALYTICS_ZONE: 'Europe/Vienna' } });
    await publish(...events.map(onCollected));
  });
  afterAll(() => analytics.stop());

  it('sum up orders, money, customers and events', async () => {
    expect(await get('summary')).toEqual({
      from: null,
      to: null,
      currency: 'GBP',
      currencies: ['GBP'],
      ordersKnown: 3,
      ordersGuest: 1,
      cancellations: 1,
      gross: 48.25,
      refunds: 10.25,
      net: 38,
      averageBasket: 12.06,
      unpriced: 0,
      customers: 2,
      customersWithThreeOrders: 0,
      newCustomers: 2,
      returningCustomers: 0,
      events: 6,
      asOf: '2026-02-10T12:00:00.000Z',
      lagMs: 0,
    });
  });

  it('belong to the day of the zone', async () => {
    const { days } = await get('daily?from=2026-02-01&to=2026-02-02');
    expect(days).toMatchObject([
      { day: '2026-02-01', ordersKnown: 2, gross: 33, customers: 2, newCustomers: 2, returningCustomers: 0 },
      { day: '2026-02-02', ordersKnown: 1, ordersGuest: 1, gross: 15.25, newCustomers: 0, returningCustomers: 1 },
    ]);
    expect(await get('summary?from=2026-02-03')).toMatchObject({ gross: 0, refunds: 10.25, net: -10.25, customers: 1 });
  });

  it('rank products and count events', async () => {
    const { items } = await get('products');
    expect(items).toEqual([
      { product: 'lamp', name: 'Lamp', orderLines: 2, units: 3, revenue: 30.75, refundedUnits: 1, refunded: 10.25 },
      { product: 'mug', name: 'Mug', orderLines: 3, units: 7, revenue: 17.5, refundedUnits: 0, refunded: 0 },
    ]);
    expect((await get('products?by=units&limit=1')).items).toMatchObject([{ product: 'mug' }]);
    expect((await get('events?to=2026-02-01')).totals).toEqual([{ name: 'Order Completed', count: 2 }]);
  });

  it('correct the day that a late event belongs to', async () => {
    await publish(onCollected(order('o0', '2026-01-31T12:00:00.000Z', { user: 'ann' }, [mug(1)])));
    expect((await get('daily?to=2026-02-01')).days).toMatchObject([
      { day: '2026-01-31', newCustomers: 1 },
      { day: '2026-02-01', newCustomers: 1, returningCustomers: 1 },
    ]);
    expect(await get('summary')).toMatchObject({ customers: 2, customersWithThreeOrders: 1 });
  });

  it('count merged people once, and twice again when they part', async () => {
    await publish(onUpdated('p_ann', 1, { records: ['r_ann'] }), onUpdated('p_bob', 1, { records: ['r_bob'] }));
    expect((await get('rfm')).items).toMatchObject([
      { id: 'p_ann', frequency: 3 },
      { id: 'p_bob', frequency: 1 },
    ]);
    await publish(
      onUpdated('p_bob', 2, { records: [], state: 'merged' }),
      onUpdated('p_ann', 2, { records: ['r_ann', 'r_bob', 'r_guest_g1'] }),
    );
    const { customer } = await get('rfm/p_ann');
    expect(customer).toEqual({
      id: 'p_ann',
      profile: 'p_ann',
      records: ['r_ann', 'r_bob', 'r_guest_g1'],
      lastOrder: '2026-02-02',
      recencyDays: 8,
      frequency: 5,
      monetary: 40.5,
      scores: { recency: 1, frequency: 1, monetary: 1 },
    });
    expect(await get('summary')).toMatchObject({ customers: 1, newCustomers: 1, ordersKnown: 4, ordersGuest: 1 });
    await publish(
      onUpdated('p_ann', 3, { records: ['r_ann', 'r_guest_g1'] }),
      onUpdated('p_bob', 3, { records: ['r_bob'] }),
    );
    expect(await get('summary')).toMatchObject({ customers: 2 });
  });

  it('page through customers, highest value first', async () => {
    const first = await get('rfm?limit=1');
    expect(first).toMatchObject({ customers: 2, items: [{ id: 'p_ann' }] });
    const second = await get(`rfm?limit=1&after=${first.next}`);
    expect(second).toMatchObject({ items: [{ id: 'p_bob' }], next: null });
  });

  it('forget the purchases of an erased person, not the revenue of the day', async () => {
    await publish(onUpdated('p_bob', 4, null));
    expect(await get('summary')).toMatchObject({ customers: 1, ordersKnown: 4, gross: 50.75 });
    expect((await analytics.call('GET', '/v1/figures/rfm/p_bob')).body).toMatchObject({ code: 'CUSTOMER_NOT_FOUND' });
  });

  it('survive a restart', async () => {
    const before = await get('summary');
    await analytics.restart();
    await analytics.settle();
    expect(await get('summary')).toEqual(before);
  });

  it.each([
    ['summary?from=2026-02-30', 400, 'VALIDATION_FAILED'],
    ['summary?from=2026-02-02&to=2026-02-01', 400, 'RANGE_REVERSED'],
    ['summary?currency=pounds', 400, 'VALIDATION_FAILED'],
    ['summary?days=7', 400, 'VALIDATION_FAILED'],
    ['products?by=price', 400, 'VALIDATION_FAILED'],
    ['products?limit=0', 400, 'VALIDATION_FAILED'],
    ['rfm?after=x', 400, 'CURSOR_INVALID'],
    ['rfm/nobody', 404, 'CUSTOMER_NOT_FOUND'],
  ])('answer %s with %i %s', async (path, status, code) => {
    expect(await analytics.call('GET', `/v1/figures/${path}`)).toMatchObject({ status, body: { code } });
  });
});
