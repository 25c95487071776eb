/** The sample's mapping gives exactly the figures that are known of its orders. */
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type Client } from '@tributary/api-client';
import { importFile, type ImportResult, readMapping } from './index.ts';

const sample = (name: string): string =>
  fileURLToPath(new URL(`../../../samples/online-retail/${name}`, import.meta.url));

interface Sent {
  readonly type: string;
  readonly event?: string;
  readonly messageId: string;
  readonly userId?: string;
  readonly anonymousId?: string;
  readonly timestamp: string;
  readonly traits?: { country: string };
  readonly properties: { readonly order_id: string; readonly revenue: number; readonly products: readonly any[] }; // eslint-disable-line @typescript-eslint/no-explicit-any -- looked at as sent
}

/** A door that takes everything and remembers it. */
function door() {
  const sent: Sent[] = [];
  const client = {
    importBatch: (json: string) => {
      const { batch } = JSON.parse(json);
      sent.push(...batch);
      return Promise.resolve({ accepted: batch.length, rejected: [] });
    },
  } as unknown as Client;
  return { client, sent };
}

const cents = (events: readonly Sent[]): number =>
  events.reduce((sum, { properties }) => sum + Math.round(properties.revenue * 100), 0) / 100;

describe('the online-retail sample', () => {
  let result: ImportResult;
  let sent: readonly Sent[];
  const named = (name: string) => sent.filter(({ event }) => event === name);
  beforeAll(async () => {
    const taker = door();
    result = await importFile({
      file: sample('orders.csv.gz'),
      mapping: await readMapping(sample('mapping.json')),
      client: taker.client,
    });
    sent = taker.sent;
  });

  it('reads every line and refuses none', () => {
    expect(result).toMatchObject({ lines: 49_999, events: 3_377, accepted: 3_377, rejectedCount: 0 });
  });
  it('has 1,954 orders: 1,617 of known customers and 337 of guests', () => {
    const orders = named('Order Completed');
    expect(orders.length).toBe(1_954);
    expect(orders.filter(({ userId }) => userId !== undefined).length).toBe(1_617);
    const guests = orders.filter(({ anonymousId, properties }) => anonymousId === `guest-${properties.order_id}`);
    expect(guests.length).toBe(337);
  });
  it('has 384 cancellations', () => {
    expect(named('Order Refunded').length).toBe(384);
  });
  it('has a gross of 955,338.93 and a net of 840,612.55', () => {
    const gross = cents(named('Order Completed'));
    expect(gross).toBe(955_338.93);
    expect(Math.round((gross + cents(named('Order Refunded'))) * 100) / 100).toBe(840_612.55);
  });
  it('has 1,039 customers, 129 of them with three orders or more, the top three with 37, 34 and 13', () => {
    const customers = sent.filter(({ type }) => type === 'identify');
    expect(customers.length).toBe(1_039);
    expect(customers.every(({ traits }) => typeof traits?.country === 'string')).toBe(true);
    const orders = Map.groupBy(
      named('Order Completed').filter(({ userId }) => userId !== undefined),
      ({ userId }) => userId,
    );
    const counts = [...orders.values()].map((list) => list.length).sort((a, b) => b - a);
    expect([counts.filter((count) => count >= 3).length, ...counts.slice(0, 3)]).toEqual([129, 37, 34, 13]);
  });
  it('keeps every line: 2,879 stock codes, zero prices and negative quantities among them', () => {
    const lines = sent.flatMap(({ properties }) => (properties as Sent['properties'] | undefined)?.products ?? []);
    expect(lines.length).toBe(49_999);
    expect(new Set(lines.map(({ product_id: id }) => id)).size).toBe(2_879);
    expect(lines.filter(({ price }) => price <= 0).length).toBe(297);
  });
  it('names every event by a message id of its own', () => {
    expect(new Set(sent.map(({ messageId }) => messageId)).size).toBe(3_377);
  });
  it('moves every time by whole days when asked to', async () => {
    const mapping = await readMapping(sample('mapping.json'));
    const moved = await importFile({ file: sample('orders.csv.gz'), mapping, dryRun: true, shiftDays: 5_000 });
    const days = (from: string | undefined, to: string | undefined) =>
      (Date.parse(to ?? '') - Date.parse(from ?? '')) / 86_400_000;
    expect([days(result.firstTime, moved.firstTime), days(result.lastTime, moved.lastTime)]).toEqual([5_000, 5_000]);
    expect([moved.accepted, moved.rejectedCount]).toEqual([3_377, 0]);
  });
});
