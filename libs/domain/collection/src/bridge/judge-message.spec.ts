/** What becomes of the messages of somebody else's topic: a table of what producers really write. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { eventIdOf } from '../shape.ts';
import { judgeMessage, type JudgedMessage } from './judge-message.ts';
import { parseBridgeMapping } from './parse-bridge-mapping.ts';
import { type TopicMessage } from './topic-message.ts';

const utf8 = new TextEncoder();
const bytes = (value: unknown): Uint8Array => utf8.encode(typeof value === 'string' ? value : JSON.stringify(value));
const timestamp = Date.UTC(2026, 2, 1, 10);

function message(value: unknown, rest: Partial<TopicMessage> = {}): TopicMessage {
  const place = { topic: 'shop.orders', partition: 3, offset: 41, timestamp };
  const content = value === null || value instanceof Uint8Array ? value : bytes(value);
  return { ...place, key: bytes('ann'), value: content, headers: { shop: 'leeds', 'a/b': 'slash' }, ...rest };
}

function judged(mapping: unknown, one: TopicMessage): JudgedMessage {
  const parsed = parseBridgeMapping(mapping);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  const reading = { source: 'shop', sender: 'server', receivedAt: timestamp + 5_000 } as const;
  return judgeMessage(one, { mapping: parsed.mapping, ...reading });
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- looked at as made
const eventsOf = (mapping: unknown, one: TopicMessage): readonly any[] => {
  const found = judged(mapping, one);
  if (found.kind !== 'taken') throw new Error(JSON.stringify(found));
  return found.events.map(({ payload }) => payload);
};

const orders = {
  columns: { total: { type: 'number', required: true }, at: { type: 'time', required: true } },
  events: [
    {
      type: 'track',
      when: { column: 'kind', equals: 'order' },
      event: 'Order Completed',
      timestamp: '{at}',
      userId: '{customer/id}',
      properties: { order_id: '{id}', revenue: '{total}' },
    },
  ],
};
const order = { kind: 'order', id: 'o-1', at: '2026-03-01T09:59:00Z', total: 12.5, customer: { id: 'c-7' } };

describe('a message of a bridged topic', () => {
  it('becomes an event, named after its place', () => {
    expect(eventsOf(orders, message(order))).toEqual([
      {
        ...{ type: 'track', event: 'Order Completed', userId: 'c-7', timestamp: '2026-03-01T09:59:00.000Z' },
        properties: { order_id: 'o-1', revenue: 12.5 },
        messageId: `shop.orders/3/41/${timestamp}/order-completed`,
      },
    ]);
  });

  it('is the same event however often it is read, and another one at another place, or in a topic that was made anew', () => {
    const [one, again] = [eventsOf(orders, message(order)), eventsOf(orders, message(order))];
    expect(one).toEqual(again);
    const elsewhere = [{ offset: 42 }, { partition: 4 }, { topic: 'shop.order' }, { timestamp: timestamp + 1 }];
    const ids = elsewhere.map((rest) => eventsOf(orders, message(order, rest))[0].messageId);
    expect(new Set([one[0].messageId, ...ids]).size).toBe(5);
  });

  it('keeps the id that its mapping gives', () => {
    const [rule] = orders.events;
    const named = { ...orders, events: [{ ...rule, messageId: 'order-{id}' }] };
    expect(eventsOf(named, message(order))[0].messageId).toBe('order-o-1');
  });

  it('lends its key, time, place and headers as columns, which no member of it can stand for', () => {
    const all = ['$key', '$timestamp', '$topic', '$partition', '$offset', '$header/shop', '$header/a/b'];
    const mapping = {
      events: [
        {
          type: 'page',
          userId: '{$key}',
          timestamp: '{$timestamp}',
          properties: { all: all.map((name) => `{${name}}`) },
        },
      ],
    };
    const [event] = eventsOf(mapping, message({ $key: 'mallory', $timestamp: 'never', '$header/shop': 'hull' }));
    expect(event.properties.all).toEqual([
      ...['ann', '2026-03-01T10:00:00.000Z', 'shop.orders', '3', '41', 'leeds', 'slash'],
    ]);
  });

  it('makes rows of a list in it: one event for all, or one for each', () => {
    const [rule] = orders.events;
    const lines = { format: { rows: 'lines' }, columns: { 'lines/price': 'number' } };
    const sum = {
      ...rule,
      when: undefined,
      timestamp: '{$timestamp}',
      properties: { revenue: { $sum: '{lines/price}' } },
    };
    const each = { ...sum, per: 'row', properties: { sku: '{lines/sku}' } };
    const one = {
      ...order,
      lines: [
        { sku: 'a', price: 2 },
        { sku: 'b', price: 3 },
      ],
    };
    expect(eventsOf({ ...lines, events: [sum] }, message(one)).map(({ properties }) => properties)).toEqual([
      { revenue: 5 },
    ]);
    expect(eventsOf({ ...lines, events: [each] }, message(one)).map(({ messageId }) => messageId)).toEqual([
      `shop.orders/3/41/${timestamp}/order-completed/1`,
      `shop.orders/3/41/${timestamp}/order-completed/2`,
    ]);
  });

  it.each<[string, unknown]>([
    ['a byte order mark before it', `\u{feff}${JSON.stringify(order)}`],
    ['the id of a schema before it', new Uint8Array([0, 0, 0, 0, 7, ...bytes(order)])],
    ['a change of a database around it', { payload: { after: order }, schema: {} }],
  ])('is read with %s', (_what, value) => {
    const at = (name: string) => ({ type: 'text', from: [name, `payload/after/${name}`] });
    const columns = {
      kind: at('kind'),
      'customer/id': at('customer/id'),
      at: at('at'),
      total: at('total'),
      id: at('id'),
    };
    expect(eventsOf({ ...orders, columns }, message(value))[0].userId).toBe('c-7');
  });

  it.each<[string, unknown, string]>([
    ['a tombstone', null, 'tombstone'],
    ['of another kind, without what an order must have', { kind: 'heartbeat' }, 'no rule'],
    ['of no kind at all', {}, 'no rule'],
  ])('is left out: %s', (_what, value, because) => {
    expect(judged(orders, message(value))).toEqual({ kind: 'left-out', because });
  });

  it.each<[string, unknown, string, string]>([
    ['bytes that are no text', new Uint8Array([0x7b, 0xff, 0x7d]), 'NOT_UTF8', 'valid UTF-8'],
    ['nothing', new Uint8Array(), 'NOT_JSON', 'not JSON'],
    ['half of it', '{"kind":', 'NOT_JSON', 'not JSON'],
    ['Avro', new Uint8Array([0, 0, 0, 0, 7, 2, 6, 65]), 'NOT_JSON', 'Avro'],
    ['a number', '42', 'NOT_AN_OBJECT', 'object'],
    ['a list', '[{}]', 'NOT_AN_OBJECT', 'object'],
    ['a key twice', '{"kind":"order","kind":"refund"}', 'DUPLICATE_KEY', 'twice'],
    ['a nest', `{"a":${'['.repeat(200)}${']'.repeat(200)}}`, 'TOO_DEEP', '100 levels'],
    ['a total that is none', { ...order, total: 'much' }, 'INVALID_ROW', 'total is not a number: "much"'],
    ['no total', { ...order, total: undefined }, 'INVALID_ROW', 'total is empty'],
    ['a total beyond numbers', JSON.stringify(order).replace('12.5', '1e999'), 'INVALID_ROW', 'total is a number'],
    ['an id that has lost digits', { ...order, id: 2 ** 60 }, 'INVALID_ROW', 'lost digits'],
    ['nobody', { ...order, customer: {} }, 'MISSING_IDENTITY', 'Neither userId nor anonymousId'],
    ['somebody called guest', { ...order, customer: { id: 'guest' } }, 'PLACEHOLDER_IDENTITY', 'No id names a person'],
    ['too much', { ...order, id: 'x'.repeat(300_000) }, 'EVENT_TOO_LARGE', '262144'],
    ['more than can be kept', { ...order, note: 'x'.repeat(2_500_000) }, 'MESSAGE_TOO_LARGE', 'bytes'],
  ])('is rejected: %s', (_what, value, code, detail) => {
    const found = judged(orders, message(value));
    expect(found).toMatchObject({ kind: 'rejected', reason: { code, detail: expect.stringContaining(detail) } });
    expect(found.kind === 'rejected' && found.reason.fix).toMatch(/\S/);
  });

  it('is rejected for a key that is no text only where the mapping reads the key', () => {
    const key = new Uint8Array([0xff]);
    expect(judged(orders, message(order, { key })).kind).toBe('taken');
    const [rule] = orders.events;
    const byKey = { ...orders, events: [{ ...rule, userId: '{who}' }] };
    const aliased = { ...byKey, columns: { ...orders.columns, who: { type: 'text', from: '$key' } } };
    expect(judged(aliased, message(order, { key }))).toMatchObject({ reason: { code: 'NOT_UTF8' } });
    expect(judged(aliased, message(order, { key: null }))).toMatchObject({ reason: { code: 'MISSING_IDENTITY' } });
  });

  it('is rejected as a whole where one of its events is, so that a replay sends nothing twice', () => {
    const [rule] = orders.events;
    const each = { ...rule, when: undefined, per: 'row', timestamp: '{$timestamp}', userId: '{lines/who}' };
    const mapping = { format: { rows: 'lines' }, events: [{ ...each, properties: {} }] };
    expect(judged(mapping, message({ lines: [{ who: 'ann' }, {}] }))).toMatchObject({
      reason: { code: 'MISSING_IDENTITY', detail: expect.stringMatching(/^Event 2 of 2: /) },
    });
    const many = { lines: Array.from({ length: 2_501 }, () => ({ who: 'ann' })) };
    expect(judged(mapping, message(many))).toMatchObject({ reason: { code: 'TOO_MANY_ROWS' } });
  });

  it.each([-1, Number.MAX_SAFE_INTEGER])('has no time where its producer has given none that exists: %d', (none) => {
    const mapping = {
      columns: { $timestamp: { type: 'time', required: true } },
      events: [{ type: 'page', userId: '{$key}', timestamp: '{$timestamp}' }],
    };
    expect(judged(mapping, message({}, { timestamp: none }))).toMatchObject({ reason: { code: 'INVALID_ROW' } });
  });

  it('never throws, whatever the bytes; and no two messages of one topic share an event', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (value) => {
        expect(['rejected', 'left-out']).toContain(judged(orders, message(value)).kind);
      }),
    );
    const place = fc.record({ partition: fc.nat(12), offset: fc.nat(1_200) });
    fc.assert(
      fc.property(place, place, (a, b) => {
        const [one, two] = [a, b].map((at) => eventIdOf('shop', eventsOf(orders, message(order, at))[0].messageId));
        expect(one === two).toBe(a.partition === b.partition && a.offset === b.offset);
      }),
    );
  });
});

describe('a mapping for a topic', () => {
  const errorsOf = (json: unknown) => {
    const parsed = parseBridgeMapping(json);
    return parsed.ok ? [] : parsed.errors.map(({ at }) => at);
  };
  it.each<[string, unknown, readonly string[]]>([
    ['what is right', orders, []],
    ['rows of a list', { ...orders, format: { type: 'json', rows: 'lines' } }, []],
    ['a group, which has no last row', { ...orders, groupBy: ['id'] }, ['/groupBy']],
    ['an empty group', { ...orders, groupBy: [] }, ['/groupBy']],
    [
      'what only files have',
      { ...orders, format: { encoding: 'latin1', records: '/a' } },
      ['/format/encoding', '/format/records'],
    ],
    ['another format', { ...orders, format: { type: 'csv' } }, ['/format/type']],
    [
      'everything that is wrong at once',
      { groupBy: 'id', events: [{ type: 'page' }] },
      ['/events/0/timestamp', '/events/0', '/groupBy'],
    ],
    ['no mapping', 'mapping', ['/']],
    [
      'two rules that would name their events alike',
      { events: [orders.events[0], orders.events[0]] },
      ['/events/1/messageId'],
    ],
  ])('is told what is wrong with it: %s', (_what, json, wanted) => {
    expect(errorsOf(json)).toEqual(wanted);
  });
});
