/** Update operators, replacement, pipelines, upserts, findAndModify. */
import { expect } from '@jest/globals';
import mongoose from 'mongoose';
import { type Bench, codeOf, type Fields, typed, makeIndex } from './bench.ts';

const { Double, Int32, Long, ObjectId } = mongoose.mongo;

interface UpdateCase {
  readonly before: Fields;
  readonly update: Fields | Fields[];
  readonly after: Fields;
  readonly filter?: Fields;
  readonly arrayFilters?: Fields[];
}

const cases: Readonly<Record<string, UpdateCase>> = {
  '$set makes paths': { before: { a: 1 }, update: { $set: { 'b.c.d': 2 } }, after: { a: 1, b: { c: { d: 2 } } } },
  '$set pads an array': { before: { a: [1] }, update: { $set: { 'a.3': 4 } }, after: { a: [1, null, null, 4] } },
  '$unset leaves null in an array': {
    before: { a: [1, 2], b: 1 },
    update: { $unset: { 'a.0': '', b: '' } },
    after: { a: [null, 2] },
  },
  'new fields come in the order of their names': {
    before: {},
    update: { $set: { z: 1, b: 2 }, $inc: { m: 3 } },
    after: { b: 2, m: 3, z: 1 },
  },
  '$inc and $mul of missing fields': { before: {}, update: { $inc: { a: 2 }, $mul: { b: 3 } }, after: { a: 2, b: 0 } },
  '$min and $max across types': {
    before: { a: 5, b: 5 },
    update: { $min: { a: 'x' }, $max: { b: 'x' } },
    after: { a: 5, b: 'x' },
  },
  '$min of a missing field': { before: {}, update: { $min: { a: 3 }, $max: { b: 4 } }, after: { a: 3, b: 4 } },
  $rename: { before: { a: 1, c: 0 }, update: { $rename: { a: 'b.x' } }, after: { c: 0, b: { x: 1 } } },
  $push: { before: { a: [1] }, update: { $push: { a: 2, b: { c: 1 } } }, after: { a: [1, 2], b: [{ c: 1 }] } },
  '$push with every modifier': {
    before: { a: [{ n: 5 }, { n: 1 }] },
    update: { $push: { a: { $each: [{ n: 3 }, { n: 9 }], $sort: { n: -1 }, $slice: 3 } } },
    after: { a: [{ n: 9 }, { n: 5 }, { n: 3 }] },
  },
  '$push at a position': {
    before: { a: [1, 4] },
    update: { $push: { a: { $each: [2, 3], $position: 1 } } },
    after: { a: [1, 2, 3, 4] },
  },
  '$push keeps the last': {
    before: { a: [1, 2] },
    update: { $push: { a: { $each: [3], $slice: -2 } } },
    after: { a: [2, 3] },
  },
  $addToSet: {
    before: { a: [1, { x: 1 }] },
    update: { $addToSet: { a: { $each: [1, 2, { x: 1 }, 2] } } },
    after: { a: [1, { x: 1 }, 2] },
  },
  '$pull by condition': { before: { a: [1, 5, 9] }, update: { $pull: { a: { $gte: 5 } } }, after: { a: [1] } },
  '$pull of documents': {
    before: { a: [{ k: 1, z: 0 }, { k: 2 }] },
    update: { $pull: { a: { k: 1 } } },
    after: { a: [{ k: 2 }] },
  },
  $pullAll: { before: { a: [1, 2, 1, 3] }, update: { $pullAll: { a: [1, 3] } }, after: { a: [2] } },
  $pop: { before: { a: [1, 2, 3], b: [1, 2] }, update: { $pop: { a: 1, b: -1 } }, after: { a: [1, 2], b: [2] } },
  $bit: { before: { a: 12 }, update: { $bit: { a: { and: 10, or: 1 } } }, after: { a: 9 } },
  'positional $': {
    before: { a: [1, 5, 9] },
    filter: { a: { $gt: 4 } },
    update: { $set: { 'a.$': 0 } },
    after: { a: [1, 0, 9] },
  },
  'positional $ of a field': {
    before: {
      a: [
        { k: 1, n: 0 },
        { k: 2, n: 0 },
      ],
    },
    filter: { 'a.k': 2 },
    update: { $inc: { 'a.$.n': 7 } },
    after: {
      a: [
        { k: 1, n: 0 },
        { k: 2, n: 7 },
      ],
    },
  },
  'positional $ of $elemMatch': {
    before: {
      a: [
        { k: 1, n: 0 },
        { k: 2, n: 3 },
      ],
    },
    filter: { a: { $elemMatch: { k: 2, n: 3 } } },
    update: { $set: { 'a.$.n': 7 } },
    after: {
      a: [
        { k: 1, n: 0 },
        { k: 2, n: 7 },
      ],
    },
  },
  '$[] changes all': { before: { a: [1, 2] }, update: { $inc: { 'a.$[]': 1 } }, after: { a: [2, 3] } },
  'arrayFilters choose': {
    before: {
      a: [
        { k: 1, n: [1, 2] },
        { k: 2, n: [1, 2] },
      ],
    },
    update: { $mul: { 'a.$[row].n.$[cell]': 10 } },
    arrayFilters: [{ 'row.k': 2 }, { cell: { $gte: 2 } }],
    after: {
      a: [
        { k: 1, n: [1, 2] },
        { k: 2, n: [1, 20] },
      ],
    },
  },
  'a pipeline': {
    before: { a: 1, b: 2 },
    update: [
      { $set: { sum: { $add: ['$a', '$b'] } } },
      { $unset: 'a' },
      { $set: { twice: { $multiply: ['$sum', 2] } } },
    ],
    after: { b: 2, sum: 3, twice: 6 },
  },
  'a pipeline that replaces': {
    before: { a: { x: 1 } },
    update: [{ $replaceWith: { $mergeObjects: ['$a', { y: 2 }] } }],
    after: { x: 1, y: 2 },
  },
};

