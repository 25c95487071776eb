/** The edge against bare Fastify that parses the same body and answers the same: what our door costs over the bare minimum. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { standaloneRiver } from '@tributary/launcher';
import fastify from 'fastify';
import { Pool } from 'undici';
import { ratio, round, throughput } from './measure.ts';

const requests = 12_000;
const inFlight = 64;

const body = JSON.stringify({
  userId: 'ann',
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
});

export interface EdgeFigures {
  readonly bareFastifyPerSecond: number;
  readonly edgePerSecond: number;
  readonly ratio: number;
}

export async function benchEdge(): Promise<EdgeFigures> {
  const dataDir = await mkdtemp(join(tmpdir(), 'tributary-bench-'));
  const bare = fastify();
  bare.post('/v1/track', (_request, reply) => reply.send({ success: true }));
  const bareUrl = await bare.listen({ port: 0, host: '127.0.0.1' });
  // Pauses downstream work would flatter the edge: the services consume meanwhile, as they do in life.
  const river = await standaloneRiver(dataDir);
  try {
    const bareFastifyPerSecond = await load(bareUrl, 'none');
    const edgePerSecond = await load(river.url('ingestion'), river.writeKey);
    return {
      bareFastifyPerSecond: round(bareFastifyPerSecond),
      edgePerSecond: round(edgePerSecond),
      ratio: ratio(edgePerSecond, bareFastifyPerSecond),
    };
  } finally {
    await river.stop();
    await bare.close();
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function load(url: string, writeKey: string): Promise<number> {
  const pool = new Pool(url, { connections: inFlight });
  const authorization = `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}`;
  const headers = { 'content-type': 'application/json', authorization };
  const request = async () => {
    const answer = await pool.request({ path: '/v1/track', method: 'POST', headers, body });
    await answer.body.dump();
    if (answer.statusCode !== 200) throw new Error(`The edge answered ${answer.statusCode}.`);
  };
  await throughput(1_000, inFlight, request); // warm-up
  const perSecond = await throughput(requests, inFlight, request);
  await pool.close();
  return perSecond;
}
