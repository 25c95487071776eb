import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { followedByAnother, openStore } from '@tributary/mongo-embedded';
import { Schema, type Connection } from 'mongoose';
import { connectStore, followed, migrate, storeHealth } from './index.ts';

const schema = new Schema({ _id: String, city: String }, { collection: 'people' }).index({ city: 1 });

describe('a store of a service', () => {
  let dir: string;
  let store: Awaited<ReturnType<typeof openStore>>;
  let connection: Connection;
  const connect = (namespace: string) => connectStore({ uri: store.uri, database: 'identity', namespace });

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'tributary-mongo-'));
    store = await openStore({ file: join(dir, 'store.sqlite') });
    connection = await connect('');
  });
  afterAll(async () => {
    await connection.close();
    await store.close();
    await rm(dir, { recursive: true });
  });

  it('is brought to shape once, and again without effect', async () => {
    const shape = {
      schemas: { Person: schema },
      migrations: [
        {
          id: '2',
          run: async (to: Connection) => {
            await to.model('Person').updateMany({}, { $set: { city: 'York' } });
          },
        },
        {
          id: '1',
          run: async (to: Connection) => {
            await to.collection('people').insertOne({ city: 'Leeds' });
          },
        },
      ],
    };
    expect(await migrate(connection, shape)).toEqual(['1', '2']);
    expect(await migrate(connection, shape)).toEqual([]);
    expect(await connection.model('Person').find().lean()).toMatchObject([{ city: 'York' }]);
    expect(await connection.collection('people').indexes()).toEqual(
      expect.arrayContaining([expect.objectContaining({ key: { city: 1 } })]),
    );
  });

  it('tells of every command where it is asked to', async () => {
    const told: string[] = [];
    const watched = await connectStore({
      uri: store.uri,
      database: 'identity',
      namespace: 'watched',
      watcher: ({ command, collection, statements, failed }) => {
        if (collection !== '') told.push(`${command} ${statements} ${collection} ${failed ? 'failed' : 'done'}`);
      },
    });
    const people = watched.collection('people');
    await people.insertMany([{ name: 'Ann' }, { name: 'Bob' }]);
    await people.find({}).toArray();
    await expect(people.aggregate([{ $unknown: {} }]).toArray()).rejects.toThrow();
    await watched.close();
    expect(told).toEqual(['insert 2 people done', 'find 1 people done', 'aggregate 1 people failed']);
  });

  it('runs a migration again when the process died before noting it', async () => {
    let runs = 0;
    const migrations = [
      { id: '3', run: () => ((runs += 1) === 1 ? Promise.reject(new Error('died')) : Promise.resolve()) },
    ];
    await expect(migrate(connection, { schemas: {}, migrations })).rejects.toThrow('died');
    expect(await migrate(connection, { schemas: {}, migrations })).toEqual(['3']);
  });

  it('refuses a filter on a path that the schema does not know', async () => {
    await expect(connection.model('Person').find({ town: 'Leeds' })).rejects.toThrow(/town/);
  });

  it('keeps deployments apart by their namespace', async () => {
    const other = await connect('acme');
    expect(await other.collection('people').countDocuments()).toBe(0);
    expect(other.name).not.toBe(connection.name);
    await other.close();
  });

  it('says when it does not answer', async () => {
    expect(await storeHealth(connection)).toBeUndefined();
    const closed = await connect('');
    await closed.close();
    expect(await storeHealth(closed)).toMatch(/does not answer/);
  });

  it('knows by their comment the writes that others follow', () => {
    expect(followed.comment).toBe(followedByAnother);
  });
});
