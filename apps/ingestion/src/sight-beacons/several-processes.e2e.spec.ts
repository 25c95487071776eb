/** Visits where processes work side by side, die, and lose the log: none is lost, none is there twice. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type BusEngine } from '@tributary/bus';
import { topics } from '@tributary/contracts';
import { type Engines, openEngines, readSettings } from '@tributary/runtime';
import { createLogger } from '@tributary/telemetry';
import { startService, testClock, type TestService } from '@tributary/testing';
import { ingestionService } from '../index.ts';

const start = Date.parse('2026-03-01T10:00:00.000Z');
let dataDir: string;
let engines: Engines;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'tributary-visits-'));
  const log = createLogger({ service: 'test', level: 'silent' });
  engines = await openEngines(readSettings({ TRIBUTARY_DATA_DIR: dataDir, TRIBUTARY_PARTITIONS: '4' }), log);
});
afterAll(async () => {
  await engines.close();
  await rm(dataDir, { recursive: true, force: true });
});

const uuid = 'e2c56db5-dffb-48d2-b060-d0f5a71096e0';
const register = (service: TestService) =>
  service.call('PUT', '/v1/beacons', {
    items: ['shoes', 'hats'].map((zone, minor) => ({
      id: zone,
      store: 'leeds',
      zone,
      ibeacon: { uuid, major: 1, minor },
    })),
  });
const sighting = (userId: string, minor: number, second: number) => ({
  ...{ ibeacon: { uuid, major: 1, minor }, rssi: -50, userId },
  at: new Date(start + second * 1_000).toISOString(),
});
const send = async (service: TestService, body: unknown) => {
  const headers = { authorization: 'Bearer test-write-key' };
  return (await fetch(`${service.url}/v1/sightings`, { method: 'POST', headers, body: JSON.stringify(body) })).status;
};
const visits = async (service: TestService) => {
  await service.settle();
  const all = (await service.collect(topics.eventCollected)).flatMap(({ value }) => value ?? []);
  return all.map(
    ({ name, properties, identifiers }) =>
      `${identifiers[0]?.value ?? ''} ${name ?? ''} ${String(properties['visit'])}`,
  );
};
/** As many as are expected, or what there is after some seconds. */
const eventually = async (service: TestService, count: number) => {
  for (let tries = 0; tries < 60 && (await visits(service)).length < count; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  return visits(service);
};

it('two processes that see the same people at the same time make one visit of each', async () => {
  const clock = testClock(start + 100_000);
  const env = { TRIBUTARY_NAMESPACE: 'beside' };
  const services = await Promise.all([1, 2].map(() => startService(ingestionService, { engines, env, clock })));
  const [one, two] = services;
  if (!one || !two) throw new Error('There are not two.');
  await register(one);
  const people = Array.from({ length: 12 }, (_, n) => `p-${n}`);
  const seconds = [0, 4, 8, 12, 16, 20];
  const requests = people.flatMap((person) =>
    seconds.flatMap((second) => [one, two].map((service) => send(service, sighting(person, 0, second)))),
  );
  expect(new Set(await Promise.all(requests))).toEqual(new Set([200]));
  expect((await visits(one)).map((text) => text.split(' ').slice(0, 3).join(' ')).sort()).toEqual(
    people.map((person) => `${person} Zone Entered`).sort(),
  );
  clock.set(start + 300_000);
  const all = await eventually(one, 2 * people.length);
  expect(all.length).toBe(2 * people.length);
  expect(new Set(all).size).toBe(all.length);
  for (const service of services) await service.stop();
}, 120_000);

it('a visit whose event could not be published is published by whoever comes next, once', async () => {
  const clock = testClock(start + 10_000);
  const env = { TRIBUTARY_NAMESPACE: 'dying' };
  let dies = false;
  const append: BusEngine['append'] = (records) =>
    dies ? Promise.reject(new Error('The process is about to die.')) : engines.bus.append(records);
  const dying: BusEngine = new Proxy(engines.bus, {
    get: (target, name) => {
      if (name === 'append') return append;
      const member: unknown = Reflect.get(target, name);
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
  let service = await startService(ingestionService, { engines: { ...engines, bus: dying }, env, clock });
  await register(service);
  const stream = [sighting('ann', 0, 0), sighting('ann', 0, 4)];
  dies = true;
  expect(await send(service, stream)).toBe(503);
  dies = false;
  await service.stop();

  service = await startService(ingestionService, { engines, env, clock });
  expect(await send(service, stream)).toBe(200); // the client tries again; the visit has begun already
  expect(await visits(service)).toEqual([]);
  clock.set(start + 60_000);
  expect((await eventually(service, 1)).length).toBe(1);
  clock.set(start + 200_000);
  expect((await eventually(service, 2)).map((text) => text.split(' ').slice(1, 3).join(' ')).sort()).toEqual([
    ...['Zone Entered', 'Zone Left'],
  ]);
  await service.stop();
}, 120_000);
