/** Databases and collections, sessions and retried writes, mongoose on top. */
import { expect } from '@jest/globals';
import mongoose from 'mongoose';
import { type Bench, codeOf } from './bench.ts';

const { Long } = mongoose.mongo;

export function serverContract(bench: Bench): void {
  bench.it('greets as a server that can retry writes', async () => {
    const hello = await bench.database().command({ hello: 1 });
    expect(hello).toMatchObject({ isWritablePrimary: true, ok: 1, maxBsonObjectSize: 16777216 });
    expect(hello['setName']).toBeTruthy();
    expect(hello['logicalSessionTimeoutMinutes']).toBe(30);
    expect(await bench.database().command({ ping: 1 })).toMatchObject({ ok: 1 });
  });

  bench.it('creates, lists, measures and drops collections', async () => {
    const database = bench.database();
    await database.createCollection('made');
    expect([48, 'no error']).toContain(await codeOf(database.createCollection('made')));
    await database.collection('made').insertMany([{ a: 1 }, { a: 2 }]);
    const names = (await database.listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name);
    expect(names).toContain('made');
    expect(await database.command({ collStats: 'made' })).toMatchObject({ count: 2, nindexes: 1 });
    expect(await database.collection('made').estimatedDocumentCount()).toBe(2);
    expect(await database.dropCollection('made')).toBe(true);
    expect(await database.collection('made').find().toArray()).toEqual([]);
  });

  bench.it('lists databases', async () => {
    await bench.collection().insertOne({});
    const { databases } = await bench.database().admin().listDatabases();
    expect(databases.map(({ name }) => name)).toContain(bench.database().databaseName);
  });

  bench.it('answers a repeated write of a session without a second effect', async () => {
    const [database, collection] = [bench.database(), bench.collection()];
    await collection.insertOne({ _id: 1, n: 0 });
    const session = database.client.startSession();
    const options = { session };
    const write = {
      update: collection.collectionName,
      updates: [{ q: { _id: 1 }, u: { $inc: { n: 1 } } }],
      txnNumber: Long.fromNumber(1_000_001),
    };
    const first = await database.command({ ...write }, options);
    const second = await database.command({ ...write }, options);
    expect([first['n'], second['n'], second['nModified']]).toEqual([1, 1, 1]);
    const change = {
      findAndModify: collection.collectionName,
      query: { _id: 1 },
      update: { $inc: { n: 1 } },
      new: true,
      txnNumber: Long.fromNumber(1_000_002),
    };
    expect((await database.command({ ...change }, options))['value']).toEqual({ _id: 1, n: 2 });
    expect((await database.command({ ...change }, options))['value']).toEqual({ _id: 1, n: 2 });
    expect(await codeOf(database.command({ ...write }, options))).toBe(225);
    await session.endSession();
    expect(await collection.findOne({ _id: 1 })).toEqual({ _id: 1, n: 2 });
  });

  bench.it('serves an unmodified mongoose', async () => {
    const connection = await mongoose
      .createConnection(bench.uri(), { dbName: bench.database().databaseName })
      .asPromise();
    const schema = new mongoose.Schema(
      { name: { type: String, unique: true }, visits: Number, tags: [String] },
      { timestamps: true },
    );
    const Person = connection.model('Person', schema);
    await Person.createIndexes();
    const ann = await Person.create({ name: 'ann', visits: 1, tags: ['x'] });
    expect(await codeOf(Person.create({ name: 'ann' }))).toBe(11000);
    ann.tags.push('y');
    await ann.save();
    await Person.updateOne({ name: 'ann' }, { $inc: { visits: 2 } });
    expect(await Person.findOne({ tags: 'y' }, { _id: 0, name: 1, visits: 1 }).lean()).toEqual({
      name: 'ann',
      visits: 3,
    });
    await Person.bulkWrite([{ updateOne: { filter: { name: 'bob' }, update: { visits: 9 }, upsert: true } }]);
    expect(
      await Person.find({ visits: { $gt: 2 } })
        .sort('-visits')
        .distinct('name'),
    ).toEqual(['ann', 'bob']);
    await connection.close();
  });

  bench.it('refuses an unknown command', async () => {
    expect([59, 115]).toContain(await codeOf(bench.database().command({ noSuchCommand: 1 })));
  });
}
