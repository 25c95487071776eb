/** The sample's orders as collected events; read by a mapping of our own, so that the figures are checked from two sides. */
import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { type EventCollected } from '@tributary/contracts';
import { collected } from './river.ts';

const file = new URL('../../../../samples/online-retail/orders.csv.gz', import.meta.url);

export const hasOnlineRetail = existsSync(file);

interface Line {
  readonly invoice: string;
  readonly product: string;
  readonly name: string;
  readonly quantity: number;
  readonly time: string;
  readonly price: number;
  readonly customer: string;
}

export function onlineRetail(): readonly EventCollected[] {
  const invoices = new Map<string, Line[]>();
  for (const line of linesOf(gunzipSync(readFileSync(file)).toString('utf8'))) {
    const invoice = invoices.get(line.invoice);
    if (invoice) invoice.push(line);
    else invoices.set(line.invoice, [line]);
  }
  return [...invoices].map(([invoice, lines]) => orderOf(invoice, lines));
}

function orderOf(invoice: string, lines: readonly Line[]): EventCollected {
  const { customer = '', time = '' } = lines[0] ?? {};
  const total = lines.reduce((sum, { quantity, price }) => sum + quantity * Math.round(price * 100), 0);
  return collected({
    id: invoice,
    time: new Date(time).toISOString(),
    ...(customer === '' ? { guest: invoice } : { user: customer }),
    name: invoice.startsWith('C') ? 'Order Refunded' : 'Order Completed',
    properties: {
      order_id: invoice,
      currency: 'GBP',
      revenue: total / 100,
      products: lines.map(({ product, name, quantity, price }) => ({ product_id: product, name, price, quantity })),
    },
  });
}

function linesOf(csv: string): readonly Line[] {
  const [, ...rows] = csv.split(/\r?\n/);
  return rows.filter(Boolean).map((row) => {
    const cells = [...row.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)];
    const [invoice = '', product = '', name = '', quantity = '', time = '', price = '', customer = ''] = cells.map(
      ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
    );
    return { invoice, product, name, quantity: Number(quantity), time, price: Number(price), customer };
  });
}
