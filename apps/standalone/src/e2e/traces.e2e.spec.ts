import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo } from 'node:net';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createClient } from '@tributary/api-client';
import { standaloneRiver, type River } from '@tributary/launcher';

interface SeenSpan {
  readonly service: string;
  readonly name: string;
  readonly trace: string;
  readonly id: string;
  readonly parent: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** A collector, as far as it is needed: it takes OTLP over HTTP in JSON, and may refuse. */
async function startCollector() {
  const spans: SeenSpan[] = [];
  const state = { refuses: false };
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      response.statusCode = state.refuses ? 400 : 200;
      if (!state.refuses && request.url === '/v1/traces') spans.push(...spansIn(JSON.parse(body)));
      response.setHeader('content-type', 'application/json').end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    state,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

/* eslint-disable @typescript-eslint/no-explicit-any -- OTLP is looked at as it comes */
const valuesOf = (attributes: any[]): Record<string, unknown> =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));

const spansIn = ({ resourceSpans }: any): SeenSpan[] =>
  resourceSpans.flatMap(({ resource, scopeSpans }: any) =>
    scopeSpans.flatMap(({ spans }: any) =>
      spans.map(({ name, traceId, spanId, parentSpanId = '', attributes }: any) => ({
        service: String(valuesOf(resource.attributes)['service.name']),
        name,
        trace: traceId,
        id: spanId,
        parent: parentSpanId,
        attributes: valuesOf(attributes),
      })),
    ),
  );

/* eslint-enable @typescript-eslint/no-explicit-any */

/** The tree as indented lines, siblings in the order of their text. */
function treeOf(spans: readonly SeenSpan[], parent: string, depth = 0): string[] {
  const children = spans.filter((span) => span.parent === parent);
  const branches = children.map((span) => [
    `${'  '.repeat(depth)}${span.service}: ${span.name}`,
    ...treeOf(spans, span.id, depth + 1),
  ]);
  return branches.sort((a, b) => (a.join() < b.join() ? -1 : 1)).flat();
}

/** Of a first event. Its lane and that of the snapshot run beside each other: ann enters the segment by whichever judges first. */
const treeWhere = (cause: SeenSpan | undefined): string[] => [
  'ingestion: POST /v1/track',
  '  ingestion: process event.received.v1',
  '    analytics: process event.collected.v1',
  '    identity: process event.collected.v1',
  '      analytics: process profile.updated.v1',
  '      decisioning: process event.resolved.v1',
  '      decisioning: process profile.updated.v1',
  ...['process event.resolved.v1', 'process profile.updated.v1'].flatMap((name) => [
    `      segmentation: ${name}`,
    ...(name === cause?.name
      ? [
          '        identity: process segment.membership-changed.v1',
          '          analytics: process profile.updated.v1',
          '          decisioning: process profile.updated.v1',
          '          segmentation: process profile.updated.v1',
        ]
      : []),
  ]),
];

const callersTrace = '0af7651916cd43dd8448eb211c80319c';
const callersSpan = 'b7ad6b7169203331';
const sampled = `00-${callersTrace}-${callersSpan}-01`;

describe('a trace', () => {
  let collector: Awaited<ReturnType<typeof startCollector>>;
  let dataDir: string;
  let river: River;

  const send = async (type: string, body: object, traceparent?: string) => {
    const { status } = await fetch(`${river.url('ingestion')}/v1/${type}`, {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from(`${river.writeKey}:`).toString('base64')}`,
        ...(traceparent === undefined ? {} : { traceparent }),
      },
      body: JSON.stringify(body),
    });
    expect(status).toBe(200);
  };
  const collected = async (satisfied: (spans: readonly SeenSpan[]) => boolean): Promise<readonly SeenSpan[]> => {
    const deadline = Date.now() + 20_000;
    while (!satisfied(collector.spans) && Date.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return collector.spans;
  };

  beforeAll(async () => {
    collector = await startCollector();
    dataDir = await mkdtemp(join(tmpdir(), 'tributary-traces-'));
    river = await standaloneRiver(dataDir, {
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_BSP_SCHEDULE_DELAY: '100',
      OTEL_TRACES_SAMPLER: 'parentbased_always_off', // so that only what callers ask for is recorded
    });
    const client = createClient({ url: river.url('segmentation'), secretKey: river.secretKey });
    await client.post('/v1/segments', { id: 'viewers', name: 'Viewers', rule: { did: 'Product Viewed' } });
    await client.put('/v1/placements/hero', { size: 1 });
    await client.put('/v1/offers/lamp', { placements: ['hero'], priority: 1 });
  }, 120_000);
  afterAll(async () => {
    await river.stop();
    await collector.close();
    await rm(dataDir, { recursive: true, force: true });
  }, 60_000);

  it('follows an event through every service, also where it waits in a document on its way', async () => {
    await send('track', { userId: 'ann', event: 'Product Viewed', messageId: 'm1' }, sampled);
    const ofTrace = (all: readonly SeenSpan[]) => all.filter(({ trace }) => trace === callersTrace);
    const spans = ofTrace(await collected((all) => ofTrace(all).length >= 13));
    const change = spans.find(({ name }) => name === 'process segment.membership-changed.v1');
    const cause = spans.find(({ id }) => id === change?.parent);
    expect(treeOf(spans, callersSpan)).toEqual(treeWhere(cause));
    const resolve = spans.find(({ service, name }) => service === 'identity' && name.endsWith('collected.v1'));
    expect(resolve?.attributes).toMatchObject({
      'messaging.destination.name': 'event.collected.v1',
      'messaging.consumer.group.name': 'identity',
      'tributary.outcome': 'ok',
    });
  }, 60_000);

  it('shows a decision below the request of its caller', async () => {
    const answer = await fetch(`${river.url('decisioning')}/v1/decisions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${river.secretKey}`, 'content-type': 'application/json', traceparent: sampled },
      body: JSON.stringify({ person: { user_id: 'ann' }, placement: 'hero' }),
    });
    expect(answer.status).toBe(200);
    const isDecision = ({ name }: SeenSpan): boolean => name === 'POST /v1/decisions';
    const decision = (await collected((all) => all.some(isDecision))).find(isDecision);
    expect(decision).toMatchObject({ service: 'decisioning', trace: callersTrace, parent: callersSpan });
  }, 60_000);

  it('is not recorded where the caller did not ask for it, nor where a header is none', async () => {
    const before = collector.spans.length;
    await send('track', { userId: 'bob', event: 'Ignored', messageId: 'm2' }, sampled.replace(/01$/, '00'));
    await send('track', { userId: 'bob', event: 'Ignored', messageId: 'm3' }, 'made up');
    await send('track', { userId: 'bob', event: 'Marker', messageId: 'm4' }, sampled.replace('0af7', 'feed'));
    const spans = await collected((all) =>
      all.some(({ service, trace }) => service === 'analytics' && trace.startsWith('feed')),
    );
    expect(new Set(spans.slice(before).map(({ trace }) => trace.slice(0, 4)))).toEqual(new Set(['feed']));
  }, 60_000);

  it('that nobody takes disturbs nothing', async () => {
    collector.state.refuses = true;
    await send('track', { userId: 'cid', event: 'Product Viewed', messageId: 'm5' }, sampled);
    const client = createClient({ url: river.url('identity'), secretKey: river.secretKey });
    const deadline = Date.now() + 20_000;
    let found: unknown;
    while (found === undefined && Date.now() < deadline) {
      found = await client.get('/v1/profiles/user_id:cid').catch(() => undefined);
    }
    expect(found).toBeDefined();
    collector.state.refuses = false;
  }, 60_000);
});
