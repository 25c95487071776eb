/** Indexes: uniqueness, arrays, partial and sparse ones, use, expiry definitions. */
import { expect } from '@jest/globals';
import { type Bench, codeOf, type Fields, makeIndex } from './bench.ts';

export function indexContract(bench: Bench): void {
  bench.it('keeps a unique index, and says which key was doubled', async () => {
    const collection = bench.collection();
    await makeIndex(collection, { a: 1, b: -1 }, { unique: true });
    await collection.insertMany([
      { _id: 1, a: 1, b: 1 },
      { _id: 2, a: 1, b: 2 },
    ]);
    const error = await collection.insertOne({ a: 1, b: 2 }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 11000, keyPattern: { a: 1, b: -1 }, keyValue: { a: 1, b: 2 } });
    expect(await codeOf(collection.updateOne({ _id: 1 }, { $set: { b: 2 } }))).toBe(11000);
    expect(await collection.findOne({ _id: 1 })).toEqual({ _id: 1, a: 1, b: 1 });
    await collection.deleteOne({ _id: 2 });
    expect((await collection.updateOne({ _id: 1 }, { $set: { b: 2 } })).modifiedCount).toBe(1);
  });

  bench.it('counts a missing field as null in a unique index, unless it is sparse', async () => {
    const [strict, sparse] = [bench.collection(), bench.collection()];
    await makeIndex(strict, { a: 1 }, { unique: true });
    await makeIndex(sparse, { a: 1 }, { unique: true, sparse: true });
    await strict.insertOne({ b: 1 });
    expect(await codeOf(strict.insertOne({ b: 2 }))).toBe(11000);
    await sparse.insertMany([{ b: 1 }, { b: 2 }, { a: 1 }]);
    expect(await codeOf(sparse.insertOne({ a: 1 }))).toBe(11000);
    expect(await sparse.find({ a: null }).toArray()).toHaveLength(2);
    expect(await sparse.find().sort({ a: 1 }).toArray()).toHaveLength(3);
  });

  bench.it('keeps a partial unique index to its documents', async () => {
    const collection = bench.collection();
    await makeIndex(collection, { email: 1 }, { unique: true, partialFilterExpression: { active: true } });
    await collection.insertMany([
      { email: 'x', active: false },
      { email: 'x', active: false },
      { _id: 1, email: 'x', active: true },
    ]);
    expect(await codeOf(collection.insertOne({ email: 'x', active: true }))).toBe(11000);
    expect(await collection.find({ email: 'x' }).toArray()).toHaveLength(3);
    expect(await collection.find({ email: 'x', active: true }).toArray()).toHaveLength(1);
    await collection.updateOne({ _id: 1 }, { $set: { active: false } });
    await collection.insertOne({ email: 'x', active: true });
  });

  bench.it('finds by every element of an array, each document once', async () => {
    const collection = bench.collection();
    await makeIndex(collection, { tags: 1 });
    await collection.insertMany([
      { _id: 1, tags: ['a', 'b'] },
      { _id: 2, tags: ['b', 'c'] },
      { _id: 3, tags: [] },
      { _id: 4 },
    ]);
    const found = async (filter: Fields) =>
      (await collection.find(filter).sort({ _id: 1 }).toArray()).map(({ _id }) => _id);
    expect(await found({ tags: 'b' })).toEqual([1, 2]);
    expect(await found({ tags: { $in: ['a', 'b'] } })).toEqual([1, 2]);
    expect(await found({ tags: { $gte: 'b' } })).toEqual([1, 2]);
    expect(await found({ tags: null })).toEqual([4]);
    await collection.updateOne({ _id: 1 }, { $pull: { tags: 'b' } as Fields });
    expect(await found({ tags: 'b' })).toEqual([2]);
  });

  bench.it('finds by many values at once, each document once, in the order of the index', async () => {
    const collection = bench.collection();
    await makeIndex(collection, { n: 1 });
    await makeIndex(collection, { tags: 1 });
    const documents = Array.from({ length: 600 }, (_, id) => ({
      _id: id,
      n: id < 300 ? id % 100 : 7,
      tags: [id % 50, 'all'],
    }));
    await collection.insertMany(documents);
    const upTo = (most: number): readonly number[] => Array.from({ length: most }, (_, n) => n);
    const few = await collection
      .find({ n: { $in: [5, 1, 3, 2, 1000] } })
      .sort({ n: -1, _id: 1 })
      .toArray();
    expect(few.map(({ n }) => n)).toEqual([5, 3, 2, 1].flatMap((n) => [n, n, n]));
    const most = await collection
      .find({ n: { $in: upTo(90) } })
      .sort({ n: -1 })
      .toArray();
    expect(most.map(({ n }) => n)).toEqual(
      documents
        .map(({ n }) => n)
        .filter((n) => n < 90)
        .sort((a, b) => b - a),
    );
    const tagged = await collection.find({ tags: { $in: [...upTo(40), 'all'] } }).toArray();
    expect(tagged.map(({ _id }) => Number(_id)).sort((a, b) => a - b)).toEqual(upTo(600));
    expect(await collection.countDocuments({ tags: { $in: upTo(40) } })).toBe(480);
    const ids = await collection
      .find({ _id: { $in: [...upTo(150), 3, -1, 9_999] } })
      .sort({ _id: -1 })
      .toArray();
    expect(ids.map(({ _id }) => _id)).toEqual([...upTo(150)].reverse());
  });

  bench.it('answers nothing that does not match, although it changes between two batches', async () => {
    const collection = bench.collection();
    await makeIndex(collection, { tags: 1 });
    await collection.insertMany(Array.from({ length: 6 }, (_, id) => ({ _id: id, tags: ['a', 'b'] })));
    const cursor = collection.find({ tags: { $in: ['a', 'b'] } }).batchSize(2);
    const found = [await cursor.next(), await cursor.next()];
    await collection.updateMany({}, { $set: { tags: ['c'] } });
    found.push(...(await cursor.toArray()));
    expect(found.filter((document) => !JSON.stringify(document).includes('"a"'))).toEqual([]);
  });

  bench.it('meets two conditions on one array by different elements', async () => {
    const collection = bench.collection();
    await makeIndex(collection, { 'tags.name': 1, 'tags.at': 1 });
    const tags = [
      { name: 'a', at: 1 },
      { name: 'b', at: 2 },
    ];
    await collection.insertOne({ _id: 1, tags });
    const count = (filter: Fields) => collection.countDocuments(filter);
    expect(await count({ 'tags.name': 'a', 'tags.at': 2 })).toBe(1);
    expect(await count({ 'tags.name': 'a', 'tags.at': { $gt: 1 } })).toBe(1);
    expect(await count({ 'tags.name': 'c', 'tags.at': 2 })).toBe(0);
  });

  bench.it('keeps of each change what it touches, and no more, in the indexes', async () => {
    const collection = bench.collection();
    await makeIndex(collection, { tags: 1 });
    await makeIndex(collection, { 'name.last': 1 });
    await collection.insertOne({ _id: 1, tags: ['a'], name: { last: 'orr' }, n: 0 });
    const found = async () => {
      const filters: Fields[] = [{ tags: 'a' }, { tags: 'b' }, { 'name.last': 'orr' }, { 'name.last': 'day' }];
      return Promise.all(filters.map((filter) => collection.countDocuments(filter)));
    };
    await collection.updateOne({ _id: 1 }, { $inc: { n: 1 } });
    expect(await found()).toEqual([1, 0, 1, 0]);
    await collection.updateOne({ _id: 1 }, { $addToSet: { tags: 'b' } });
    expect(await found()).toEqual([1, 1, 1, 0]);
    await collection.updateOne({ _id: 1 }, { $set: { 'name.last': 'day' } });
    expect(await found()).toEqual([1, 1, 0, 1]);
    await collection.updateOne({ _id: 1 }, { $rename: { name: 'names' }, $set: { 'tags.0': 'c' } });
    expect(await found()).toEqual([0, 1, 0, 0]);
    await collection.replaceOne({ _id: 1 }, { tags: ['a'], name: { last: 'orr' } });
    expect(await found()).toEqual([1, 0, 1, 0]);
  });

  bench.it('refuses an index over two arrays of one document', async () => {
    const collection = bench.collection();
    await makeIndex(collection, { a: 1, b: 1 });
    expect(await codeOf(collection.insertOne({ a: [1], b: [2] }))).toBe(171);
    expect(await collection.countDocuments()).toBe(0);
  });

  bench.it('refuses to make a unique index over doubles', async () => {
    const collection = bench.collection();
    await collection.insertMany([{ a: 1 }, { a: 1 }]);
    expect(await codeOf(makeIndex(collection, { a: 1 }, { unique: true }))).toBe(11000);
    expect(await collection.indexes()).toHaveLength(1);
  });

  bench.it('makes an index once, refuses a conflicting one, lists and drops', async () => {
    const collection = bench.collection();
    expect(await makeIndex(collection, { a: 1 })).toBe('a_1');
    expect(await makeIndex(collection, { a: 1 })).toBe('a_1');
    expect([85, 86]).toContain(await codeOf(makeIndex(collection, { a: 1 }, { unique: true })));
    expect([85, 86]).toContain(await codeOf(makeIndex(collection, { b: 1 }, { name: 'a_1' })));
    await makeIndex(collection, { at: 1 }, { expireAfterSeconds: 60, name: 'ttl' });
    const listed = await collection.indexes();
    expect(listed.map(({ name }) => name)).toEqual(['_id_', 'a_1', 'ttl']);
    expect(listed[2]).toMatchObject({ key: { at: 1 }, expireAfterSeconds: 60 });
    await collection.dropIndex('a_1');
    expect(await collection.indexExists('a_1')).toBe(false);
    expect(await codeOf(collection.dropIndex('_id_'))).not.toBe('no error');
    expect(await codeOf(collection.dropIndex('never'))).toBe(27);
  });

  bench.it('answers the same with and without an index, for ranges in both directions', async () => {
    const [plain, indexed] = [bench.collection(), bench.collection()];
    await makeIndex(indexed, { a: 1, b: -1 });
    await makeIndex(indexed, { b: 1 });
    const values = [1, 2.5, -3, null, 'x', 'y', new Date(0), new Date(5), true, [1, 7], NaN, { z: 1 }];
    const documents = values
      .flatMap((a, i) => values.map((b, j) => ({ _id: i * 100 + j, a, b })))
      .filter(({ a, b }) => !(Array.isArray(a) && Array.isArray(b)));
    await plain.insertMany(documents);
    await indexed.insertMany(documents);
    const filters: Fields[] = values.flatMap((v) => [
      { a: v },
      { a: { $gt: v } },
      { a: { $lte: v }, b: { $gte: v } },
      { a: 1, b: { $lt: v } },
      { a: { $in: [v, 2.5] }, b: { $gt: 0 } },
      { $or: [{ a: v }, { b: v }] },
    ]);
    for (const filter of filters) {
      for (const sort of [{ _id: 1 }, { a: 1, b: -1, _id: 1 }, { b: -1, _id: 1 }] as const) {
        const [left, right] = [
          await plain.find(filter).sort(sort).toArray(),
          await indexed.find(filter).sort(sort).toArray(),
        ];
        expect([filter, sort, right.map(({ _id }) => _id)]).toEqual([filter, sort, left.map(({ _id }) => _id)]);
      }
    }
  });

  bench.it('says in explain which index it uses', async () => {
    const collection = bench.collection();
    await collection.insertOne({ a: 1, b: 1 });
    await makeIndex(collection, { a: 1, b: 1 });
    const used = async (filter: Fields, sort: Record<string, 1 | -1> = {}) =>
      JSON.stringify(await collection.find(filter).sort(sort).explain());
    expect(await used({ a: 1 })).toContain('a_1_b_1');
    expect(await used({ a: 1, b: { $gt: 0 } })).toContain('a_1_b_1');
    expect(await used({ a: { $gt: 0 } }, { a: -1 })).not.toContain('"SORT"');
    expect(await used({ c: 1 })).toContain('COLLSCAN');
  });
}
