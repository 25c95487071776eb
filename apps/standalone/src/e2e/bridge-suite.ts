/** A topic of somebody else, read through a mapping by processes that are killed: every message once, whatever it is. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createClient } from '@tributary/api-client';
import { type ForeignMessage, type ForeignTopicWriter } from '@tributary/testing';
import { until } from './rebuild-driver.ts';

type Answer = any; // eslint-disable-line @typescript-eslint/no-explicit-any -- answers of the system under test

/** A product that reads the topic, and a way of killing a process that does. */
export interface Bridged {
  readonly writer: ForeignTopicWriter;
  /** Of ingestion. */
  url(): string;
  secretKey(): string;
  /** Kills a process of ingestion in the middle of its work; resolves when there is another. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

export const partitions = 4;
const messages = 3_000;

type Kind = 'order' | 'comma' | 'broken' | 'heartbeat' | 'tombstone';

/** What a topic of somebody else holds: mostly what one wants, some of it written otherwise, some of it broken, some of it not for us. */
const kindOf = (n: number): Kind => {
  if (n % 11 === 0) return 'comma';
  if (n % 13 === 0) return 'broken';
  if (n % 17 === 0) return 'tombstone';
  return n % 5 === 0 ? 'heartbeat' : 'order';
};

function valueOf(n: number): string | null {
  const order = {
    kind: 'order',
    id: `o${n}`,
    customer: { id: `c${n % 97}` },
    total: n + 0.5,
    placed: '2026-03-01T10:00:00Z',
  };
  switch (kindOf(n)) {
    case 'order':
      return JSON.stringify(order);
    case 'comma':
      return JSON.stringify({ ...order, total: `${n},5` });
    case 'broken':
      return JSON.stringify(order).slice(0, 20);
    case 'heartbeat':
      return JSON.stringify({ kind: 'heartbeat', at: n });
    case 'tombstone':
      return null;
  }
}

const message = (n: number): ForeignMessage => ({
  partition: n % partitions,
  key: `c${n % 97}`,
  value: valueOf(n),
  headers: { shop: `s${n % 3}` },
});

const mappingWith = (total: object) => ({
  columns: { total: { type: 'number', required: true, ...total }, placed: { type: 'time', required: true } },
  events: [
    {
      type: 'track',
      when: { column: 'kind', equals: 'order' },
      event: 'Order Completed',
      timestamp: '{placed}',
      userId: '{customer/id}',
      properties: { order_id: '{id}', revenue: '{total}', shop: '{$header/shop}', customer: '{$key}' },
    },
  ],
});

const all = Array.from({ length: messages }, (_, n) => n);
const idsOf = (...kinds: readonly Kind[]) =>
  all
    .filter((n) => kinds.includes(kindOf(n)))
    .map((n) => `o${n}`)
    .toSorted();

export function bridgeSuite(name: string, start: () => Promise<Bridged>): void {
  describe(`a bridged topic, ${name}`, () => {
    let world: Bridged;
    beforeAll(async () => {
      world = await start();
      await client().post('/v1/sources', { id: 'shop', name: 'The old shop' });
    }, 300_000);
    afterAll(() => world.stop(), 120_000);

    const client = () => createClient({ url: world.url(), secretKey: world.secretKey() });
    const bridge = async (): Promise<Answer> => (await client().get('/v1/bridges/orders')) as Answer;
    const put = (mapping: object) =>
      client().put('/v1/bridges/orders', { topic: world.writer.topic, source: 'shop', mapping });
    const archived = async (): Promise<Answer[]> => {
      const found: Answer[] = [];
      for (let after: string | null = ''; after !== null;) {
        const query = after === '' ? '' : `&after=${encodeURIComponent(after)}`;
        const page: Answer = await client().get(`/v1/archive/export?limit=2000${query}`);
        found.push(...page.items);
        after = page.next;
      }
      return found.filter(({ source }) => source === 'shop');
    };
    const total = async (): Promise<number> => Number(((await client().get('/v1/archive/count')) as Answer).total);
    const write = async (numbers: readonly number[]) => {
      for (let at = 0; at < numbers.length; at += 100)
        await world.writer.write(numbers.slice(at, at + 100).map(message));
    };

    it('becomes one event for each message that is one, although processes die over it', async () => {
      await write(all.slice(0, 1_000));
      await put(mappingWith({}));
      await until('some are stored', async () => ((await total()) > 100 ? true : undefined));
      const writing = write(all.slice(1_000));
      await world.kill();
      await writing;
      await world.kill();
      await until('all are read', async () => ((await bridge()).topics[0].lag === 0 ? true : undefined));
      const wanted = idsOf('order');
      await until('all are stored', async () => ((await total()) >= wanted.length ? true : undefined));
      const events = await archived();
      expect(events.map(({ properties }) => properties.order_id).toSorted()).toEqual(wanted);
      for (const { identifiers, properties } of events) {
        expect(identifiers).toContainEqual({ type: 'user_id', value: properties.customer });
        expect(properties.shop).toBe(`s${Number(String(properties.order_id).slice(1)) % 3}`);
      }
    }, 400_000);

    it('says exactly what became of every message', async () => {
      const count = (...kinds: readonly Kind[]) => idsOf(...kinds).length;
      const { topics } = await until('it runs', async () => {
        const now = await bridge();
        return now.state === 'running' ? now : undefined;
      });
      expect(topics).toEqual([
        expect.objectContaining({
          ...{ topic: world.writer.topic, lag: 0, taken: count('order'), events: count('order') },
          ...{ rejected: count('comma', 'broken'), leftOut: count('heartbeat', 'tombstone') },
        }),
      ]);
      const { counts, items } = await until('all rejections are kept', async () => {
        const now: Answer = await client().get('/v1/rejections?code=NOT_JSON');
        const open = now.counts.reduce((sum: number, one: Answer) => sum + Number(one.open), 0);
        return open >= count('comma', 'broken') ? now : undefined;
      });
      expect(counts).toEqual([
        { code: 'INVALID_ROW', open: count('comma'), replayed: 0 },
        { code: 'NOT_JSON', open: count('broken'), replayed: 0 },
      ]);
      expect(items[0]).toMatchObject({ door: 'bridge', bridged: { bridge: 'orders', topic: world.writer.topic } });
    }, 200_000);

    it('takes what its mapping could not read once that is corrected and it is replayed, and nothing twice', async () => {
      await put(mappingWith({ decimal: ',' }));
      const replay = (): Promise<Answer> => client().post('/v1/rejections/replay', { code: 'INVALID_ROW' });
      expect(await replay()).toEqual({ replayed: idsOf('comma').length, leftOut: 0, stillRejected: [] });
      expect(await replay()).toEqual({ replayed: 0, leftOut: 0, stillRejected: [] });
      const wanted = idsOf('order', 'comma');
      await until('all are stored', async () => ((await total()) >= wanted.length ? true : undefined));
      const events = await archived();
      expect(events.map(({ properties }) => properties.order_id).toSorted()).toEqual(wanted);
      expect(events.find(({ properties }) => properties.order_id === 'o22').properties.revenue).toBe(22.5);
    }, 200_000);
  });
}
