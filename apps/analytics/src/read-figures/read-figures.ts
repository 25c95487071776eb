/** Answers figures of a range of days: cells summed, people joined, amounts in the main unit of one currency. */
import {
  currenciesOf,
  customerFigures,
  customersByDay,
  mergedSums,
  orderFigures,
  toMajor,
  topProducts,
  unescaped,
  type CustomerFigures,
  type DayRange,
  type DaySums,
  type OrderFigures,
  type Rfm,
} from '@tributary/domain-analytics';
import { type CellStore, type GenerationStore, type Shelf, type ShelfRange } from '../ports.ts';
import { type Freshness, type People, type PeopleView } from './people-view.ts';

export interface ReadParts {
  readonly cells: CellStore;
  readonly generations: GenerationStore;
  readonly people: PeopleView;
  readonly freshness: () => Promise<Freshness>;
  readonly defaultCurrency: string;
}

export interface Asked {
  readonly range: DayRange;
  /** Absent: the currency of most orders in the range. */
  readonly currency: string | undefined;
}

/** Every answer says how fresh it is. */
export interface Stamp {
  readonly asOf: string;
  readonly lagMs: number;
}

const noCustomers: CustomerFigures = {
  customers: 0,
  customersWithThreeOrders: 0,
  newCustomers: 0,
  returningCustomers: 0,
};

export class ReadFigures {
  constructor(private readonly parts: ReadParts) {}

  async summary(asked: Asked) {
    const [fresh, days, events, people] = await Promise.all([
      this.parts.freshness(),
      this.#totals(asked.range),
      this.#eventCounts(asked.range),
      this.parts.people.now(),
    ]);
    const { currency, currencies } = this.#currency(days, asked.currency);
    return {
      ...range(asked.range),
      currency,
      currencies,
      ...inMajor(orderFigures(days, currency), currency),
      ...customerFigures(people.people, asked.range),
      events: events.reduce((sum, { count }) => sum + count, 0),
      ...this.#stamp(fresh, people),
    };
  }

  async daily(asked: Asked) {
    const [fresh, totals, events, people] = await Promise.all([
      this.parts.freshness(),
      this.#totals(asked.range),
      this.#eventCounts(asked.range),
      this.parts.people.now(),
    ]);
    const { currency, currencies } = this.#currency(totals, asked.currency);
    const orders = new Map(totals.map((one) => [one.day, one]));
    const customers = customersByDay(people.people, asked.range);
    const counts = new Map<string, number>();
    for (const { day, count } of events) counts.set(day, (counts.get(day) ?? 0) + count);
    const days = [...new Set([...counts.keys(), ...orders.keys()])].sort().map((day) => {
      const found = orders.get(day);
      const figures = inMajor(orderFigures(found ? [found] : [], currency), currency);
      const { newCustomers, returningCustomers, customers: buyers } = customers.get(day) ?? noCustomers;
      return { day, ...figures, customers: buyers, newCustomers, returningCustomers, events: counts.get(day) ?? 0 };
    });
    return { ...range(asked.range), currency, currencies, days, ...this.#stamp(fresh, people) };
  }

  async products(asked: Asked, top: { readonly by: 'revenue' | 'units'; readonly limit: number }) {
    const [fresh, totals, products] = await Promise.all([
      this.parts.freshness(),
      this.#totals(asked.range),
      this.#dayShelves('products', asked.range),
    ]);
    const { currency, currencies } = this.#currency(totals, asked.currency);
    const ranked = topProducts(mergedSums(products.map(({ sums }) => sums)), currency, top.by);
    const items = ranked.slice(0, top.limit).map((product) => ({
      ...product,
      revenue: toMajor(product.revenue, currency),
      refunded: toMajor(product.refunded, currency),
    }));
    return { ...range(asked.range), currency, currencies, products: ranked.length, items, ...this.#stamp(fresh) };
  }

  async events(asked: DayRange) {
    const [fresh, counts] = await Promise.all([this.parts.freshness(), this.#eventCounts(asked)]);
    const totals = new Map<string, number>();
    for (const { name, count } of counts) totals.set(name, (totals.get(name) ?? 0) + count);
    return {
      ...range(asked),
      events: counts.reduce((sum, { count }) => sum + count, 0),
      totals: [...totals].map(([name, count]) => ({ name, count })).sort((a, b) => b.count - a.count),
      days: counts,
      ...this.#stamp(fresh),
    };
  }

  async rfm(at: string, asked: string | undefined) {
    const [fresh, people, currency] = await Promise.all([
      this.parts.freshness(),
      this.parts.people.now(),
      asked ?? this.#usualCurrency(at),
    ]);
    const list = people.rfm(at, currency);
    const shown = (one: Rfm) => ({ ...one, profile: one.profile ?? null, monetary: toMajor(one.monetary, currency) });
    return { at, currency, list, shown, stamp: this.#stamp(fresh, people) };
  }

  async #usualCurrency(at: string): Promise<string> {
    return this.#currency(await this.#totals({ from: '', to: at }), undefined).currency;
  }

  #currency(days: readonly DaySums[], asked: string | undefined) {
    const currencies = currenciesOf(days);
    return { currency: asked ?? currencies[0] ?? this.parts.defaultCurrency, currencies };
  }

  async #totals(asked: DayRange): Promise<readonly DaySums[]> {
    return (await this.#dayShelves('totals', asked)).map(({ shelf, sums }) => ({ day: shelf, sums }));
  }

  /** Sorted by day and name. */
  async #eventCounts(asked: DayRange) {
    return (await this.#dayShelves('events', asked)).map(({ shelf, sums }) => ({
      day: shelf.slice(0, 10),
      name: unescaped(shelf.slice(11)),
      count: sums.counters.get('all')?.['count'] ?? 0,
    }));
  }

  async #dayShelves(kind: 'events' | 'totals' | 'products', { from, to }: DayRange) {
    const { active } = await this.parts.generations.current();
    const shelves: ShelfRange = { from, before: `${to}|\uffff` };
    const found: Shelf[] = [];
    for await (const shelf of this.parts.cells.shelves(active, kind, shelves)) found.push(shelf);
    return found;
  }

  /** As old as the oldest part of the answer. */
  #stamp(fresh: Freshness, people?: People): Stamp {
    const asOf = Math.min(fresh.asOf, people?.asOf ?? fresh.asOf);
    const lagMs = fresh.lagMs + (fresh.asOf - asOf);
    return { asOf: new Date(asOf).toISOString(), lagMs };
  }
}

/** An open end is answered as null. */
const range = ({ from, to }: DayRange) => ({ from: from === '' ? null : from, to: to.startsWith('9999') ? null : to });

function inMajor(figures: OrderFigures, currency: string): OrderFigures {
  const major = (minor: number): number => toMajor(minor, currency);
  return {
    ...figures,
    gross: major(figures.gross),
    refunds: major(figures.refunds),
    net: major(figures.net),
    averageBasket: major(figures.averageBasket),
  };
}
