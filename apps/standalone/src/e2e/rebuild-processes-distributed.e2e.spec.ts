/** A service in two processes is rebuilt: the one that builds dies, the other is frozen through the switch. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { distributedRiver, type Launched, type River } from '@tributary/launcher';
import { connectStore } from '@tributary/mongo';
import { type Connection } from 'mongoose';
import { setTimeout as sleep } from 'node:timers/promises';
import { anotherIdentity } from './another-identity.ts';
import { RebuildDriver, until } from './rebuild-driver.ts';
import { day, eventsOf } from './visitors.ts';

type Answer = any; // eslint-disable-line @typescript-eslint/no-explicit-any -- answers of the system under test
const { TEST_KAFKA_BROKERS: kafkaBrokers = '', TEST_MONGODB_URI: mongodbUri = '' } = process.env;
const people = 200;
/** A process that is silent for longer is not waited for; see desk.ts. */
const silenceMs = 10_000;

describe('a service in two processes', () => {
  let river: River;
  let second: Launched & { readonly url: string };
  let store: Connection;
  const driver = new RebuildDriver(() => river);
  const startSecond = async () => {
    second = await anotherIdentity(river, { kafkaBrokers, mongodbUri }, { KAFKA_SESSION_TIMEOUT_MS: '20000' });
  };
  const ask = (url: string, path: string, method = 'GET') =>
    fetch(`${url}${path}`, {
      method,
      headers: { authorization: `Bearer ${river.secretKey}`, 'content-type': 'application/json' },
      ...(method === 'GET' ? {} : { body: JSON.stringify({ rate: 300 }) }),
      signal: AbortSignal.timeout(60_000),
    });
  const running = async (url: string): Promise<Answer> => (await ask(url, '/v1/rebuilds/identity')).json();

  beforeAll(async () => {
    river = await distributedRiver({ kafkaBrokers, mongodbUri }, { KAFKA_SESSION_TIMEOUT_MS: '20000' });
    await startSecond();
    store = await connectStore({ uri: mongodbUri, database: 'identity', namespace: river.namespace });
    await driver.send(Array.from({ length: people }, (_, n) => eventsOf(n)).flat());
    await driver.settled();
  }, 400_000);
  afterAll(async () => {
    await store.close();
    second.child.kill('SIGKILL');
    await second.ended;
    await river.stop();
  }, 120_000);

  it('finishes a rebuild in the other process when the one that builds dies', async () => {
    const before = await driver.settled();
    expect((await ask(second.url, '/v1/rebuilds/identity', 'POST')).status).toBe(202);
    await until('half of the archive', async () =>
      (await running(second.url)).running.done >= 500 ? true : undefined,
    );
    second.child.kill('SIGKILL');
    await second.ended;
    expect((await running(river.url('identity'))).running).toMatchObject({ stage: 'archive', generation: 2 });
    const { last, generation } = await driver.finished('identity', 2);
    expect([generation, last]).toEqual([2, expect.objectContaining({ differences: 0, corrections: 0, losses: [] })]);
    expect(await driver.settled()).toEqual(before);
    await startSecond();
    expect(await running(second.url)).toMatchObject({ generation: 2, running: null });
  }, 400_000);

  it('shows and keeps nothing in the old state when one was frozen through the switch', async () => {
    const before = await driver.settled();
    // What only the state in use says.
    const used = store.collection<{ _id: string; body: string }>('profiles.g2');
    for (const one of await used.find({}).toArray()) {
      const body = one.body.replaceAll('Leeds', 'Atlantis').replaceAll('York', 'Atlantis');
      await used.updateOne({ _id: one._id }, { $set: { body } });
    }
    const city = async (url: string) => {
      const found: Answer = await (await ask(url, '/v1/profiles/user_id:u1')).json();
      return found.traits?.city;
    };
    expect([await city(second.url), await city(river.url('identity'))]).toEqual(['Atlantis', 'Atlantis']);
    second.child.kill('SIGSTOP');
    const frozenAt = Date.now();
    await driver.order('identity', 100_000);
    await driver.finished('identity', 3);
    expect(Date.now() - frozenAt).toBeGreaterThan(silenceMs / 2);
    expect(await city(river.url('identity'))).toBe('York');
    // What it finds when it wakes up: requests, and messages of its partitions.
    const asked = Array.from({ length: 20 }, () => ask(second.url, '/v1/profiles/user_id:u1'));
    await driver.send(Array.from({ length: 40 }, (_, n) => identify(n)));
    await sleep(500);
    second.child.kill('SIGCONT');
    // A process that moves to another state may close a connection on which it has said nothing yet.
    const answers = await Promise.all(asked.map((one) => one.then((answer) => answer.text()).catch(() => 'no answer')));
    expect(answers.filter((text) => text.includes('Atlantis'))).toEqual([]);
    await until('the second works again', async () => {
      const shown = await city(second.url).catch(() => undefined);
      return shown === 'Hull' ? true : undefined;
    });
    const { profiles } = await driver.settled();
    expect(profiles).toHaveLength(before.profiles.length);
    expect(profiles.filter((one) => JSON.stringify(one).includes('Hull'))).toHaveLength(40);
    expect(JSON.stringify(profiles)).not.toContain('Atlantis');
    const stale = await used.find({ body: /Hull/ }).toArray();
    expect(stale).toEqual([]);
  }, 400_000);
});

const identify = (n: number) => ({
  ...{ type: 'identify', userId: `u${n}`, messageId: `hull-${n}`, timestamp: day(40), traits: { city: 'Hull' } },
});