export function updateContract(bench: Bench): void {
  for (const [name, { before, update, after, filter, arrayFilters }] of Object.entries(cases))
    bench.it(name, async () => {
      const collection = bench.collection();
      await collection.insertOne({ _id: 1, ...before });
      await collection.updateOne({ _id: 1, ...filter }, update, arrayFilters ? { arrayFilters } : {});
      const found = await collection.findOne({ _id: 1 });
      expect(found).toEqual({ _id: 1, ...after });
      expect(Object.keys(found ?? {})).toEqual(['_id', ...Object.keys(after)]);
    });

  bench.it('keeps number types, and grows them as MongoDB does', async () => {
    const collection = bench.collection();
    const [int, whole, long] = [new Int32(2147483647), new Double(1), Long.fromNumber(5)];
    await collection.insertOne({ _id: 1, int, small: new Int32(1), whole, long });
    await collection.updateOne({ _id: 1 }, { $inc: { int: 1, small: 1, whole: 1, long: 1 } });
    const found = await collection.findOne({ _id: 1 }, typed);
    expect(found?.['small']).toEqual(new Int32(2));
    expect(found?.['int']).toEqual(Long.fromNumber(2147483648));
    expect(found?.['whole']).toEqual(new Double(2));
    expect(found?.['long']).toEqual(Long.fromNumber(6));
  });

  bench.it('refuses to overflow a long', async () => {
    const collection = bench.collection();
    await collection.insertOne({ _id: 1, n: Long.MAX_VALUE });
    expect(await codeOf(collection.updateOne({ _id: 1 }, { $inc: { n: 1 } }))).toBe(2);
  });

  bench.it('says what was matched and what was changed', async () => {
    const collection = bench.collection();
    await collection.insertMany([
      { _id: 1, n: 1 },
      { _id: 2, n: 2 },
    ]);
    expect(await collection.updateMany({}, { $set: { n: 1 } })).toMatchObject({ matchedCount: 2, modifiedCount: 1 });
    expect(await collection.updateOne({ _id: 9 }, { $set: { n: 1 } })).toMatchObject({
      matchedCount: 0,
      upsertedId: null,
    });
    expect(await collection.replaceOne({ _id: 1 }, { m: 1 })).toMatchObject({ matchedCount: 1, modifiedCount: 1 });
    expect(await collection.deleteMany({ n: { $gt: 100 } })).toMatchObject({ deletedCount: 0 });
    expect(await collection.deleteMany({})).toMatchObject({ deletedCount: 2 });
  });

  bench.it('has changed a number where its type or its sign is another one, though it compares equal', async () => {
    const collection = bench.collection();
    const numbers = [new Int32(0), new Double(0), new Double(-0), Long.fromNumber(0)];
    const changed: (readonly number[])[] = [];
    for (const before of numbers) {
      await collection.replaceOne({ _id: 1 }, { n: before }, { upsert: true });
      const ofEach: number[] = [];
      for (const after of numbers) {
        ofEach.push((await collection.updateOne({ _id: 1 }, { $set: { n: after } })).modifiedCount);
        expect(await collection.findOne({ _id: 1, n: 0 }, typed)).toMatchObject({ n: after });
        await collection.updateOne({ _id: 1 }, { $set: { n: before } });
      }
      changed.push(ofEach);
    }
    expect(changed).toEqual([
      [0, 1, 1, 1],
      [1, 0, 1, 1],
      [1, 1, 0, 1],
      [1, 1, 1, 0],
    ]);
  });

  bench.it('upserts from equalities, $setOnInsert and operators', async () => {
    const collection = bench.collection();
    const update = { $setOnInsert: { made: true }, $inc: { n: 1 } };
    const filter = { 'a.b': 1, c: { $eq: 2 }, d: { $gt: 5 }, $and: [{ e: 3 }], f: { $in: [4] } };
    const { upsertedId } = await collection.updateOne(filter, update, { upsert: true });
    expect(upsertedId).toBeInstanceOf(ObjectId);
    expect(await collection.findOne({}, { projection: { _id: 0 } })).toEqual({
      a: { b: 1 },
      c: 2,
      e: 3,
      f: 4,
      made: true,
      n: 1,
    });
    await collection.updateOne({ _id: 'given' }, { $set: { x: 1 } }, { upsert: true });
    expect(await collection.findOne({ x: 1 })).toEqual({ _id: 'given', x: 1 });
    await collection.replaceOne({ _id: 'placed' }, { y: 1 }, { upsert: true });
    expect(await collection.findOne({ y: 1 })).toEqual({ _id: 'placed', y: 1 });
  });

  bench.it('finds and changes one document, answered before or after', async () => {
    const collection = bench.collection();
    await collection.insertMany([
      { _id: 1, q: 1, n: 5 },
      { _id: 2, q: 1, n: 9 },
    ]);
    const sort = { n: -1 } as const;
    expect(await collection.findOneAndUpdate({ q: 1 }, { $inc: { n: 1 } }, { sort })).toEqual({ _id: 2, q: 1, n: 9 });
    const after = { sort, returnDocument: 'after', projection: { n: 1 } } as const;
    expect(await collection.findOneAndUpdate({ q: 1 }, { $inc: { n: 1 } }, after)).toEqual({ _id: 2, n: 11 });
    expect(await collection.findOneAndReplace({ _id: 1 }, { r: 1 }, { returnDocument: 'after' })).toEqual({
      _id: 1,
      r: 1,
    });
    expect(await collection.findOneAndDelete({ _id: 1 })).toEqual({ _id: 1, r: 1 });
    expect(await collection.findOneAndDelete({ _id: 1 })).toBeNull();
    const upserted = { upsert: true, returnDocument: 'after' } as const;
    expect(await collection.findOneAndUpdate({ _id: 7 }, { $set: { a: 1 } }, upserted)).toEqual({ _id: 7, a: 1 });
    expect(await collection.findOneAndUpdate({ _id: 8 }, { $set: { a: 1 } }, { upsert: true })).toBeNull();
  });

  bench.it('updates all that match although the update moves them in the index used', async () => {
    const collection = bench.collection();
    await makeIndex(collection, { n: 1 });
    await collection.insertMany(Array.from({ length: 500 }, (_, n) => ({ n })));
    expect(await collection.updateMany({ n: { $gte: 0 } }, { $inc: { n: 1000 } })).toMatchObject({
      matchedCount: 500,
      modifiedCount: 500,
    });
    expect(await collection.countDocuments({ n: { $gte: 1000, $lt: 1500 } })).toBe(500);
  });

  const refused: readonly (readonly [string, Fields, number])[] = [
    ['the change of _id', { $set: { _id: 2 } }, 66],
    ['$inc of a string', { $inc: { s: 1 } }, 14],
    ['$inc by a string', { $inc: { n: 'x' } }, 14],
    ['$push to a number', { $push: { n: 1 } }, 2],
    ['a path through a number', { $set: { 'n.x': 1 } }, 28],
    ['two changes of one path', { $set: { n: 1 }, $inc: { n: 1 } }, 40],
    ['changes of a path and its parent', { $set: { o: 1, 'o.x': 1 } }, 40],
    ['$ without a matched array', { $set: { 'a.$': 1 } }, 2],
  ];
  for (const [name, update, code] of refused)
    bench.it(`refuses ${name} and changes nothing`, async () => {
      const collection = bench.collection();
      const document = { _id: 1, n: 1, s: 'x', o: { x: 0 }, a: [1] };
      await collection.insertOne(document);
      expect(await codeOf(collection.updateOne({ _id: 1 }, update))).toBe(code);
      expect(await collection.findOne({ _id: 1 })).toEqual(document);
    });
}
