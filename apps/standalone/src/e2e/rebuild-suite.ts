/** Derived state damaged on purpose and rebuilt while events flow: the same suite for both pairs of engines. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { topicName } from '@tributary/bus';
import { services, topics, type ServiceName } from '@tributary/contracts';
import { connectStore } from '@tributary/mongo';
import { type Engines } from '@tributary/runtime';
import { startService, type TestService } from '@tributary/testing';
import { type Connection } from 'mongoose';
import { allServices } from '../start/services.ts';
import { readState } from './state-hash.ts';
import { day, eventsOf } from './visitors.ts';

type Answer = any; // eslint-disable-line @typescript-eslint/no-explicit-any -- answers of the system under test
const people = 60;

export function rebuildSuite(open: () => Promise<{ engines: Engines; namespace: string; close(): Promise<void> }>) {
  let opened: Awaited<ReturnType<typeof open>>;
  let river: TestService;
  let sent = 0;
  const connections: Connection[] = [];

  beforeAll(async () => {
    opened = await open();
    const env = { TRIBUTARY_NAMESPACE: opened.namespace, IDENTITY_SWEEP_EVERY_MS: '500' };
    river = await startService(allServices, { engines: opened.engines, env });
    await define();
    await send(Array.from({ length: people }, (_, n) => eventsOf(n)).flat());
    await river.settle(100_000);
    for (let n = 0; n < 5; n += 1) {
      await river.call('POST', '/v1/decisions', { person: { user_id: `u${n}` }, placement: 'hero' });
    }
    await settled();
    expect(await overtaken()).toEqual([]); // a rebuild would find them to correct
  }, 240_000);
  afterAll(async () => {
    await Promise.all(connections.map((connection) => connection.close()));
    await river.stop();
    await opened.close();
  });

  const define = async () => {
    const has = async (answer: Promise<{ status: number }>) => {
      expect((await answer).status).toBeLessThan(300);
    };
    const rule = { did: 'Order Completed', count: { atLeast: 2 }, ever: true };
    await has(river.call('POST', '/v1/segments', { id: 'regulars', name: 'Two orders', rule }));
    await has(river.call('PUT', '/v1/placements/hero', { size: 1 }));
    const offer = { placements: ['hero'], priority: 1, eligibility: { inSegment: 'regulars' } };
    await has(
      river.call('PUT', '/v1/offers/thanks', { ...offer, caps: [{ limit: 2, per: 'person', within: 'ever' }] }),
    );
  };
  const send = async (batch: readonly object[]) => {
    const headers = { authorization: 'Bearer test-write-key', 'content-type': 'application/json' };
    for (let tries = 0; ; tries += 1) {
      const body = JSON.stringify({ batch });
      const answer = await fetch(`${river.url}/v1/import`, { method: 'POST', headers, body }).catch(() => undefined);
      if (answer?.ok === true) break;
      if (tries > 200) throw new Error(`The door does not take the events: ${answer?.status}`);
      await sleep(50); // away while the services move to another generation
    }
    sent += batch.length;
  };
  /** Membership changes go around: settled once more means settled. */
  const settled = async () => {
    for (let round = 0; round < 3; round += 1) {
      await river.settle(60_000);
      await sleep(300);
    }
  };
  const state = () => readState({ url: () => river.url, secretKey: river.secretKey });
  const database = async (service: ServiceName): Promise<Connection> => {
    const { namespace, engines } = opened;
    const connection = await connectStore({ uri: engines.storeUri, database: service, namespace });
    connections.push(connection);
    return connection;
  };
  const rebuilds = async (service: ServiceName): Promise<Answer> => {
    try {
      return (await river.call('GET', `/v1/rebuilds/${service}`)).body;
    } catch {
      return { running: {} }; // moving
    }
  };
  const finished = async (service: ServiceName): Promise<Answer> => {
    for (let tries = 0; tries < 1_200; tries += 1) {
      const { running, last, failure } = await rebuilds(service);
      if (failure != null) throw new Error(failure);
      if (running === null && last !== null) return last;
      await sleep(50);
    }
    throw new Error(`The rebuild of ${service} does not end: ${JSON.stringify(await rebuilds(service))}`);
  };
  const order = async (service: ServiceName, more: object = {}) => {
    const ordered = await river.call('POST', `/v1/rebuilds/${service}`, { rate: 100_000, ...more });
    expect(ordered).toMatchObject({ status: 202, body: { service } });
  };
  const versionsOf = async () => {
    const versions = new Map<string, number[]>();
    for (const { key, value } of await river.collect(topics.profileUpdated)) {
      versions.set(key, [...(versions.get(key) ?? []), value?.version ?? 0]);
    }
    return versions;
  };
  /** Of two lanes at one person the later may be faster: profiles whose newest version the sweeper has not told again in ten seconds. */
  const overtaken = async () => {
    for (let tries = 0; ; tries += 1) {
      const behind = [...(await versionsOf())].filter(([, versions]) => versions.at(-1) !== Math.max(...versions));
      if (behind.length === 0 || tries === 100) return behind;
      await sleep(100);
    }
  };
  /** What waits for the sweeper is told wrongly until then, and a rebuild would count it among its corrections. */
  const toldByAll = async (identity: Connection): Promise<void> => {
    const { generation } = await rebuilds('identity');
    const profiles = identity.collection(generation === 1 ? 'profiles' : `profiles.g${generation}`);
    for (let tries = 0; (await profiles.countDocuments({ unsentAt: { $exists: true } })) > 0; tries += 1) {
      if (tries === 100) throw new Error('Profiles wait for the sweeper for ten seconds.');
      await sleep(100);
    }
  };
  /** How many records were ever appended: to count those that are left would miss what compaction has removed. */
  const told = async () => {
    const { profileUpdated, profileMerged, profileSplit, decisionMade, segmentMembershipChanged } = topics;
    const all = [profileUpdated, profileMerged, profileSplit, decisionMade, segmentMembershipChanged];
    const offsets = await Promise.all(all.map((topic) => river.engine.offsets(topicName(topic, opened.namespace))));
    return offsets.flat().reduce((sum, { latest }) => sum + latest, 0);
  };

  it('identity comes back as it was, and tells nobody anything', async () => {
    const [before, tellings] = [await state(), await told()];
    const identity = await database('identity');
    const profiles = identity.collection<{ _id: string; body: string }>('profiles');
    const some = await profiles
      .find({ body: /Leeds|York/ })
      .sort({ _id: 1 })
      .limit(20)
      .toArray();
    await profiles.deleteMany({ _id: { $in: some.slice(0, 5).map(({ _id }) => _id) } });
    for (const { _id, body } of some.slice(5, 10)) {
      await profiles.updateOne(
        { _id },
        { $set: { body: body.replaceAll('Leeds', 'Nowhere').replaceAll('York', 'Nowhere') } },
      );
    }
    await identity.collection('components').deleteMany({});
    await identity.collection('identifiers').deleteMany({});
    expect(await state()).not.toEqual(before);
    await order('identity');
    const { differences, documents, corrections, losses, pausedMs } = await finished('identity');
    expect({ differences, corrections, losses }).toEqual({ differences: 10, corrections: 0, losses: [] });
    expect(documents).toBeGreaterThanOrEqual(people);
    expect(pausedMs).toBeLessThan(60_000);
    await settled();
    expect(await state()).toEqual(before);
    expect(await told()).toBe(tellings);
  }, 240_000);

  it('loses and doubles nothing of what happens meanwhile, and the newest version comes last', async () => {
    await order('identity', { rate: 200 });
    for (let n = 0; n < 20; n += 1) {
      await send(eventsOf(people + n));
      await send([
        { type: 'identify', userId: `u${n}`, messageId: `live-${n}`, timestamp: day(40), traits: { city: 'Hull' } },
      ]);
    }
    await finished('identity');
    await settled();
    const { profiles, figures } = await state();
    expect(profiles.filter((one: Answer) => one.traits.some(([, value]: Answer) => value === 'Hull'))).toHaveLength(20);
    expect(profiles).toHaveLength(people + 20);
    const archived = (await river.call('GET', '/v1/archive/count')).body.total;
    expect(archived).toBe(sent);
    expect(figures).toContainEqual(['events', expect.anything(), 'string', 'number']);
    expect(await overtaken()).toEqual([]);
    const resolved = (await river.collect(topics.eventResolved)).map(({ id }) => id);
    expect(new Set(resolved).size).toBe(sent);
  }, 240_000);

  it('corrects what subscribers were told wrongly', async () => {
    await toldByAll(await database('identity'));
    const [before] = [await state()];
    const { body: ann } = await river.call('GET', '/v1/profiles/user_id:u1');
    const wrong = { ...ann, version: Number(ann.version) + 1, traits: { city: 'Atlantis' }, changed: ['traits.city'] };
    const { profile, version, traits, changed, records, identifiers, segments, firstSeenAt, updatedAt } = wrong;
    const value = { profile, version, traits, changed, records, identifiers, segments, firstSeenAt, updatedAt };
    await river.publish([
      { topic: topics.profileUpdated, key: profile, id: 'wrong', value: { ...value, state: 'active' } },
    ]);
    await order('identity');
    expect(await finished('identity')).toMatchObject({ corrections: 1, differences: 0, losses: [] });
    await toldByAll(await database('identity'));
    await settled();
    const last = (await river.collect(topics.profileUpdated)).filter(({ key }) => key === profile).at(-1);
    expect(last?.value).toMatchObject({
      version: Number(ann.version) + 2,
      traits: ann.traits,
      changed: expect.arrayContaining(['traits.city']),
    });
    expect(await state()).toEqual(before);
  }, 240_000);

  it('goes back to the state before, with everything that has happened since', async () => {
    await send([{ type: 'identify', userId: 'u3', messageId: 'back-1', timestamp: day(41), traits: { city: 'Ely' } }]);
    await settled();
    const before = await state();
    const generation = (await rebuilds('identity')).generation;
    const { status } = await river.call('POST', '/v1/rebuilds/identity/back', { rate: 100_000 });
    expect(status).toBe(202);
    await finished('identity');
    await settled();
    expect((await rebuilds('identity')).generation).toBeLessThan(generation);
    expect(await state()).toEqual(before);
    expect((await river.call('DELETE', '/v1/rebuilds/identity/previous')).body).toMatchObject({ previous: null });
    const names = (await (await database('identity')).db?.listCollections().toArray())?.map(({ name }) => name);
    expect(names?.filter((name) => name.includes(`.g${generation}`))).toEqual([]);
  }, 240_000);

  it('refuses to forget people whose events are nowhere, unless told to', async () => {
    await toldByAll(await database('identity'));
    const archive = (await database('ingestion')).collection<{ _id: string; event: string }>('archive');
    const gone = (await archive.find({}).toArray()).filter(({ event }) => event.includes('"u7"'));
    await archive.deleteMany({ _id: { $in: gone.map(({ _id }) => _id) } });
    await order('identity');
    await expect(finished('identity')).rejects.toThrow(/do not explain.*Restore the archive first/);
    await archive.insertMany(gone);
    await order('identity');
    expect(await finished('identity')).toMatchObject({ losses: [], corrections: 0 });
  }, 240_000);

  it('brings back the read model of decisioning and leaves ledgers and decisions alone', async () => {
    await settled();
    const decisioning = await database('decisioning');
    const all = async (name: string) =>
      (await decisioning.collection(name).find({}).sort({ _id: 1 }).toArray()).map((one) => ({ ...one }));
    const [ledgers, decisions, definitions] = [await all('ledgers'), await all('decisions'), await all('definitions')];
    const [peopleBefore, purchasesBefore] = [await all('people'), await all('purchases')];
    expect([ledgers.length, decisions.length, purchasesBefore.length]).toEqual([
      expect.any(Number),
      5,
      expect.any(Number),
    ]);
    await decisioning.collection<{ _id: string }>('people').deleteMany({ _id: { $gt: 'p_8' } });
    await decisioning.collection('purchases').updateMany({ kind: 'order' }, { $set: { lines: [] } });
    await order('decisioning');
    const { differences } = await finished('decisioning');
    expect(differences).toBeGreaterThan(people);
    expect(await all('people.g2')).toEqual(peopleBefore);
    expect(await all('purchases.g2')).toEqual(purchasesBefore);
    expect([await all('ledgers'), await all('decisions'), await all('definitions')]).toEqual([
      ledgers,
      decisions,
      definitions,
    ]);
    const { body } = await river.call('POST', '/v1/decisions', { person: { user_id: 'u1' }, placement: 'hero' });
    expect(body).toMatchObject({ profile: expect.any(String), offers: [{ offer: 'thanks' }] });
  }, 240_000);

  it('brings memberships back, and tells nobody anything', async () => {
    await settled();
    const [before, tellings] = [await state(), await told()];
    const segmentation = await database('segmentation');
    const profiles = segmentation.collection<{ _id: string; in: string[] }>('profiles');
    const members = await profiles.find({ in: 'regulars' }).sort({ _id: 1 }).toArray();
    expect(members.length).toBeGreaterThan(20);
    await profiles.deleteMany({ _id: { $in: members.slice(0, 5).map(({ _id }) => _id) } });
    await profiles.updateMany(
      { _id: { $in: members.slice(5, 10).map(({ _id }) => _id) } },
      { $set: { in: [], memberships: '{}' } },
    );
    await segmentation.collection('activities').deleteMany({});
    expect((await state()).segments).not.toEqual(before.segments);
    await order('segmentation');
    const { differences, corrections } = await finished('segmentation');
    expect({ differences, corrections }).toEqual({ differences: 10, corrections: 0 });
    await sleep(1_000);
    await settled();
    expect(await state()).toEqual(before);
    expect(await told()).toBe(tellings);
    await send([lateOrder(1_000), { ...lateOrder(1_001), userId: 'new' }, { ...lateOrder(1_002), userId: 'new' }]);
    await settled();
    const { body } = await river.call('GET', '/v1/profiles/user_id:new');
    expect(body.segments).toMatchObject([{ segment: 'regulars' }]);
  }, 240_000);

  it('brings figures and bindings back', async () => {
    await settled();
    const before = await state();
    const analytics = await database('analytics');
    await analytics.collection<{ _id: string }>('profiles').deleteMany({ _id: { $lt: 'p_6' } });
    await analytics.collection('cells').deleteMany({ applied: { $gt: 3 } });
    expect((await state()).figures).not.toEqual(before.figures);
    await order('analytics');
    expect((await finished('analytics')).differences).toBeGreaterThan(20);
    await settled();
    expect(await state()).toEqual(before);
  }, 240_000);

  it('refills an archive of which an older copy was restored', async () => {
    const archive = (await database('ingestion')).collection<{ _id: string; storedAt: number }>('archive');
    const all = await archive.find({}).sort({ _id: 1 }).toArray();
    await archive.deleteMany({ _id: { $in: all.slice(0, 100).map(({ _id }) => _id) } });
    await order('ingestion');
    expect(await finished('ingestion')).toMatchObject({ pausedMs: 0 });
    const shown = (one: { storedAt: number }) => ({ ...one, storedAt: 0 });
    expect((await archive.find({}).sort({ _id: 1 }).toArray()).map(shown)).toEqual(all.map(shown));
  }, 240_000);

  it('restores an older copy of every database and catches up from the topics', async () => {
    await settled();
    const copies = new Map<ServiceName, Map<string, object[]>>();
    for (const service of services) {
      const connection = await database(service);
      const names = (await connection.db?.listCollections().toArray()) ?? [];
      const copied = names.map(
        async ({ name }) => [name, await connection.collection(name).find({}).toArray()] as const,
      );
      copies.set(service, new Map(await Promise.all(copied)));
    }
    await send(eventsOf(500));
    await send([{ type: 'identify', userId: 'u5', messageId: 'later', timestamp: day(60), traits: { city: 'Bath' } }]);
    await settled();
    const before = await state();
    for (const [service, collections] of copies) {
      const connection = await database(service);
      await connection.dropDatabase();
      for (const [name, documents] of collections) {
        // Not plain inserts: the processes go on saying that they are there.
        const writes = documents.map((document) => {
          const filter = { _id: Reflect.get(document, '_id') };
          return { replaceOne: { filter, replacement: document, upsert: true } };
        });
        if (writes.length > 0) await connection.collection(name).bulkWrite(writes);
      }
    }
    await river.restart();
    expect(await state()).not.toEqual(before);
    for (const service of services) {
      await order(service);
      await finished(service);
      await settled();
    }
    expect(await state()).toEqual(before);
  }, 240_000);

  it('knows the services of the process', async () => {
    for (const service of services) expect((await rebuilds(service)).service ?? 'none').toBe(service);
    expect((await river.call('GET', '/v1/rebuilds/content')).body).toMatchObject({ code: 'SERVICE_NOT_HERE' });
  });
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const lateOrder = (n: number) => ({
  ...{ type: 'track', event: 'Order Completed', messageId: `late-${n}`, userId: 'u0', timestamp: day(50) },
  properties: {
    order_id: `late-${n}`,
    currency: 'GBP',
    revenue: 5,
    products: [{ product_id: 'x', price: 5, quantity: 1 }],
  },
});
