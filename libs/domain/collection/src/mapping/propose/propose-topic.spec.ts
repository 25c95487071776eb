/** What is proposed for the messages of a topic, and what the proposal makes of them. */
import { describe, expect, it } from '@jest/globals';
import { judgeMessage } from '../../bridge/judge-message.ts';
import { parseBridgeMapping } from '../../bridge/parse-bridge-mapping.ts';
import { proposeForTopic } from './propose-topic.ts';

const timestamp = Date.UTC(2026, 2, 1, 10);
const sampled = (records: readonly Record<string, unknown>[]) =>
  records.map((record) => ({ record, timestamp: new Date(timestamp).toISOString() }));

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- looked at as made
function firstEvent(json: unknown, record: object): any {
  const parsed = parseBridgeMapping(json);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  const value = new TextEncoder().encode(JSON.stringify(record));
  const message = { topic: 't', partition: 0, offset: 0, timestamp, key: null, value, headers: {} };
  const reading = { mapping: parsed.mapping, source: 's', sender: 'server', receivedAt: timestamp } as const;
  const judged = judgeMessage(message, reading);
  return judged.kind === 'taken' ? judged.events[0]?.payload : judged;
}

const orders = Array.from({ length: 8 }, (_, n) => ({
  orderId: `o${n}`,
  buyer: { email: `b${n}@example.com` },
  lines: [
    { sku: 'x', price: 2.5, qty: 2 },
    { sku: `y${n}`, price: 1, qty: 1 },
  ],
}));

describe('a proposal for a topic', () => {
  it('takes each message as a group of its own, with rows of the list in it, and its time where none is told', () => {
    const { mapping, columns, notes } = proposeForTopic(sampled(orders));
    expect(columns).toEqual(['orderId', 'buyer/email', 'lines/sku', 'lines/price', 'lines/qty']);
    expect(mapping).toMatchObject({ format: { type: 'json', rows: 'lines' } });
    expect(mapping).not.toHaveProperty('groupBy');
    expect(notes[0]).toMatch(/^Each message is taken by itself/);
    expect(firstEvent(mapping, orders[0] ?? {})).toMatchObject({
      ...{ event: 'Order Completed', messageId: 'order-o0', timestamp: '2026-03-01T10:00:00.000Z' },
      properties: { revenue: 6, products: [{ product_id: 'x' }, { product_id: 'y0' }] },
    });
  });

  it('prefers a time that the messages tell', () => {
    const { mapping } = proposeForTopic(
      sampled(orders.map((order) => ({ ...order, createdAt: '2026-01-01T00:00:00Z' }))),
    );
    expect(JSON.stringify(mapping)).not.toContain('$timestamp');
    expect(firstEvent(mapping, { ...orders[0], createdAt: '2026-01-01T00:00:00Z' })).toMatchObject({
      timestamp: '2026-01-01T00:00:00.000Z',
    });
  });

  it('takes the id of a message for no number of a person', () => {
    const messages = [0, 1].map((n) => ({ id: `m${n}`, email: `ann${n}@example.org`, city: 'York' }));
    const { mapping } = proposeForTopic(sampled(messages));
    expect(firstEvent(mapping, messages[0] ?? {})).toMatchObject({
      type: 'identify',
      context: { externalIds: [{ type: 'record_id', id: 'ann0@example.org' }] },
      traits: { id: 'm0', address: { city: 'York' } },
    });
  });

  it('is none where the messages name nobody and nothing, or where there are none', () => {
    expect(proposeForTopic(sampled([{ a: 1 }, { a: 2 }])).mapping).toBeUndefined();
    expect(proposeForTopic([])).toMatchObject({ mapping: undefined, columns: [] });
  });
});
