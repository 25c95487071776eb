import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Counters } from './contributions.ts';
import { currenciesOf, customerFigures, customersByDay, orderFigures, topProducts, type DaySums } from './figures.ts';
import { peopleOf, type RecordPurchases } from './people.ts';
import { rfmOf } from './rfm.ts';

const sums = (counters: Readonly<Record<string, Counters>>) => ({
  counters: new Map(Object.entries(counters)),
  labels: new Map<string, string>(),
});
const bought = (record: string, orders: Readonly<Record<string, number>>, kind = 'ordersKnown'): RecordPurchases => ({
  record,
  sums: sums(
    Object.fromEntries(
      Object.entries(orders).map(([day, count]) => [`${day}|GBP`, { [kind]: count, gross: count * 100 }]),
    ),
  ),
});
const profile = (id: string, records: readonly string[], updatedAt = '1') => ({ profile: id, records, updatedAt });
const december = { from: '2010-12-01', to: '2010-12-31' };

describe('people', () => {
  it('count once when their records are one profile', () => {
    const purchases = [bought('a', { '2010-12-01': 2 }), bought('b', { '2010-12-01': 1, '2010-12-09': 1 })];
    expect(customerFigures(peopleOf(purchases, []), december).customers).toBe(2);
    const merged = peopleOf(purchases, [profile('p', ['a', 'b', 'c'])]);
    expect(merged).toMatchObject([{ id: 'p', records: ['a', 'b'], purchases: [{ orders: 3 }, { orders: 1 }] }]);
    expect(customerFigures(merged, december)).toMatchObject({ customers: 1, customersWithThreeOrders: 1 });
  });

  it('have a record that two snapshots claim only once, by the later one', () => {
    const claims = [profile('late', ['a'], '2'), profile('early', ['a', 'b'], '1')];
    const purchases = [bought('a', { '2010-12-01': 1 }), bought('b', { '2010-12-01': 1 })];
    for (const order of [claims, claims.toReversed()]) {
      expect(peopleOf(purchases, order).map(({ id, records }) => [id, records])).toEqual([
        ['early', ['b']],
        ['late', ['a']],
      ]);
    }
  });

  it('are no customers while they are guests, and bring their guest orders along when they become known', () => {
    const guest = bought('g', { '2010-12-01': 1 }, 'ordersGuest');
    expect(customerFigures(peopleOf([guest], []), december).customers).toBe(0);
    const known = peopleOf([guest, bought('a', { '2010-12-05': 2 })], [profile('p', ['a', 'g'])]);
    expect(customerFigures(known, december)).toMatchObject({ customers: 1, customersWithThreeOrders: 1 });
  });

  it('are new on the day of their first order and return on later ones', () => {
    const people = peopleOf(
      [
        bought('a', { '2010-12-01': 1, '2010-12-03': 1 }),
        bought('b', { '2010-12-03': 1 }),
        bought('c', { '2011-01-01': 1 }),
      ],
      [],
    );
    const days = customersByDay(people, december);
    expect([...days.keys()].sort()).toEqual(['2010-12-01', '2010-12-03']);
    expect(days.get('2010-12-03')).toMatchObject({ customers: 2, newCustomers: 1, returningCustomers: 1 });
    expect(customerFigures(people, december)).toMatchObject({ newCustomers: 2, returningCustomers: 0 });
  });
});

describe('rfm', () => {
  const five = ['a', 'b', 'c', 'd', 'e'].map((record, index) =>
    bought(record, { [`2010-12-0${index + 1}`]: index + 1, '2011-01-05': 0 }),
  );

  it('scores in quintiles, the best value five', () => {
    const entries = rfmOf(peopleOf(five, []), { at: '2010-12-10', currency: 'GBP' });
    expect(entries.map(({ id }) => id)).toEqual(['e', 'd', 'c', 'b', 'a']);
    expect(entries[0]).toMatchObject({ recencyDays: 5, frequency: 5, monetary: 500, lastOrder: '2010-12-05' });
    expect(entries.map(({ scores }) => Object.values(scores).join(''))).toEqual(['555', '444', '333', '222', '111']);
  });

  it('looks no further than its day', () => {
    const entries = rfmOf(peopleOf(five, []), { at: '2010-12-02', currency: 'GBP' });
    expect(entries.map(({ id, recencyDays }) => [id, recencyDays])).toEqual([
      ['b', 0],
      ['a', 1],
    ]);
  });

  it('scores equal values alike, better values never worse, and does not look at the order of its input', () => {
    const anyOrders = fc.dictionary(
      fc.constantFrom('2010-12-01', '2010-12-02', '2010-12-03'),
      fc.integer({ min: 1, max: 4 }),
    );
    fc.assert(
      fc.property(fc.array(anyOrders, { minLength: 1, maxLength: 30 }), (list) => {
        const purchases = list.map((orders, index) => bought(`r${index}`, orders));
        const settings = { at: '2010-12-31', currency: 'GBP' };
        const entries = rfmOf(peopleOf(purchases, []), settings);
        expect(rfmOf(peopleOf(purchases.toReversed(), []), settings)).toEqual(entries);
        for (const one of entries) {
          for (const other of entries) {
            if (one.frequency === other.frequency) expect(one.scores.frequency).toBe(other.scores.frequency);
            if (one.frequency > other.frequency) expect(one.scores.frequency >= other.scores.frequency).toBe(true);
            if (one.recencyDays < other.recencyDays) expect(one.scores.recency >= other.scores.recency).toBe(true);
          }
        }
      }),
    );
  });
});

describe('money figures', () => {
  const days: DaySums[] = [
    {
      day: '2010-12-01',
      sums: sums({ GBP: { ordersKnown: 1, ordersGuest: 1, gross: 301 }, EUR: { ordersKnown: 1, gross: 900 } }),
    },
    { day: '2010-12-02', sums: sums({ GBP: { cancellationsKnown: 1, refunds: 101, unpriced: 1 } }) },
  ];
  it('count every order and sum one currency', () => {
    expect(currenciesOf(days)).toEqual(['GBP', 'EUR']);
    expect(orderFigures(days, 'GBP')).toEqual({
      ordersKnown: 2,
      ordersGuest: 1,
      cancellations: 1,
      gross: 301,
      refunds: 101,
      net: 200,
      averageBasket: 151,
      unpriced: 1,
    });
  });

  it('rank products by what is asked for, ties by id', () => {
    const products = sums({
      'GBP|b': { units: 2, revenue: 50 },
      'GBP|a': { units: 2, revenue: 40 },
      'GBP|x|y': { units: 1, revenue: 90 },
      'EUR|c': { units: 9, revenue: 999 },
    });
    expect(topProducts(products, 'GBP', 'revenue').map(({ product }) => product)).toEqual(['x|y', 'b', 'a']);
    expect(topProducts(products, 'GBP', 'units').map(({ product }) => product)).toEqual(['a', 'b', 'x|y']);
  });
});
