/** The edge against bare Fastify that parses the same bodies and answers the same: what our door costs over the bare minimum. */
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openEmbeddedBus } from '@tributary/bus-embedded';
import { settled } from '@tributary/runtime';
import { Pool } from 'undici';
import { openLoop, percentiles, ratio, round, throughput, type Percentiles } from './measure.ts';
import { keys, startWorker } from './workers/start-worker.ts';

const inFlight = 64;
/** Both in turn; each figure is the best of its runs, as whatever disturbs only takes away. */
const runs = 3;
const latencySeconds = 10;
const probeEveryMs = 20;
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

const single: Shape = { path: '/v1/track', body: next, events: 1, requests: 20_000 };
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
  readonly atHalf: AtHalf;
}

/** From sending one event to its acknowledgement, at half of the most that the edge did; milliseconds. */
interface AtHalf extends Percentiles {
  readonly requestsPerSecond: number;
  /** What the disk needs meanwhile to sync four kilobytes, milliseconds: no answer that promises durability can be faster. */
  readonly diskSync: Percentiles;
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
    return { ...figures, atHalf: await latencyAt(figures.single.edgePerSecond / 2, { pool: doors.edge, dataDir }) };
  } finally {
    await Promise.all([doors.bare.close(), doors.edge.close()]);
    await engine.close();
    await Promise.all([bare.stop(), ingestion.stop()]);
    await rm(dataDir, { recursive: true, force: true });
  }
}

interface Target {
  readonly pool: Pool;
  /** On the disk that the edge writes to. */
  readonly dataDir: string;
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

/** Without a stream for each answer: those outlive their requests and cost the generator pauses, which would be taken for the server's. */
function send(pool: Pool, { path, body }: Shape): Promise<void> {
  return new Promise((resolve, reject) => {
    let status = 0;
    pool.dispatch(
      { path, method: 'POST', headers, body: body() },
      {
        onRequestStart: () => undefined,
        onResponseStart: (_controller, code) => {
          status = code;
        },
        onResponseData: () => undefined,
        onResponseEnd: () => {
          if (status === 200) resolve();
          else reject(new Error(`${path} answered ${status}.`));
        },
        onResponseError: (_controller, error) => {
          reject(error);
        },
      },
    );
  });
}

/** Events a second. */
const load = async (pool: Pool, shape: Shape): Promise<number> =>
  shape.events * (await throughput(shape.requests, inFlight, () => send(pool, shape)));

async function latencyAt(requestsPerSecond: number, { pool, dataDir }: Target): Promise<AtHalf> {
  await timesAt(requestsPerSecond, pool); // warm-up
  const done = new AbortController();
  const syncing = syncTimes(join(dataDir, 'probe'), done.signal);
  const times = await timesAt(requestsPerSecond, pool);
  done.abort();
  return {
    ...percentiles(times),
    requestsPerSecond: round(requestsPerSecond),
    diskSync: percentiles(await syncing),
  };
}

/** Milliseconds of each sync, until `done`. */
async function syncTimes(path: string, done: AbortSignal): Promise<readonly number[]> {
  const file = await open(path, 'a');
  const page = new Uint8Array(4_096);
  const times: number[] = [];
  while (!done.aborted) {
    await sleep(probeEveryMs);
    const started = performance.now();
    await file.write(page);
    await file.datasync();
    times.push(performance.now() - started);
  }
  await file.close();
  return times;
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
