import { EventCollected, type JsonObject } from '@tributary/contracts';
import { describe, expect, it } from '@jest/globals';
import { daysIn } from './calendar.ts';
import { contributionsOf, unescaped, type Contribution } from './contributions.ts';

const settings = { dayOf: daysIn('UTC'), defaultCurrency: 'GBP' };

function tracked(name: string, properties: JsonObject, userId?: string): readonly Contribution[] {
  const identifiers = userId === undefined ? EventCollected.example.identifiers : [{ type: 'user_id', value: userId }];
  return contributionsOf({ ...EventCollected.example, name, properties, identifiers }, settings);
}

const countersOf = (contributions: readonly Contribution[], kind: string): unknown[] =>
  contributions.filter((one) => one.kind === kind).map(({ key, counters }) => ({ key, ...counters }));

describe('an event', () => {
  it('counts under its name when it was tracked, under its type otherwise', () => {
    const page = { ...EventCollected.example, type: 'page' as const, name: 'Home' };
    expect(contributionsOf(page, settings).map(({ shelf }) => shelf)).toEqual(['2026-03-01|$page']);
    expect(tracked('Product Viewed', {}).map(({ shelf }) => shelf)).toEqual(['2026-03-01|Product Viewed']);
  });

  it('keeps an unusual name apart from every other', () => {
    const names = ['a|b', 'a%7Cb', 'a', '%', ''];
    const shelves = names.map((name) => tracked(name, {})[0]?.shelf.slice('2026-03-01|'.length) ?? '');
    expect(new Set(shelves).size).toBe(names.length);
    expect(shelves.map(unescaped)).toEqual(names);
  });
});

describe('an order', () => {
  it('adds its revenue to the day and to the record, as known when it carries a user id', () => {
    const order = tracked('Order Completed', { revenue: 15.3, currency: 'GBP' }, '17850');
    expect(countersOf(order, 'totals')).toEqual([{ key: 'GBP', ordersKnown: 1, gross: 1530 }]);
    expect(countersOf(order, 'customers')).toEqual([{ key: '2026-03-01|GBP', ordersKnown: 1, gross: 1530 }]);
    expect(countersOf(tracked('Order Completed', { revenue: 1 }), 'totals')).toEqual([
      { key: 'GBP', ordersGuest: 1, gross: 100 },
    ]);
  });

  it('is worth its lines when it does not say its revenue', () => {
    const products = [
      { product_id: 'mug', price: 2.55, quantity: 6 },
      { product_id: 'lamp', price: '3.39' },
    ];
    const order = tracked('Order Completed', { products });
    expect(countersOf(order, 'totals')).toEqual([{ key: 'GBP', ordersGuest: 1, gross: 1869 }]);
    expect(countersOf(order, 'products')).toEqual([
      { key: 'GBP|mug', orderLines: 1, units: 6, revenue: 1530 },
      { key: 'GBP|lamp', orderLines: 1, units: 1, revenue: 339 },
    ]);
  });

  it('counts without money, and says so, when its amount cannot be read', () => {
    const order = tracked('Order Completed', { revenue: 'a lot', products: 'some' });
    expect(countersOf(order, 'totals')).toEqual([{ key: 'GBP', ordersGuest: 1, gross: 0, unpriced: 1 }]);
  });

  it('leaves out product lines that name no product or no number of units', () => {
    const products = [null, 'mug', { price: 1 }, { product_id: '', price: 1 }, { product_id: 'mug', quantity: '2' }];
    expect(countersOf(tracked('Order Completed', { revenue: 1, products }), 'products')).toEqual([]);
  });
});

describe('a refund', () => {
  it.each([[-27.5], [27.5], ['-27.50']])('of %p takes 27.50 back, whichever sign the sender uses', (revenue) => {
    const products = [{ product_id: 'mug', price: 27.5, quantity: -1 }];
    const refund = tracked('Order Refunded', { revenue, products }, '17850');
    expect(countersOf(refund, 'totals')).toEqual([{ key: 'GBP', cancellationsKnown: 1, refunds: 2750 }]);
    expect(countersOf(refund, 'products')).toEqual([{ key: 'GBP|mug', refundedUnits: 1, refunded: 2750 }]);
  });
});
