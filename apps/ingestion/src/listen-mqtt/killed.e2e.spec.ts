/** A process that listens to a broker, killed as it works: the next one gets what was not acknowledged, and every message is in the archive once. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { launchReady, type Ready, terminate } from '@tributary/launcher';
import { MqttBroker } from '../testing/mqtt-broker.ts';

const messages = 240;
const secretKey = 'sk_of_the_tests';
const headers = { authorization: `Bearer ${secretKey}`, 'content-type': 'application/json' };
let dataDir: string;
let broker: MqttBroker;
let process: Ready;

const start = () =>
  launchReady('ingestion', [], {
    ...{
      TRIBUTARY_DATA_DIR: dataDir,
      TRIBUTARY_SECRET_KEYS: secretKey,
      TRIBUTARY_WRITE_KEY: 'wk',
      LOG_LEVEL: 'silent',
    },
    ...{ INGESTION_MQTT_URL: broker.url, INGESTION_MQTT_PROTOCOL: '3.1.1', TRIBUTARY_PARTITIONS: '2' },
  });
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'tributary-mqtt-killed-'));
  broker = await MqttBroker.start();
  process = await start();
}, 120_000);
afterAll(async () => {
  await terminate(process);
  await broker.stop();
  await rm(dataDir, { recursive: true, force: true });
}, 60_000);

async function until(holds: () => Promise<boolean> | boolean): Promise<void> {
  for (let tries = 0; tries < 400 && !(await holds()); tries += 1) await sleep(150);
}
const archived = async (): Promise<number> => {
  const answer = await fetch(`${process.url}/v1/archive/count`, { headers });
  return ((await answer.json()) as { total: number }).total;
};

it('loses no message and doubles none', async () => {
  const body = JSON.stringify({ filter: 'e', source: 'default', carries: 'events' });
  const put = await fetch(`${process.url}/v1/mqtt/subscriptions/events`, { method: 'PUT', headers, body });
  expect(put.status).toBe(200);
  await until(() => broker.subscribed.includes('e'));
  const publishing = (async () => {
    for (let n = 0; n < messages; n += 1) {
      await broker.publish('e', { type: 'track', event: 'Product Viewed', userId: `u-${n}`, messageId: `k-${n}` });
      await sleep(10);
    }
  })();
  for (let kills = 0; kills < 3; kills += 1) {
    const seen = broker.acknowledged.length;
    await until(() => broker.acknowledged.length > seen + 20);
    process.child.kill('SIGKILL');
    await process.ended;
    process = await start();
  }
  await publishing;
  await until(async () => (await archived()) >= messages);
  expect(await archived()).toBe(messages);
  await until(() => broker.acknowledged.length >= messages);
  expect(broker.acknowledged.length).toBe(messages);
}, 240_000);
