/** When the log does not take what comes: who is told to come again, and that coming again is safe. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type BusEngine, createPublisher } from '@tributary/bus';
import { topics } from '@tributary/contracts';
import { type Engines, openEngines, readSettings, type ServiceDefinition } from '@tributary/runtime';
import { createLogger } from '@tributary/telemetry';
import { startService, type TestService } from '@tributary/testing';
import { ingestionService } from './index.ts';

let dataDir: string;
let engines: Engines;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'tributary-bus-away-'));
  const log = createLogger({ service: 'test', level: 'silent' });
  engines = await openEngines(readSettings({ TRIBUTARY_DATA_DIR: dataDir }), log);
});
afterAll(async () => {
  await engines.close();
  await rm(dataDir, { recursive: true, force: true });
});

/** The engine itself, but for how it appends. */
const appending = (engine: BusEngine, append: BusEngine['append']): BusEngine =>
  new Proxy(engine, {
    get: (target, name) => {
      if (name === 'append') return append;
      const member: unknown = Reflect.get(target, name);
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });

const post = async (service: TestService, ...events: readonly object[]) => {
  const answer = await fetch(`${service.url}/v1/batch`, {
    method: 'POST',
    headers: { authorization: 'Bearer test-write-key' },
    body: JSON.stringify({ batch: events }),
  });
  const { code, accepted } = (await answer.json()) as { code?: string; accepted?: number };
  return { status: answer.status, code, accepted, retryAfter: answer.headers.get('retry-after') };
};
const page = (messageId: string, name = '') => ({ type: 'page', userId: 'ann', messageId, name });
const taken = (accepted: number) => ({ status: 200, accepted });

describe('a log that does not answer', () => {
  let service: TestService;
  let appends = (): void => undefined;
  let gate: Promise<unknown> = Promise.resolve();
  let open = (): void => undefined;

  /** From now on the log hangs; resolves when the first append hangs in it. */
  const hang = (): Promise<void> => {
    gate = new Promise<void>((resolve) => (open = resolve));
    return new Promise((resolve) => (appends = resolve));
  };
  beforeAll(async () => {
    const hanging = appending(engines.bus, async (records) => {
      appends();
      await gate;
      await engines.bus.append(records);
    });
    const limits = { queuedMessages: 2, deadlineMs: 1_000 };
    const definition: ServiceDefinition = {
      ...ingestionService,
      module: (deps) => {
        const publisher = createPublisher({ engine: hanging, source: 'ingestion', clock: deps.clock, limits });
        return ingestionService.module({ ...deps, publisher });
      },
    };
    service = await startService(definition, { engines, env: { INGESTION_MAX_IN_FLIGHT_BYTES: '3000' } });
  });
  afterEach(() => {
    open();
  });
  afterAll(() => service.stop());

  it('429: more bytes are in flight than the process takes', async () => {
    const hangs = hang();
    const first = post(service, page('large-1', 'x'.repeat(500)));
    await hangs;
    expect(await post(service, page('large-2', 'x'.repeat(2_900)))).toMatchObject({
      ...{ status: 429, code: 'OVERLOADED', retryAfter: '1' },
    });
    open();
    expect(await first).toMatchObject(taken(1));
  });

  it('429: bytes are counted as what they inflate to', async () => {
    const hangs = hang();
    const first = post(service, page('small-1'));
    await hangs;
    const packed = gzipSync(JSON.stringify([page('packed', 'x'.repeat(400)), page('packed-2', ' '.repeat(4_000))]));
    expect(packed.length).toBeLessThan(300);
    const answer = await fetch(`${service.url}/v1/batch`, {
      method: 'POST',
      headers: { authorization: 'Bearer test-write-key' },
      body: packed,
    });
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '1']);
    open();
    expect(await first).toMatchObject(taken(1));
  });

  it('429: more events wait for the log than may', async () => {
    const hangs = hang();
    const first = post(service, page('many-1'), page('many-2'));
    await hangs;
    expect(await post(service, page('many-3'))).toMatchObject({ status: 429, code: 'OVERLOADED', retryAfter: '1' });
    open();
    expect(await first).toMatchObject(taken(2));
    expect(await post(service, page('many-3'))).toMatchObject(taken(1));
  });

  it('503: the log does not answer in time; what it wrote all the same is recognised when it comes again', async () => {
    const hangs = hang();
    const late = post(service, page('late'));
    await hangs;
    expect(await late).toMatchObject({ status: 503, code: 'NOT_DURABLE', retryAfter: '5' });
    open();
    expect(await post(service, page('late'))).toMatchObject(taken(1));
    await service.settle();
    const onLog = await service.collect(topics.eventReceived);
    expect(onLog.filter(({ value }) => value?.payload['messageId'] === 'late').length).toBe(2);
    const collected = await service.collect(topics.eventCollected);
    expect(collected.filter(({ value }) => value?.messageId === 'late').length).toBe(1);
  });
});

describe('a process that dies between the archive and the log', () => {
  it('is followed by one that publishes what was archived, once', async () => {
    const dying = appending(engines.bus, (records) =>
      records.some(({ topic }) => topic.endsWith(topics.eventCollected.name))
        ? Promise.reject(new Error('The process is about to die.'))
        : engines.bus.append(records),
    );
    const start = (bus: BusEngine) =>
      startService(ingestionService, { engines: { ...engines, bus }, env: { TRIBUTARY_NAMESPACE: 'dying' } });
    const archived = async () => (await service.call('GET', '/v1/archive/count')).body.total;
    const published = async () => (await service.collect(topics.eventCollected)).map(({ value }) => value?.messageId);

    let service = await start(dying);
    expect(await post(service, page('survivor'))).toMatchObject(taken(1));
    while ((await archived()) === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    await service.stop();
    expect(await published()).toEqual([]);

    service = await start(engines.bus);
    expect(await post(service, page('survivor'))).toMatchObject(taken(1)); // the client has not heard that it was taken
    await service.settle();
    expect([await published(), await archived()]).toEqual([['survivor'], 1]);
    await service.stop();
  });
});
