/** Inserts, types, sizes, order. */
import { expect } from '@jest/globals';
import mongoose from 'mongoose';
import { type Bench, codeOf, typed } from './bench.ts';

const { Binary, BSONRegExp, Decimal128, Double, Int32, Long, MaxKey, MinKey, ObjectId, Timestamp } = mongoose.mongo;

export function documentContract(bench: Bench): void {
  bench.it('gives back every type as it was sent', async () => {
    const sent = {
      _id: 1,
      int: new Int32(7),
      whole: new Double(7),
      double: new Double(7.25),
      negativeZero: new Double(-0),
      long: Long.fromString('9007199254740993'),
      decimal: Decimal128.fromString('0.10'),
      text: 'grüße \u{1F600}',
      nothing: null,
      yes: true,
      date: new Date('1969-12-31T23:59:59.999Z'),
      id: new ObjectId('0123456789abcdef01234567'),
      bytes: new Binary(Buffer.from([0, 1, 255]), 0),
      uuid: new Binary(Buffer.alloc(16, 7), 4),
      regex: new BSONRegExp('^a.*', 'i'),
      at: new Timestamp({ t: 4294967295, i: 3 }),
      first: new MinKey(),
      last: new MaxKey(),
      nested: { list: [1, [2, { three: 3 }], []], empty: {} },
      constructor: 'a field like any other',
    };
    const collection = bench.collection();
    await collection.insertOne(sent);
    const options = { ...typed, bsonRegExp: true, promoteBuffers: false };
    const stored = await collection.findOne({ _id: 1 }, options);
    expect(mongoose.mongo.BSON.EJSON.stringify(stored, { relaxed: false })).toBe(
      mongoose.mongo.BSON.EJSON.stringify(
        {
          ...sent,
          _id: new Int32(1),
          nested: { list: [new Int32(1), [new Int32(2), { three: new Int32(3) }], []], empty: {} },
        },
        { relaxed: false },
      ),
    );
  });

  bench.it('puts _id first and makes one where there is none', async () => {
    const collection = bench.collection();
    await bench.database().command({ insert: collection.collectionName, documents: [{ a: 1 }, { b: 2, _id: 'late' }] });
    const [made, late] = await collection.find().toArray();
    expect(Object.keys(made ?? {})).toEqual(['_id', 'a']);
    expect(made?.['_id']).toBeInstanceOf(ObjectId);
    expect(Object.keys(late ?? {})).toEqual(['_id', 'b']);
  });

  bench.it('refuses a second document with the same _id, whatever the number type', async () => {
    const collection = bench.collection();
    await collection.insertOne({ _id: new Int32(1) });
    for (const same of [new Int32(1), new Double(1), Long.fromNumber(1), Decimal128.fromString('1.0')]) {
      expect(await codeOf(collection.insertOne({ _id: same }))).toBe(11000);
    }
    await collection.insertOne({ _id: '1' });
    expect(await collection.countDocuments()).toBe(2);
  });

  bench.it('stops an ordered bulk at the first error and finishes an unordered one', async () => {
    const [ordered, unordered] = [bench.collection(), bench.collection()];
    const documents = [{ _id: 1 }, { _id: 1 }, { _id: 2 }];
    await expect(ordered.insertMany(documents)).rejects.toMatchObject({ code: 11000, result: { insertedCount: 1 } });
    await expect(unordered.insertMany(documents, { ordered: false })).rejects.toMatchObject({
      result: { insertedCount: 2 },
      writeErrors: [{ index: 1, code: 11000 }],
    });
  });

  bench.it('reports a mixed bulk operation by operation', async () => {
    const collection = bench.collection();
    const result = await collection.bulkWrite([
      { insertOne: { document: { _id: 1, n: 1 } } },
      { updateOne: { filter: { _id: 2 }, update: { $set: { n: 2 } }, upsert: true } },
      { updateMany: { filter: {}, update: { $inc: { n: 1 } } } },
      { replaceOne: { filter: { _id: 1 }, replacement: { gone: true } } },
      { deleteOne: { filter: { _id: 2 } } },
    ]);
    expect(result).toMatchObject({
      insertedCount: 1,
      upsertedCount: 1,
      matchedCount: 3,
      modifiedCount: 3,
      deletedCount: 1,
    });
    expect(result.upsertedIds).toEqual({ 1: 2 });
    expect(await collection.find().toArray()).toEqual([{ _id: 1, gone: true }]);
  });

  bench.it('returns documents in the order of their arrival', async () => {
    const collection = bench.collection();
    await collection.insertMany([3, 1, 2].map((_id) => ({ _id })));
    expect(
      await collection
        .find()
        .map(({ _id }) => _id)
        .toArray(),
    ).toEqual([3, 1, 2]);
  });

  bench.it('refuses a document over 16 MB that an update would make', async () => {
    const collection = bench.collection();
    const part = 'x'.repeat(9 * 1024 * 1024);
    await collection.insertOne({ _id: 1, part });
    expect(await codeOf(collection.updateOne({ _id: 1 }, { $set: { second: part } }))).not.toBe('no error');
    expect(Object.keys((await collection.findOne({ _id: 1 })) ?? {})).toEqual(['_id', 'part']);
  });

  bench.it('reads through a cursor in batches, also of a limit and a skip', async () => {
    const collection = bench.collection();
    await collection.insertMany(Array.from({ length: 950 }, (_, n) => ({ _id: n, even: n % 2 === 0 })));
    const all = await collection.find({}, { batchSize: 100 }).toArray();
    expect(all.map(({ _id }) => _id)).toEqual(Array.from({ length: 950 }, (_, n) => n));
    expect(await collection.find({ even: true }, { skip: 100, limit: 250, batchSize: 7 }).toArray()).toHaveLength(250);
    const abandoned = collection.find({}, { batchSize: 2 });
    await abandoned.next();
    await abandoned.close();
  });

  bench.it('does not lose or double increments of parallel writers', async () => {
    const collection = bench.collection();
    await collection.insertOne({ _id: 'counter', n: 0 });
    await Promise.all(Array.from({ length: 200 }, () => collection.updateOne({ _id: 'counter' }, { $inc: { n: 1 } })));
    expect(await collection.findOne({ _id: 'counter' })).toEqual({ _id: 'counter', n: 200 });
  });

  bench.it('lets exactly one of parallel compare-and-set writers win', async () => {
    const collection = bench.collection();
    await collection.insertOne({ _id: 1, rev: 0 });
    const wins = await Promise.all(
      Array.from({ length: 20 }, (_, n) => collection.updateOne({ _id: 1, rev: 0 }, { $set: { rev: 1, by: n } })),
    );
    expect(wins.filter(({ modifiedCount }) => modifiedCount === 1)).toHaveLength(1);
  });

  bench.it('lets exactly one of parallel upserts of a key insert', async () => {
    const collection = bench.collection();
    const done = await Promise.all(
      Array.from({ length: 20 }, () => collection.updateOne({ _id: 'k' }, { $inc: { n: 1 } }, { upsert: true })),
    );
    expect(done.filter(({ upsertedCount }) => upsertedCount === 1)).toHaveLength(1);
    expect(await collection.findOne({ _id: 'k' })).toEqual({ _id: 'k', n: 20 });
  });
}
