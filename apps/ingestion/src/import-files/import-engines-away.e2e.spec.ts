/** Imports while an engine is away: they wait or are taken up again, and end as if nothing had been. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { BusError, type BusEngine } from '@tributary/bus';
import { openEmbeddedBus } from '@tributary/bus-embedded';
import { topics } from '@tributary/contracts';
import { openStore } from '@tributary/mongo-embedded';
import { startService, type TestService } from '@tributary/testing';
import { ingestionService } from '../index.ts';
import { ImportClient } from '../testing/import-client.ts';

const rows = 8_000;
/** So long each batch takes, so that an engine can go away in the middle. */
const appendMs = 200;
const mapping = {
  events: [
    {
      ...{ type: 'track', event: 'Seen', messageId: '{id}', userId: '{who}', timestamp: '2026-01-31T10:00:00Z' },
      properties: { n: '{id}' },
    },
  ],
};
/** Every so many one has nobody. */
const file = Buffer.from(
  ['id,who', ...Array.from({ length: rows }, (_, n) => `s${n},${n % 400 === 1 ? '' : `c${n % 100}`}`)].join('\n'),
);

let dir: string;
let bus: BusEngine & { close(): Promise<void> };
let store: Awaited<ReturnType<typeof openStore>>;
let storeFile: string;
let service: TestService;
let isAway: () => boolean;
const client = new ImportClient(() => service);

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tributary-imports-away-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

beforeEach(async () => {
  isAway = () => false;
  const own = await mkdtemp(join(dir, 'engines-'));
  bus = openEmbeddedBus({ file: join(own, 'bus.sqlite') });
  storeFile = join(own, 'store.sqlite');
  store = await openStore({ file: storeFile });
  const away: BusEngine = new Proxy(bus, {
    get: (target, name) => {
      if (name === 'append') {
        return async (records: Parameters<BusEngine['append']>[0]) => {
          if (isAway()) throw new BusError('BUS_APPEND_FAILED', 'the bus is away');
          if (records.some(({ topic }) => topic.endsWith(topics.eventReceived.name))) await sleep(appendMs);
          await target.append(records);
        };
      }
      const member: unknown = Reflect.get(target, name);
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
  const engines = { bus: away, storeUri: store.uri, described: 'engines that go away', close: () => Promise.resolve() };
  service = await startService(ingestionService, { engines });
});
afterEach(async () => {
  await service.stop();
  await store.close();
  await bus.close();
});

async function running(): Promise<string> {
  const id = await client.begin({ source: 'default', mapping });
  await client.send(id, file);
  while (((await client.one(id)).progress?.accepted ?? 0) === 0) await sleep(10);
  return id;
}

async function expectWhole(id: string): Promise<void> {
  const rejected = rows / 400;
  expect(await client.ended(id)).toMatchObject({
    ...{ state: 'done', failure: null },
    progress: { rows, events: rows, accepted: rows - rejected, rejected },
  });
  await service.settle(60_000);
  expect(await client.archived()).toBe(rows - rejected);
  expect((await client.report(id)).trimEnd().split('\n').length - 1).toBe(rejected);
}

it('an import waits while the bus is away', async () => {
  const id = await running();
  const { accepted } = (await client.one(id)).progress;
  isAway = () => true;
  await sleep(3_000);
  expect(await client.one(id)).toMatchObject({ state: 'running', failure: null });
  expect(accepted).toBeLessThan(rows);
  isAway = () => false;
  await expectWhole(id);
}, 240_000);

it('an import is taken up again when the store was away', async () => {
  const id = await running();
  const { port } = store;
  await store.close();
  await sleep(8_000);
  store = await openStore({ file: storeFile, port });
  await expectWhole(id);
}, 240_000);

it('an import goes on after its process was told to end and has ended', async () => {
  const id = await running();
  await service.restart();
  expect((await client.one(id)).state).not.toBe('failed');
  await expectWhole(id);
}, 240_000);
