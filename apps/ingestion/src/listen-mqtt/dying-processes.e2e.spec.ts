/** MQTT where processes die, the log is away and the broker is late: what was published is in the archive, once. */
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type BusEngine } from '@tributary/bus';
import { topics } from '@tributary/contracts';
import { type Engines, openEngines, readSettings } from '@tributary/runtime';
import { createLogger } from '@tributary/telemetry';
import { startService, type TestService } from '@tributary/testing';
import { ingestionService } from '../index.ts';
import { MqttBroker } from '../testing/mqtt-broker.ts';

let dataDir: string;
let engines: Engines;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'tributary-mqtt-'));
  const log = createLogger({ service: 'test', level: 'silent' });
  engines = await openEngines(readSettings({ TRIBUTARY_DATA_DIR: dataDir, TRIBUTARY_PARTITIONS: '4' }), log);
});
afterAll(async () => {
  await engines.close();
  await rm(dataDir, { recursive: true, force: true });
});

/** The engine itself, but for how it appends. */
const appending = (append: BusEngine['append']): Engines => ({
  ...engines,
  bus: new Proxy(engines.bus, {
    get: (target, name) => {
      if (name === 'append') return append;
      const member: unknown = Reflect.get(target, name);
      return typeof member === 'function' ? member.bind(target) : member;
    },
  }),
});

const eventually = async <T>(look: () => Promise<T> | T, holds: (found: T) => boolean): Promise<T> => {
  for (let tries = 0; ; tries += 1) {
    const found = await look();
    if (holds(found) || tries === 200) return found;
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
};
const track = (messageId: string) => ({ type: 'track', event: 'Product Viewed', userId: 'ann', messageId });
const envOf = (url: string, namespace: string) => ({
  ...{ INGESTION_MQTT_URL: url, INGESTION_MQTT_PROTOCOL: '3.1.1', TRIBUTARY_NAMESPACE: namespace },
});
const subscribe = async (service: TestService) => {
  const put = await service.call('PUT', '/v1/mqtt/subscriptions/events', {
    filter: 'e',
    source: 'default',
    carries: 'events',
  });
  expect(put.status).toBe(200);
};
const archived = async (service: TestService) => {
  await service.settle();
  return (await service.collect(topics.eventCollected)).map(({ value }) => value?.messageId);
};

it('a process that dies between the log and the acknowledgement leaves its message to the next one, which is no second event', async () => {
  const broker = await MqttBroker.start();
  const env = envOf(broker.url, 'mqtt-dying');
  let dies = false;
  const dying = appending(async (records) => {
    await engines.bus.append(records);
    if (dies && records.some(({ topic }) => topic.endsWith(topics.eventReceived.name)))
      throw new Error('The process dies.');
  });
  let service = await startService(ingestionService, { engines: dying, env });
  await subscribe(service);
  await eventually(
    () => broker.subscribed,
    (all) => all.includes('e'),
  );
  dies = true;
  await broker.publish('e', track('survivor'));
  await eventually(
    async () => (await service.collect(topics.eventReceived)).length,
    (count) => count > 0,
  );
  await service.stop();
  expect(broker.acknowledged).toEqual([]);

  service = await startService(ingestionService, { engines, env });
  await eventually(
    () => broker.acknowledged,
    ({ length }) => length > 0,
  );
  expect(new Set(await archived(service))).toEqual(new Set(['survivor']));
  expect((await service.collect(topics.eventReceived)).length).toBeGreaterThan(1);
  expect((await service.call('GET', '/v1/archive/count')).body.total).toBe(1);
  await service.stop();
  await broker.stop();
}, 120_000);

it('nothing is acknowledged while the log is away, and everything arrives when it is back', async () => {
  const broker = await MqttBroker.start();
  let away = false;
  const moody = appending((records) =>
    away ? Promise.reject(new Error('The log is away.')) : engines.bus.append(records),
  );
  const service = await startService(ingestionService, { engines: moody, env: envOf(broker.url, 'mqtt-away') });
  await subscribe(service);
  await eventually(
    () => broker.subscribed,
    (all) => all.includes('e'),
  );
  away = true;
  const ids = Array.from({ length: 30 }, (_, n) => `a-${n}`);
  for (const id of ids) await broker.publish('e', track(id));
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  expect(broker.acknowledged).toEqual([]);
  away = false;
  const found = await eventually(
    () => archived(service),
    ({ length }) => length === ids.length,
  );
  expect(found.sort()).toEqual([...ids].sort());
  await eventually(
    () => broker.acknowledged.length,
    (count) => count === ids.length,
  );
  expect(broker.acknowledged.length).toBe(ids.length);
  await service.stop();
  await broker.stop();
}, 120_000);

it('a broker that is not there keeps no service from starting, and is found when it comes', async () => {
  const port = await new Promise<number>((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => {
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
  });
  const service = await startService(ingestionService, {
    engines,
    env: envOf(`mqtt://127.0.0.1:${port}`, 'mqtt-late'),
  });
  expect((await fetch(`${service.url}/readyz`)).status).toBe(200);
  await subscribe(service);
  const broker = await MqttBroker.start(port);
  await eventually(
    () => broker.subscribed,
    (all) => all.includes('e'),
  );
  await broker.publish('e', track('late'));
  expect(
    await eventually(
      () => archived(service),
      ({ length }) => length > 0,
    ),
  ).toEqual(['late']);
  await service.stop();
  await broker.stop();
}, 120_000);

it('of two processes one listens, and the other goes on when it stops', async () => {
  const broker = await MqttBroker.start();
  const env = envOf(broker.url, 'mqtt-two');
  const one = await startService(ingestionService, { engines, env });
  await subscribe(one);
  const two = await startService(ingestionService, { engines, env });
  await eventually(
    () => broker.subscribed,
    (all) => all.includes('e'),
  );
  await new Promise((resolve) => setTimeout(resolve, 5_000));
  expect(broker.connections).toBe(1);
  await broker.publish('e', track('t-1'));
  await eventually(
    () => archived(one),
    ({ length }) => length === 1,
  );
  await one.stop();
  await broker.publish('e', track('t-2'));
  const found = await eventually(
    () => archived(two),
    ({ length }) => length === 2,
  );
  expect(found.sort()).toEqual(['t-1', 't-2']);
  await two.stop();
  await broker.stop();
}, 120_000);
