/** What one event adds to the figures: integers that are only ever summed, so order and batching cannot matter. */
import { type EventCollected } from '@tributary/contracts';
import { type DayOf } from './calendar.ts';
import { lineMinor, minorDigits, toMinor } from './money.ts';

/**
 * A cell is found by kind and shelf and holds counters by key:
 * `events` (shelf day and name), `totals` (shelf day, key currency), `products` (shelf day and bucket, key currency and
 * product), `customers` (shelf record, key day and currency).
 */
export type CellKind = 'events' | 'totals' | 'products' | 'customers';

export type Counters = Readonly<Record<string, number>>;

export interface Contribution {
  readonly kind: CellKind;
  readonly shelf: string;
  readonly key: string;
  readonly counters: Counters;
  /** Text of the latest event wins: the greatest label is kept, and it starts with time and event id. */
  readonly label?: string;
}

export interface FigureSettings {
  readonly dayOf: DayOf;
  /** For amounts that come without a currency. */
  readonly defaultCurrency: string;
}

/** Spreads the products of one day over documents, so that a day of a million products stays far below 16 MB each. */
const productBuckets = 16;

const orderCompleted = 'Order Completed';
const orderRefunded = 'Order Refunded';

export function contributionsOf(event: EventCollected, settings: FigureSettings): readonly Contribution[] {
  const day = settings.dayOf(event.time);
  const counted: Contribution = {
    kind: 'events',
    shelf: `${day}|${escaped(countedName(event))}`,
    key: 'all',
    counters: { count: 1 },
  };
  if (event.type !== 'track') return [counted];
  if (event.name === orderCompleted) return [counted, ...orderContributions(event, 'order', { day, ...settings })];
  if (event.name === orderRefunded) return [counted, ...orderContributions(event, 'refund', { day, ...settings })];
  return [counted];
}

/** A tracked event counts under its name, everything else under its type: page names are as many as pages. */
function countedName(event: EventCollected): string {
  return event.type === 'track' ? (event.name ?? '') : `$${event.type}`;
}

interface OrderSettings extends FigureSettings {
  readonly day: string;
}

function orderContributions(event: EventCollected, role: 'order' | 'refund', settings: OrderSettings): Contribution[] {
  const { properties } = event;
  const currency = currencyOf(properties['currency'], settings.defaultCurrency);
  const lines = linesOf(properties['products'], minorDigits(currency));
  const given = toMinor(properties['revenue'], minorDigits(currency));
  const amount = given ?? sumOf(lines);
  const known = event.identifiers.some((identifier) => identifier.type === 'user_id');
  const unpriced = amount === undefined ? { unpriced: 1 } : undefined;
  const place = { day: settings.day, currency };
  const counters =
    role === 'order'
      ? { [known ? 'ordersKnown' : 'ordersGuest']: 1, gross: amount ?? 0, ...unpriced }
      : { [known ? 'cancellationsKnown' : 'cancellationsGuest']: 1, refunds: Math.abs(amount ?? 0), ...unpriced };
  return [
    { kind: 'totals', shelf: settings.day, key: currency, counters },
    { kind: 'customers', shelf: event.record, key: `${settings.day}|${currency}`, counters },
    ...lines.map((line) => productContribution(line, role, { event, ...place })),
  ];
}

function currencyOf(value: unknown, otherwise: string): string {
  return typeof value === 'string' && /^[A-Za-z]{3}$/.test(value) ? value.toUpperCase() : otherwise;
}

interface Line {
  readonly product: string;
  readonly name: string;
  readonly units: number;
  readonly minor: number;
}

/** Lines without a product id or with an unreadable quantity say nothing about a product and are left out. */
function linesOf(products: unknown, digits: number): readonly Line[] {
  if (!Array.isArray(products)) return [];
  return products.flatMap((product: unknown) => {
    if (!isObject(product)) return [];
    const { product_id: id, name, price, quantity = 1 } = product;
    if ((typeof id !== 'string' && typeof id !== 'number') || id === '') return [];
    if (typeof quantity !== 'number' || !Number.isSafeInteger(quantity)) return [];
    const minor = lineMinor(price ?? 0, quantity, digits) ?? 0;
    return [{ product: String(id), name: typeof name === 'string' ? name : '', units: quantity, minor }];
  });
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function sumOf(lines: readonly Line[]): number | undefined {
  return lines.length === 0 ? undefined : lines.reduce((sum, line) => sum + line.minor, 0);
}

interface LinePlace {
  readonly event: EventCollected;
  readonly day: string;
  readonly currency: string;
}

function productContribution(line: Line, role: 'order' | 'refund', place: LinePlace): Contribution {
  return {
    kind: 'products',
    shelf: `${place.day}|${bucketOf(line.product)}`,
    key: `${place.currency}|${line.product}`,
    counters:
      role === 'order'
        ? { orderLines: 1, units: line.units, revenue: line.minor }
        : { refundedUnits: Math.abs(line.units), refunded: Math.abs(line.minor) },
    ...(line.name === '' ? undefined : { label: `${place.event.time}|${place.event.event}|${line.name}` }),
  };
}

/** FNV-1a over UTF-16 units; only has to spread. */
function bucketOf(product: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < product.length; index += 1) {
    hash = Math.imul(hash ^ product.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0) % productBuckets;
}

/** `|` separates the parts of a cell's address, so it may not occur inside of one. */
const escaped = (name: string): string => name.replaceAll('%', '%25').replaceAll('|', '%7C');

export const unescaped = (name: string): string => name.replaceAll('%7C', '|').replaceAll('%25', '%');
