import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openStore } from '@tributary/mongo-embedded';
import mongoose from 'mongoose';
import { FaultProxy } from './fault-proxy.ts';

describe('the proxy before the store', () => {
  let store: Awaited<ReturnType<typeof openStore>>;
  let proxy: FaultProxy;
  let client: mongoose.mongo.MongoClient;
  const insert = (_id: number) => client.db('test').collection<{ _id: number }>('things').insertOne({ _id });

  beforeAll(async () => {
    store = await openStore({ file: ':memory:' });
  });
  afterAll(() => store.close());
  beforeEach(async () => {
    proxy = await FaultProxy.start({ host: '127.0.0.1', port: store.port });
    client = await mongoose.mongo.MongoClient.connect(`mongodb://127.0.0.1:${proxy.port}/?directConnection=true`, {
      ...{ retryWrites: false, serverSelectionTimeoutMS: 2_000, socketTimeoutMS: 1_000 },
    });
  });
  afterEach(async () => {
    await client.close();
    await proxy.close();
    await new Promise((resolve) => setTimeout(resolve, 10));
  });

  it('passes requests and answers', async () => {
    expect((await insert(1)).acknowledged).toBe(true);
  });

  it.each(['reset', 'blackhole'] as const)(
    'fails what is asked during a %s, and serves again afterwards',
    async (mode) => {
      proxy.become(mode);
      await expect(insert(10)).rejects.toThrow();
      proxy.become('pass');
      await insert(mode === 'reset' ? 11 : 12);
    },
  );

  it('refuses writes as a member that has stepped down, and lets reads through', async () => {
    proxy.become('not-primary');
    await expect(insert(20)).rejects.toMatchObject({ code: 10_107, codeName: 'NotWritablePrimary' });
    expect(await client.db('test').collection('things').countDocuments({ name: 'none' })).toBe(0);
    proxy.become('pass');
    await insert(20);
  });

  it('keeps every answer until the fault is over', async () => {
    proxy.become('exhausted');
    const waiting = insert(30);
    const first = await Promise.race([waiting, new Promise((resolve) => setTimeout(resolve, 300, 'nothing'))]);
    expect(first).toBe('nothing');
    proxy.become('pass');
    expect((await waiting).acknowledged).toBe(true);
  });

  it('delays answers', async () => {
    proxy.become('slow');
    const started = performance.now();
    await insert(40);
    expect(performance.now() - started).toBeGreaterThan(450);
  });
});
