/** The sample of a bridged topic, and what the guide shows of it, is so. */
import { describe, expect, it } from '@jest/globals';
import { judgeMessage, parseBridgeMapping } from '@tributary/domain-collection';
import { readFile } from 'node:fs/promises';

const read = (path: string): Promise<string> => readFile(new URL(`../../../../${path}`, import.meta.url), 'utf8');
const mapping: unknown = JSON.parse(await read('samples/orders-topic/mapping.json'));
const lines = (await read('samples/orders-topic/messages.ndjson')).trim().split('\n');
const guide = await read('docs/collect.md');

const judged = lines.map((line, offset) => {
  const parsed = parseBridgeMapping(mapping);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  const timestamp = Date.UTC(2026, 2, 5);
  const place = { topic: 'shop.orders', partition: 0, offset, timestamp };
  const message = { ...place, key: Buffer.from('c-7'), value: Buffer.from(line), headers: { shop: 'leeds' } };
  return judgeMessage(message, { mapping: parsed.mapping, source: 'shop', sender: 'server', receivedAt: timestamp });
});

describe('the sample of a bridged topic', () => {
  it('is what the guide shows', () => {
    const part = guide.slice(guide.indexOf('## Bridge a topic of somebody else'));
    const [, shown = ''] = /```json\n(.*?)```/s.exec(part) ?? [];
    expect(JSON.parse(shown)).toEqual(mapping);
  });

  it('makes a person and an order of an order, a refund of a refund, and nothing of what nobody wants', () => {
    expect(judged).toEqual([
      {
        kind: 'taken',
        events: [
          expect.objectContaining({ payload: expect.objectContaining({ type: 'identify', userId: 'c-7' }) }),
          expect.objectContaining({
            payload: expect.objectContaining({
              event: 'Order Completed',
              properties: expect.objectContaining({ order_id: '4711', revenue: 35.64, shop: 'leeds', currency: 'GBP' }),
            }),
          }),
        ],
      },
      {
        kind: 'taken',
        events: [
          expect.objectContaining({
            payload: expect.objectContaining({ event: 'Order Refunded', messageId: 'refund-4711', userId: 'c-7' }),
          }),
        ],
      },
      { kind: 'left-out', because: 'no rule' },
    ]);
  });
});
