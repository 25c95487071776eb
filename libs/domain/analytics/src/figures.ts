/** The figures of a range of days, from the sums of its cells and the people who bought. Money in minor units. */
import { type DayRange } from './calendar.ts';
import { labelText, type Sums } from './cells.ts';
import { divideRounded } from './money.ts';
import { compareText, firstOrderDay, ordersOf, purchasesWithin, type Person } from './people.ts';

/** The sums of one day, of whatever kind. */
export interface DaySums {
  readonly day: string;
  readonly sums: Sums;
}

export interface OrderFigures {
  readonly ordersKnown: number;
  readonly ordersGuest: number;
  readonly cancellations: number;
  readonly gross: number;
  readonly refunds: number;
  readonly net: number;
  /** Gross per order of the currency, rounded half away from zero. */
  readonly averageBasket: number;
  /** Orders and refunds whose amount could not be read: counted, but with no money. */
  readonly unpriced: number;
}

/** Orders are counted over all currencies, money in the given one alone. */
export function orderFigures(days: readonly DaySums[], currency: string): OrderFigures {
  const total = { ordersKnown: 0, ordersGuest: 0, cancellations: 0, gross: 0, refunds: 0, unpriced: 0 };
  let ordersOfCurrency = 0;
  for (const { sums } of days) {
    for (const [key, counters] of sums.counters) {
      const { ordersKnown = 0, ordersGuest = 0, cancellationsKnown = 0, cancellationsGuest = 0 } = counters;
      total.ordersKnown += ordersKnown;
      total.ordersGuest += ordersGuest;
      total.cancellations += cancellationsKnown + cancellationsGuest;
      total.unpriced += counters['unpriced'] ?? 0;
      if (key !== currency) continue;
      ordersOfCurrency += ordersKnown + ordersGuest;
      total.gross += counters['gross'] ?? 0;
      total.refunds += counters['refunds'] ?? 0;
    }
  }
  const { gross, refunds } = total;
  return { ...total, net: gross - refunds, averageBasket: divideRounded(gross, ordersOfCurrency) };
}

/** The currencies of the days, the one with most orders and refunds first, then by code. */
export function currenciesOf(days: readonly DaySums[]): readonly string[] {
  const uses = new Map<string, number>();
  for (const { sums } of days) {
    for (const [currency, counters] of sums.counters) {
      const { ordersKnown = 0, ordersGuest = 0, cancellationsKnown = 0, cancellationsGuest = 0 } = counters;
      const used = ordersKnown + ordersGuest + cancellationsKnown + cancellationsGuest;
      uses.set(currency, (uses.get(currency) ?? 0) + used);
    }
  }
  return [...uses].sort((a, b) => b[1] - a[1] || compareText(a[0], b[0])).map(([currency]) => currency);
}

export interface CustomerFigures {
  /** Known people with an order or a cancellation in the range. */
  readonly customers: number;
  readonly customersWithThreeOrders: number;
  /** Known people whose first order ever is in the range. */
  readonly newCustomers: number;
  /** Known people who ordered in the range and had ordered before it. */
  readonly returningCustomers: number;
}

export function customerFigures(people: readonly Person[], range: DayRange): CustomerFigures {
  const figures = { customers: 0, customersWithThreeOrders: 0, newCustomers: 0, returningCustomers: 0 };
  for (const person of people) {
    const purchases = person.known ? purchasesWithin(person, range) : [];
    if (purchases.length === 0) continue;
    figures.customers += 1;
    const orders = ordersOf(purchases);
    if (orders >= 3) figures.customersWithThreeOrders += 1;
    if (orders === 0) continue;
    const isNew = (firstOrderDay(person) ?? '') >= range.from;
    figures[isNew ? 'newCustomers' : 'returningCustomers'] += 1;
  }
  return figures;
}

/** Customers by day, in one pass over the people. */
export function customersByDay(people: readonly Person[], range: DayRange): ReadonlyMap<string, CustomerFigures> {
  const buyers = new Map<string, Person[]>();
  for (const person of people) {
    for (const day of new Set(purchasesWithin(person, range).map((purchase) => purchase.day))) {
      const list = buyers.get(day);
      if (list) list.push(person);
      else buyers.set(day, [person]);
    }
  }
  return new Map([...buyers].map(([day, list]) => [day, customerFigures(list, { from: day, to: day })]));
}

export interface ProductFigures {
  readonly product: string;
  readonly name: string;
  readonly orderLines: number;
  readonly units: number;
  readonly revenue: number;
  readonly refundedUnits: number;
  readonly refunded: number;
}

/** Products sold in the currency, best first by the given measure, then by product id. */
export function topProducts(sums: Sums, currency: string, by: 'revenue' | 'units'): readonly ProductFigures[] {
  const prefix = `${currency}|`;
  return [...sums.counters]
    .filter(([key]) => key.startsWith(prefix))
    .map(([key, counters]) => ({
      product: key.slice(prefix.length),
      name: labelText(sums.labels.get(key)) ?? '',
      orderLines: counters['orderLines'] ?? 0,
      units: counters['units'] ?? 0,
      revenue: counters['revenue'] ?? 0,
      refundedUnits: counters['refundedUnits'] ?? 0,
      refunded: counters['refunded'] ?? 0,
    }))
    .sort((a, b) => b[by] - a[by] || compareText(a.product, b.product));
}
