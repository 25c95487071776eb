/** Which products a person owns, from the orders and refunds of their records. */
import { type JsonObject } from '@tributary/contracts';
import { isObject } from './reading.ts';

interface PurchaseLine {
  readonly product: string;
  readonly quantity: number;
}

/** An order or a refund; a refund without lines gives back the whole order. */
export interface Purchase {
  readonly event: string;
  readonly kind: 'order' | 'refund';
  readonly order: string | null;
  readonly time: number;
  readonly lines: readonly PurchaseLine[];
}

const kinds: Readonly<Record<string, Purchase['kind']>> = {
  'Order Completed': 'order',
  'Order Refunded': 'refund',
};

/** The events that change what a person owns. */
export const isPurchase = (name: string | undefined): name is string =>
  name !== undefined && Object.hasOwn(kinds, name);

export interface PurchaseEvent {
  readonly event: string;
  readonly name: string;
  readonly time: number;
  readonly properties: JsonObject;
}

/** Undefined where the event says nothing that could be owned. */
export function purchaseOf({ event, name, time, properties }: PurchaseEvent): Purchase | undefined {
  const kind = kinds[name];
  if (kind === undefined) return undefined;
  const order = textOf(properties['order_id'] ?? properties['orderId']);
  const listed = Array.isArray(properties['products']) ? properties['products'] : [properties];
  const lines = listed.flatMap((item: unknown) => lineOf(item) ?? []);
  if (lines.length === 0 && (kind === 'order' || order === null)) return undefined;
  return { event, kind, order, time, lines };
}

function lineOf(item: unknown): PurchaseLine | undefined {
  if (!isObject(item)) return undefined;
  const product = textOf(item['product_id'] ?? item['productId'] ?? item['sku']);
  // Refunds come with negative or positive quantities; which way they count is the event's business.
  const quantity = Math.abs(Number(item['quantity'] ?? 1));
  return product === null || !(quantity > 0) || !Number.isFinite(quantity) ? undefined : { product, quantity };
}

const textOf = (value: unknown): string | null => {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value.slice(0, 128) : null;
};

/** In order of time, so that the refund of something bought before the first known order does not eat a later one. */
export function ownedProducts(purchases: readonly Purchase[]): readonly string[] {
  const inOrder = purchases.toSorted((a, b) => a.time - b.time || (a.event < b.event ? -1 : 1));
  const orders = new Map<string, readonly PurchaseLine[]>();
  for (const { kind, order, lines } of inOrder) if (kind === 'order' && order !== null) orders.set(order, lines);
  const owned = new Map<string, number>();
  for (const { kind, order, lines } of inOrder) {
    const effective = lines.length === 0 && order !== null ? (orders.get(order) ?? []) : lines;
    const sign = kind === 'order' ? 1 : -1;
    for (const { product, quantity } of effective) {
      owned.set(product, Math.max(0, (owned.get(product) ?? 0) + sign * quantity));
    }
  }
  return [...owned].flatMap(([product, quantity]) => (quantity > 0 ? [product] : [])).sort();
}
