/** Recency, frequency and monetary value per customer, with quintile scores that depend on the values alone. */
import { daysBetween } from './calendar.ts';
import { compareText, ordersOf, purchasesWithin, type Person } from './people.ts';

export interface RfmSettings {
  /** Recency is counted to this day; what came later is not looked at. */
  readonly at: string;
  /** Monetary value is summed in this currency; recency and frequency look at every order. */
  readonly currency: string;
}

export interface Rfm {
  readonly id: string;
  readonly profile: string | undefined;
  readonly records: readonly string[];
  readonly lastOrder: string;
  /** Whole days from the day of the last order to `at`. */
  readonly recencyDays: number;
  /** Orders. */
  readonly frequency: number;
  /** Gross less refunds, minor units. */
  readonly monetary: number;
  readonly scores: RfmScores;
}

/** 5 is best. */
interface RfmScores {
  readonly recency: number;
  readonly frequency: number;
  readonly monetary: number;
}

type Measured = Omit<Rfm, 'scores'>;

/**
 * Known customers with at least one order up to `at`, highest monetary value first, then by id.
 *
 * score = 1 + floor(5 × customers with a strictly worse value / customers): equal values always score alike, and neither
 * the order of the input nor an id decides anything.
 */
export function rfmOf(people: readonly Person[], settings: RfmSettings): readonly Rfm[] {
  const measured = people.flatMap((person) => measure(person, settings) ?? []);
  const recency = quintiles(measured.map(({ recencyDays }) => -recencyDays));
  const frequency = quintiles(measured.map((one) => one.frequency));
  const monetary = quintiles(measured.map((one) => one.monetary));
  return measured
    .map((one) => ({
      ...one,
      scores: {
        recency: recency(-one.recencyDays),
        frequency: frequency(one.frequency),
        monetary: monetary(one.monetary),
      },
    }))
    .sort((a, b) => b.monetary - a.monetary || compareText(a.id, b.id));
}

function measure(person: Person, { at, currency }: RfmSettings): Measured | undefined {
  if (!person.known) return undefined;
  const purchases = purchasesWithin(person, { from: '', to: at });
  const lastOrder = purchases.findLast(({ orders }) => orders > 0)?.day;
  if (lastOrder === undefined) return undefined;
  const monetary = purchases
    .filter((purchase) => purchase.currency === currency)
    .reduce((sum, { gross, refunds }) => sum + gross - refunds, 0);
  const { id, profile, records } = person;
  const recencyDays = daysBetween(lastOrder, at);
  return { id, profile, records, lastOrder, recencyDays, frequency: ordersOf(purchases), monetary };
}

/** Scores values where the greater one is the better one. */
function quintiles(values: readonly number[]): (value: number) => number {
  const sorted = Float64Array.from(values).sort();
  const scores = new Map<number, number>();
  for (const [worse, value] of sorted.entries()) {
    if (!scores.has(value)) scores.set(value, 1 + Math.floor((5 * worse) / sorted.length));
  }
  return (value) => scores.get(value) ?? 1;
}
