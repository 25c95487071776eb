/** A shop as the benchmarks see it: its definitions, its traffic, and a client that sends both to whoever runs the services. */
import { type ServiceName } from '@tributary/contracts';
import { Pool } from 'undici';

export interface ShopClient {
  call(service: ServiceName, method: 'POST' | 'PUT', path: string, body: unknown): Promise<void>;
  /** Resolves when the events are durable. */
  send(events: readonly object[]): Promise<void>;
  close(): Promise<void>;
}

/** Where services answer, and what they ask for. */
interface Reachable {
  readonly writeKey: string;
  readonly secretKey: string;
  url(service: ServiceName): string;
}

export function clientOf(river: Reachable): ShopClient {
  const pools = new Map<string, Pool>();
  const poolOf = (url: string): Pool => {
    const pool = pools.get(url) ?? new Pool(url, { connections: 32 });
    pools.set(url, pool);
    return pool;
  };
  const request = async (service: ServiceName, authorization: string, { method, path, body }: Request) => {
    const headers = { 'content-type': 'application/json', authorization };
    const answer = await poolOf(river.url(service)).request({ method, path, headers, body: JSON.stringify(body) });
    const text = await answer.body.text();
    if (answer.statusCode >= 300) throw new Error(`${path} answered ${answer.statusCode}: ${text}`);
  };
  const write = `Basic ${Buffer.from(`${river.writeKey}:`).toString('base64')}`;
  return {
    call: (service, method, path, body) => request(service, `Bearer ${river.secretKey}`, { method, path, body }),
    send: (batch) => request('ingestion', write, { method: 'POST', path: '/v1/batch', body: { batch } }),
    close: async () => {
      await Promise.all([...pools.values()].map((pool) => pool.close()));
    },
  };
}

interface Request {
  readonly method: 'POST' | 'PUT';
  readonly path: string;
  readonly body: unknown;
}

/** A shop's usual definitions: without them segmentation and decisioning would have nothing to do. */
export async function define(client: ShopClient): Promise<void> {
  const ordered = (count: number, within: string) => ({ did: 'Order Completed', count: { atLeast: count }, within });
  const viewed = { did: 'Product Viewed', count: { atLeast: 5 }, within: '1d' };
  const segments = {
    loyal: ordered(3, '60d'),
    active: ordered(1, '7d'),
    browsing: { all: [viewed, { not: ordered(1, '1d') }] },
  };
  for (const [id, rule] of Object.entries(segments)) {
    await client.call('segmentation', 'POST', '/v1/segments', { id, name: id, rule });
  }
  await client.call('decisioning', 'PUT', '/v1/placements/hero', { size: 1 });
  for (const [priority, segment] of Object.keys(segments).entries()) {
    const offer = { placements: ['hero'], priority, eligibility: { inSegment: segment }, content: {} };
    await client.call('decisioning', 'PUT', `/v1/offers/for-${segment}`, offer);
  }
}

/** Spreads consecutive numbers over the people; every person is met once before one is met again. */
const stride = 7_919;

export const personOf = (index: number, people: number): string => `user-${(index * stride) % people}`;

/** Eight in ten are views, one an order, one an update of the person. */
export function event(index: number, people: number): object {
  const userId = personOf(index, people);
  const messageId = `bench-${index}`;
  // Each time that somebody is met they do the next thing, and live in the next city.
  const turn = index + Math.floor(index / people);
  const kind = turn % 10;
  if (kind === 0) return { type: 'identify', userId, messageId, traits: { city: `city-${turn % 47}` } };
  const product = { product_id: `p-${index % 500}`, name: 'A product', price: 12.5, quantity: 1 };
  if (kind === 1) {
    const properties = { order_id: `o-${index}`, revenue: 12.5, currency: 'GBP', products: [product] };
    return { type: 'track', event: 'Order Completed', userId, messageId, properties };
  }
  return { type: 'track', event: 'Product Viewed', userId, messageId, properties: product };
}
