/** The edge against bare Fastify that parses the same bodies and answers the same: what our door costs over the bare minimum. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedBus } from '@tributary/bus-embedded';
import { settled } from '@tributary/runtime';
import { Pool } from 'undici';
import { openLoop, percentiles, ratio, round, throughput, type Percentiles } from './measure.ts';
import { keys, startWorker } from './workers/start-worker.ts';

const inFlight = 64;
/** Both in turn; each figure is the best of its runs, as whatever disturbs only takes away. */
const runs = 3;
const latencySeconds = 10;
const settleWithinMs = 300_000;

interface Shape {
  readonly path: string;
  /** As clients send them: every event has an id of its own, and the people take turns. */
  readonly body: () => string;
  readonly events: number;
  /** In a run. */
  readonly requests: number;
}

const people = 2_000;
let sent = 0;

const view = JSON.stringify({
  type: 'track',
  event: 'Product Viewed',
  timestamp: '2026-03-01T10:00:00.000Z',
  properties: {
    product_id: '22423',
    name: 'Regency cakestand',
    price: 12.75,
    category: 'kitchen',
    url: '/products/22423',
  },
  context: { userAgent: 'bench/1.0', locale: 'en-GB', page: { path: '/products/22423', title: 'Regency cakestand' } },
}).slice(1);

function next(): string {
  sent += 1;
  return `{"userId":"user-${sent % people}","messageId":"bench-${sent}",${view}`;
}

const single: Shape = { path: '/v1/track', body: next, events: 1, requests: 6_000 };
const hundred: Shape = {
  path: '/v1/batch',
  body: () => `{"batch":[${Array.from({ length: 100 }, next).join(',')}]}`,
  events: 100,
  requests: 80,
};

interface Compared {
  readonly bareFastifyPerSecond: number;
  readonly edgePerSecond: number;
  readonly ratio: number;
}

export interface EdgeFigures {
  /** While another process has the pipeline. */
  readonly doorAlone: Doorway;
  readonly doorAndPipeline: Doorway;
}

interface Doorway {
  /** Requests with one event, a second. */
  readonly single: Compared;
  /** Events a second, a hundred in a request. */
  readonly batchesOf100: Compared;
  /** From sending one event to its acknowledgement, at half of the most that the edge did; milliseconds. */
  readonly atHalf: Percentiles & { readonly requestsPerSecond: number };
}

export async function benchEdge(): Promise<EdgeFigures> {
  return { doorAlone: await doorwayOf('door'), doorAndPipeline: await doorwayOf('ingestion') };
}

async function doorwayOf(worker: 'door' | 'ingestion'): Promise<Doorway> {
  const dataDir = await mkdtemp(join(tmpdir(), 'tributary-bench-'));
  const bare = await startWorker('bare');
  const ingestion = await startWorker(worker, { dataDir, partitions: 4 });
  const engine = openEmbeddedBus({ file: join(dataDir, 'bus.sqlite') });
  const services = worker === 'door' ? [] : [worker];
  const calm = (): Promise<void> => settled({ engine, namespace: '', services }, settleWithinMs);
  const doors = { bare: poolOf(bare.url), edge: poolOf(ingestion.url), calm };
  try {
    const figures = { single: await compare(single, doors), batchesOf100: await compare(hundred, doors) };
    return { ...figures, atHalf: await latencyAt(figures.single.edgePerSecond / 2, doors.edge) };
  } finally {
    await Promise.all([doors.bare.close(), doors.edge.close()]);
    await engine.close();
    await Promise.all([bare.stop(), ingestion.stop()]);
    await rm(dataDir, { recursive: true, force: true });
  }
}

interface Doors {
  readonly bare: Pool;
  readonly edge: Pool;
  /** What the edge has taken in is worked off: it must not weigh on the other. */
  readonly calm: () => Promise<void>;
}

async function compare(shape: Shape, { bare, edge, calm }: Doors): Promise<Compared> {
  const rates = { bare: [0], edge: [0] };
  for (let run = 0; run <= runs; run += 1) {
    const measured = { bare: await load(bare, shape), edge: await load(edge, shape) };
    await calm();
    if (run === 0) continue; // warm-up
    rates.bare.push(measured.bare);
    rates.edge.push(measured.edge);
  }
  const [bareBest, edgeBest] = [Math.max(...rates.bare), Math.max(...rates.edge)];
  return {
    bareFastifyPerSecond: round(bareBest),
    edgePerSecond: round(edgeBest),
    ratio: ratio(edgeBest, bareBest),
  };
}

const poolOf = (url: string): Pool => new Pool(url, { connections: inFlight });

const headers = {
  'content-type': 'application/json',
  authorization: `Basic ${Buffer.from(`${keys.writeKey}:`).toString('base64')}`,
};

async function send(pool: Pool, { path, body }: Shape): Promise<void> {
  const answer = await pool.request({ path, method: 'POST', headers, body: body() });
  await answer.body.dump();
  if (answer.statusCode !== 200) throw new Error(`${path} answered ${answer.statusCode}.`);
}

/** Events a second. */
const load = async (pool: Pool, shape: Shape): Promise<number> =>
  shape.events * (await throughput(shape.requests, inFlight, () => send(pool, shape)));

async function latencyAt(requestsPerSecond: number, pool: Pool): Promise<Doorway['atHalf']> {
  await timesAt(requestsPerSecond, pool); // warm-up
  return { ...percentiles(await timesAt(requestsPerSecond, pool)), requestsPerSecond: round(requestsPerSecond) };
}

/** Milliseconds of each request. */
async function timesAt(requestsPerSecond: number, pool: Pool): Promise<readonly number[]> {
  const times: number[] = [];
  await openLoop({
    perSecond: requestsPerSecond,
    seconds: latencySeconds,
    requestsPerSecond,
    send: async () => {
      const started = performance.now();
      await send(pool, single);
      times.push(performance.now() - started);
    },
  });
  return times;
}
