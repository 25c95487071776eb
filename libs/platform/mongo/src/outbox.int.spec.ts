/** The relay over a collection, with processes that die, overlap and overtake one another. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openStore } from '@tributary/mongo-embedded';
import { Schema, type Collection, type Connection } from 'mongoose';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectStore, MarkedOutbox, migrate, OutboxRelay, type Outbox } from './index.ts';

interface Account {
  _id: string;
  version: number;
  balance: number;
  unsent?: string;
  unsentAt?: number;
}

const AccountSchema = new Schema<Account>(
  { _id: String, version: Number, balance: Number, unsent: String, unsentAt: Number },
  { collection: 'accounts', versionKey: false },
).index({ unsentAt: 1 }, { sparse: true }); // the few that were left behind

describe('an outbox in a collection', () => {
  let dir: string;
  let store: Awaited<ReturnType<typeof openStore>>;
  let connection: Connection;
  let accounts: Collection<Account>;
  /** What is on the log, in order. */
  let log: string[];

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'tributary-outbox-'));
    store = await openStore({ file: join(dir, 'store.sqlite') });
    connection = await connectStore({ uri: store.uri, database: 'bank', namespace: '' });
    await migrate(connection, { schemas: { Account: AccountSchema }, migrations: [] });
    accounts = connection.collection<Account>('accounts');
  });
  afterAll(async () => {
    await connection.close();
    await store.close();
    await rm(dir, { recursive: true });
  });
  beforeEach(async () => {
    await accounts.deleteMany({});
    log = [];
  });

  const outboxIn = (collection: Collection<Account>): Outbox<Account> => {
    const marked = new MarkedOutbox({ collection, since: 'unsentAt', contents: ['unsent'], version: 'version' });
    return {
      leftBehind: (before, limit) => marked.leftBehind(before, limit),
      clear: async (items) => {
        const overtaken = await marked.clear(items.map(({ _id, version }) => ({ id: _id, version })));
        return collection.find({ _id: { $in: [...overtaken] } }).toArray();
      },
    };
  };
  const publish = (items: readonly Account[]): Promise<void> => {
    log.push(...items.map(({ _id, version }) => `${_id}:${version}`));
    return Promise.resolve();
  };
  const relay = (parts: Partial<ConstructorParameters<typeof OutboxRelay<Account>>[0]> = {}) =>
    new OutboxRelay<Account>({ outbox: outboxIn(accounts), publish, ...parts });
  const dies = () => Promise.reject(new Error('killed'));

  /** A write of state and message in one, as a service does it. */
  const write = async (id: string, version: number, at: number): Promise<Account> => {
    const values = { version, balance: version * 10, unsent: `now ${version * 10}`, unsentAt: at };
    await accounts.updateOne({ _id: id }, { $set: values }, { upsert: true });
    return { _id: id, ...values };
  };
  const waiting = async () => (await accounts.find({ unsentAt: { $gt: 0 } }).toArray()).map(({ _id }) => _id).sort();

  it('is empty after its messages are published, and the state stays', async () => {
    await relay().send([await write('ann', 1, 100), await write('bob', 4, 100)]);
    expect(log).toEqual(['ann:1', 'bob:4']);
    expect(await waiting()).toEqual([]);
    expect(await accounts.findOne({ _id: 'bob' })).toEqual({ _id: 'bob', version: 4, balance: 40 });
  });

  it('gives up nothing when the process dies before the publication', async () => {
    const ann = await write('ann', 1, 100);
    await expect(relay({ publish: dies }).send([ann])).rejects.toThrow('killed');
    expect(await relay().sweep(1_000, 10)).toBe(1);
    expect(log).toEqual(['ann:1']);
    expect(await waiting()).toEqual([]);
  });

  it('repeats the same message when the process dies between publication and clearing', async () => {
    const ann = await write('ann', 1, 100);
    await expect(relay({ outbox: { ...outboxIn(accounts), clear: dies } }).send([ann])).rejects.toThrow('killed');
    expect(await relay().sweep(1_000, 10)).toBe(1);
    expect(log).toEqual(['ann:1', 'ann:1']);
    expect(await relay().sweep(1_000, 10)).toBe(0);
  });

  it('leaves what is younger than the grace period to whoever wrote it', async () => {
    await write('ann', 1, 300);
    await write('bob', 1, 100);
    await write('cid', 1, 200);
    expect(await relay().sweep(200, 10)).toBe(2);
    expect(log).toEqual(['bob:1', 'cid:1']);
    expect(await waiting()).toEqual(['ann']);
  });

  it('is emptied by many small sweeps, the longest waiting first', async () => {
    for (const at of [5, 3, 1, 4, 2]) await write(`a${at}`, 1, at);
    const rounds = [await relay().sweep(10, 2), await relay().sweep(10, 2), await relay().sweep(10, 2)];
    expect(rounds).toEqual([2, 2, 1]);
    expect(log).toEqual(['a1:1', 'a2:1', 'a3:1', 'a4:1', 'a5:1']);
  });

  it('keeps a message that was added after the publication, and puts the newest state last on the log', async () => {
    const ann = await write('ann', 1, 100);
    const slow = relay({
      publish: async (items) => {
        if (log.length === 0) await relay().send([await write('ann', 2, 150)]); // another process, as fast as can be
        await publish(items);
      },
    });
    await slow.send([ann]);
    expect(log).toEqual(['ann:2', 'ann:1', 'ann:2']);
    expect(await waiting()).toEqual([]);
  });

  it('is emptied by two processes that sweep at the same time, and no message is missing', async () => {
    const ids = Array.from({ length: 50 }, (_, n) => `a${n}`);
    for (const id of ids) await write(id, 1, 100);
    const another = await connectStore({ uri: store.uri, database: 'bank', namespace: '' });
    const other = relay({ outbox: outboxIn(another.collection<Account>('accounts')) });
    const sweeps = [relay(), other].map(async (one) => {
      while ((await one.sweep(1_000, 7)) > 0) await write('late', log.length, 2_000);
    });
    await Promise.all(sweeps);
    await another.close();
    expect([...new Set(log)].sort()).toEqual(ids.map((id) => `${id}:1`).sort());
    expect(await waiting()).toEqual(['late']);
  });

  it('forgets a document that was removed meanwhile', async () => {
    const ann = await write('ann', 1, 100);
    await accounts.deleteOne({ _id: 'ann' });
    await relay().send([ann]);
    expect(log).toEqual(['ann:1']);
  });

  it('says so when somebody writes all the time', async () => {
    const ann = await write('ann', 1, 100);
    const never = relay({ outbox: { ...outboxIn(accounts), clear: (items) => Promise.resolve(items) } });
    await expect(never.send([ann])).rejects.toThrow(/1 outboxes are written by others all the time/);
  });

  it('finds what was left behind in its index alone', async () => {
    const plan: unknown = await accounts
      .find({ unsentAt: { $lte: 5 } })
      .sort({ unsentAt: 1 })
      .explain();
    expect(JSON.stringify(plan)).toContain('unsentAt_1');
  });
});
