/** The whole river in one process: how many events a second reach the end, and how long one takes from the door to the profile. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BusEngine } from '@tributary/bus';
import { openEmbeddedBus } from '@tributary/bus-embedded';
import { decode, services, topics } from '@tributary/contracts';
import { standaloneRiver, type River } from '@tributary/launcher';
import { settled } from '@tributary/runtime';
import { Pool } from 'undici';
import { openLoop, percentiles, round, throughput, type Percentiles } from './measure.ts';

const events = 30_000;
const people = 5_000;
const batchSize = 250;
const latencySeconds = 15;
const decisions = 3_000;
const settleWithinMs = 300_000;

export interface RiverFigures {
  /** Until every service has nothing left to do. */
  readonly eventsPerSecond: number;
  /** From sending an event to the profile snapshot that shows it, milliseconds, at half that rate. */
  readonly doorToProfile: Percentiles & { readonly atEventsPerSecond: number; readonly samples: number };
  /** One request at a time over HTTP, milliseconds. */
  readonly decision: Percentiles;
  /** Of the process that runs everything, over the whole run. */
  readonly peakMemoryMb: number;
}

export async function benchRiver(): Promise<RiverFigures> {
  const dataDir = await mkdtemp(join(tmpdir(), 'tributary-bench-'));
  const river = await standaloneRiver(dataDir);
  const engine = openEmbeddedBus({ file: join(dataDir, 'bus.sqlite') });
  const client = clientOf(river);
  try {
    await define(client);
    const eventsPerSecond = await endToEnd(client, engine);
    const doorToProfile = await latency(client, engine, eventsPerSecond / 2);
    const decision = await decisionLatency(client);
    const peakMemoryMb = await peakMemory(river);
    return { eventsPerSecond: round(eventsPerSecond), doorToProfile, decision, peakMemoryMb };
  } finally {
    await client.close();
    await engine.close();
    await river.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

interface Client {
  call(method: 'POST' | 'PUT', path: string, body: unknown): Promise<void>;
  close(): Promise<void>;
}

function clientOf(river: River): Client {
  const pool = new Pool(river.url('ingestion'), { connections: 32 });
  const write = `Basic ${Buffer.from(`${river.writeKey}:`).toString('base64')}`;
  return {
    call: async (method, path, body) => {
      const authorization = path === '/v1/batch' ? write : `Bearer ${river.secretKey}`;
      const headers = { 'content-type': 'application/json', authorization };
      const answer = await pool.request({ method, path, headers, body: JSON.stringify(body) });
      const text = await answer.body.text();
      if (answer.statusCode >= 300) throw new Error(`${path} answered ${answer.statusCode}: ${text}`);
    },
    close: () => pool.close(),
  };
}

/** A shop's usual definitions: without them segmentation and decisioning would have nothing to do. */
async function define(client: Client): Promise<void> {
  const ordered = (count: number, within: string) => ({ did: 'Order Completed', count: { atLeast: count }, within });
  await client.call('POST', '/v1/segments', { id: 'loyal', name: 'Loyal', rule: ordered(3, '60d') });
  await client.call('POST', '/v1/segments', { id: 'active', name: 'Active', rule: ordered(1, '7d') });
  const viewed = { did: 'Product Viewed', count: { atLeast: 5 }, within: '1d' };
  const browsing = { all: [viewed, { not: ordered(1, '1d') }] };
  await client.call('POST', '/v1/segments', { id: 'browsing', name: 'Browsing', rule: browsing });
  await client.call('PUT', '/v1/placements/hero', { size: 1 });
  for (const [index, segment] of ['loyal', 'active', 'browsing'].entries()) {
    const offer = { placements: ['hero'], priority: index, eligibility: { inSegment: segment }, content: {} };
    await client.call('PUT', `/v1/offers/for-${segment}`, offer);
  }
}

/** Eight in ten are views, one an order, one an update of the person. */
function event(index: number): object {
  const userId = `user-${(index * 7_919) % people}`;
  const messageId = `bench-${index}`;
  if (index % 10 === 0) return { type: 'identify', userId, messageId, traits: { city: `city-${index % 50}` } };
  const product = { product_id: `p-${index % 500}`, name: 'A product', price: 12.5, quantity: 1 };
  if (index % 10 === 1) {
    const properties = { order_id: `o-${index}`, revenue: 12.5, currency: 'GBP', products: [product] };
    return { type: 'track', event: 'Order Completed', userId, messageId, properties };
  }
  return { type: 'track', event: 'Product Viewed', userId, messageId, properties: product };
}

async function endToEnd(client: Client, engine: BusEngine): Promise<number> {
  const started = performance.now();
  await throughput(events / batchSize, 4, (request) => {
    const batch = Array.from({ length: batchSize }, (_, index) => event(request * batchSize + index));
    return client.call('POST', '/v1/batch', { batch });
  });
  await settled({ engine, namespace: '', services }, settleWithinMs);
  return (events / (performance.now() - started)) * 1_000;
}

async function latency(client: Client, engine: BusEngine, perSecond: number): Promise<RiverFigures['doorToProfile']> {
  const sentAt = new Map<number, number>();
  const samples: number[] = [];
  const watch = await watchMarkers(engine, (marker) => {
    const sent = sentAt.get(marker);
    if (sent !== undefined) samples.push(performance.now() - sent);
    sentAt.delete(marker);
  });
  const requestsPerSecond = 50;
  await openLoop({
    perSecond,
    seconds: latencySeconds,
    requestsPerSecond,
    send: (from, size) => {
      const batch = Array.from({ length: size }, (_, index) => event(events + from + index));
      const marked = {
        type: 'identify',
        userId: `user-${from % people}`,
        messageId: `mark-${from}`,
        traits: { marker: from },
      };
      sentAt.set(from, performance.now());
      return client.call('POST', '/v1/batch', { batch: [marked, ...batch.slice(1)] });
    },
  });
  await settled({ engine, namespace: '', services }, settleWithinMs);
  await watch.stop();
  return { ...percentiles(samples), atEventsPerSecond: round(perSecond), samples: samples.length };
}

/** Follows the profile topic from another process, as a subscriber would. */
async function watchMarkers(engine: BusEngine, seen: (marker: number) => void): Promise<{ stop(): Promise<void> }> {
  const topic = topics.profileUpdated;
  const next = (await engine.offsets(topic.name)).map(({ latest }) => latest);
  const poll = async (): Promise<void> => {
    for (const [partition, offset] of next.entries()) {
      const records = await engine.read({ topic: topic.name, partition }, offset, 1_000);
      for (const record of records) {
        const decoded = decode(topic, record, { id: '', source: '', time: 0 });
        const marker = decoded.ok ? decoded.value?.traits['marker'] : undefined;
        if (typeof marker === 'number') seen(marker);
      }
      next[partition] = (records.at(-1)?.offset ?? offset - 1) + 1;
    }
  };
  const ending = new AbortController();
  const followed = (async () => {
    while (!ending.signal.aborted) {
      await poll();
      await new Promise((resolve) => setTimeout(resolve, 2)); // finer than any percentile that is reported
    }
    await poll();
  })();
  return {
    stop: () => {
      ending.abort();
      return followed;
    },
  };
}

async function decisionLatency(client: Client): Promise<Percentiles> {
  const samples: number[] = [];
  await throughput(decisions, 1, async (index) => {
    const started = performance.now();
    const person = { user_id: `user-${index % people}` };
    await client.call('POST', '/v1/decisions', { person, placement: 'hero' });
    samples.push(performance.now() - started);
  });
  return percentiles(samples.slice(200)); // the first ones warm the caches
}

async function peakMemory(river: River): Promise<number> {
  const peaks = river.processes.map(async ({ child }) => {
    const status = await readFile(`/proc/${child.pid ?? 0}/status`, 'utf8').catch(() => '');
    return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? Number.NaN) / 1_024;
  });
  return round(Math.max(...(await Promise.all(peaks))));
}
