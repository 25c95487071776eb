/** Filters, sorts and projections. */
import { expect } from '@jest/globals';
import mongoose from 'mongoose';
import { type Bench, type Fields, makeIndex } from './bench.ts';

const { Decimal128, Long, ObjectId } = mongoose.mongo;

const library: readonly Fields[] = [
  { _id: 1, n: 1, s: 'apple', tags: ['red', 'green'], at: new Date(1000), o: { a: 1, b: 2 } },
  { _id: 2, n: 2.5, s: 'Banana', tags: [], o: { a: 1 } },
  {
    _id: 3,
    n: null,
    s: 'cherry',
    tags: 'red',
    list: [
      { k: 'x', v: 1 },
      { k: 'y', v: 5 },
    ],
  },
  { _id: 4, s: 'apricot', tags: ['blue', ['red']], list: [{ k: 'x', v: 7 }] },
  { _id: 5, n: Long.fromNumber(3), s: 'ápple', flag: true, o: { b: 2, a: 1 } },
  { _id: 6, n: Decimal128.fromString('2.5'), list: [1, 5, 9], flag: false },
  { _id: 7, n: 'text', id: new ObjectId('0123456789abcdef01234567'), list: [] },
  { _id: 8, n: [1, 10], deep: { er: [{ x: [1, 2] }, { x: 3 }] } },
];

const cases: readonly (readonly [string, Fields, readonly number[]])[] = [
  ['equality', { n: 1 }, [1, 8]],
  ['equality across number types', { n: 2.5 }, [2, 6]],
  ['null matches missing', { n: null }, [3, 4]],
  ['$eq null with $exists', { n: { $eq: null, $exists: true } }, [3]],
  ['$exists false', { n: { $exists: false } }, [4]],
  ['$gt compares one kind of type', { n: { $gt: 1 } }, [2, 5, 6, 8]],
  ['a range on an array may be met by two elements', { n: { $gt: 5, $lt: 3 } }, [8]],
  ['$gte string', { n: { $gte: 'a' } }, [7]],
  ['$lt date', { at: { $lt: new Date(2000) } }, [1]],
  ['$ne', { n: { $ne: 1 } }, [2, 3, 4, 5, 6, 7]],
  ['$in with null and regex', { s: { $in: [null, /^ap/] } }, [1, 4, 6, 7, 8]],
  ['$nin', { n: { $nin: [1, null] } }, [2, 5, 6, 7]],
  ['an element', { tags: 'red' }, [1, 3]],
  ['a nested array as element', { tags: ['red'] }, [4]],
  ['a whole array', { tags: ['red', 'green'] }, [1]],
  ['an empty array', { tags: [] }, [2]],
  ['a whole document, in field order', { o: { a: 1, b: 2 } }, [1]],
  ['a path', { 'o.b': 2 }, [1, 5]],
  ['a path through an array', { 'list.v': 5 }, [3]],
  ['an array position', { 'list.0.v': 7 }, [4]],
  ['a position of plain values', { 'list.1': 5 }, [6]],
  ['two levels of arrays', { 'deep.er.x': 2 }, [8]],
  ['$all', { tags: { $all: ['green', 'red'] } }, [1]],
  ['$size', { list: { $size: 2 } }, [3]],
  ['$elemMatch of documents', { list: { $elemMatch: { k: 'x', v: { $gt: 5 } } } }, [4]],
  ['without $elemMatch', { 'list.k': 'y', 'list.v': 1 }, [3]],
  ['$elemMatch of values', { list: { $elemMatch: { $gt: 4, $lt: 6 } } }, [6]],
  ['$not', { n: { $not: { $gt: 1 } } }, [1, 3, 4, 7]],
  ['$not regex', { s: { $not: /^a/ } }, [2, 3, 5, 6, 7, 8]],
  ['$regex with options', { s: { $regex: '^b', $options: 'i' } }, [2]],
  ['$type', { n: { $type: 'double' } }, [2]],
  ['$type number', { n: { $type: 'number' } }, [1, 2, 5, 6, 8]],
  ['$type array', { n: { $type: 'array' } }, [8]],
  ['$mod', { n: { $mod: [2, 1] } }, [1, 5, 8]],
  ['$or and $and', { $or: [{ n: 1 }, { $and: [{ flag: true }, { 'o.a': 1 }] }] }, [1, 5, 8]],
  ['$nor', { $nor: [{ n: { $exists: true } }, { s: 'x' }] }, [4]],
  ['$expr', { $expr: { $eq: ['$o.a', { $subtract: ['$o.b', 1] }] } }, [1, 5]],
  ['booleans are not numbers', { flag: { $in: [1, 0] } }, []],
  ['an ObjectId', { id: new ObjectId('0123456789abcdef01234567') }, [7]],
  ['$bitsAllSet', { n: { $bitsAllSet: 3 } }, [5]],
];

const ids = (documents: readonly Fields[]): unknown[] => documents.map(({ _id }) => _id);

export function queryContract(bench: Bench): void {
  const filled = async () => {
    const collection = bench.collection();
    await collection.insertMany([...library]);
    return collection;
  };

  for (const [name, filter, expected] of cases)
    bench.it(name, async () => {
      const collection = await filled();
      expect(ids(await collection.find(filter).sort({ _id: 1 }).toArray())).toEqual(expected);
      expect(await collection.countDocuments(filter)).toBe(expected.length);
    });

  bench.it('gives the same answers with indexes on everything', async () => {
    const collection = await filled();
    for (const path of ['n', 's', 'tags', 'o', 'list.v', 'at', 'flag', 'o.b', 'deep.er.x']) {
      await makeIndex(collection, { [path]: 1 });
    }
    for (const [name, filter, expected] of cases) {
      expect([name, ids(await collection.find(filter).sort({ _id: 1 }).toArray())]).toEqual([name, expected]);
    }
  });

  bench.it('sorts mixed types in the order of BSON, arrays by their extreme element', async () => {
    const collection = bench.collection();
    const values = [
      new Date(5),
      true,
      'b',
      'a',
      3,
      null,
      { a: 1 },
      [9, 0],
      new ObjectId(),
      NaN,
      Buffer.from('x'),
      -1,
      [],
    ];
    await collection.insertMany(values.map((v, _id) => ({ _id, v })));
    await collection.insertOne({ _id: 99 });
    expect(ids(await collection.find().sort({ v: 1, _id: 1 }).toArray())).toEqual([
      12, 5, 99, 9, 11, 7, 4, 3, 2, 6, 10, 8, 1, 0,
    ]);
    expect(ids(await collection.find().sort({ v: -1, _id: -1 }).limit(3).toArray())).toEqual([0, 1, 8]);
  });

  bench.it('sorts by several fields and pages with skip and limit', async () => {
    const collection = bench.collection();
    await collection.insertMany(Array.from({ length: 60 }, (_, n) => ({ _id: n, a: n % 3, b: n % 7 })));
    const expected = Array.from({ length: 60 }, (_, n) => n).sort(
      (x, y) => (x % 3) - (y % 3) || (y % 7) - (x % 7) || x - y,
    );
    const sorted = collection.find().sort({ a: 1, b: -1, _id: 1 });
    expect(ids(await sorted.skip(10).limit(20).toArray())).toEqual(expected.slice(10, 30));
  });

  const projections: readonly (readonly [string, Fields, Fields])[] = [
    ['inclusion', { a: 1, 'o.x': 1 }, { _id: 1, a: 1, o: { x: 1 } }],
    ['without _id', { a: 1, _id: 0 }, { a: 1 }],
    ['exclusion', { list: 0, 'o.y': 0 }, { _id: 1, a: 1, o: { x: 1 } }],
    ['$slice keeps the rest', { list: { $slice: 1 }, o: 0 }, { _id: 1, a: 1, list: [{ k: 1, v: 'one' }] }],
    ['$slice from the end', { list: { $slice: -1 }, a: 1 }, { _id: 1, a: 1, list: [{ k: 2, v: 'two' }] }],
    ['$elemMatch', { list: { $elemMatch: { k: 2 } } }, { _id: 1, list: [{ k: 2, v: 'two' }] }],
    ['inside an array', { 'list.v': 1 }, { _id: 1, list: [{ v: 'one' }, { v: 'two' }] }],
    ['an expression', { sum: { $add: ['$a', 1] } }, { _id: 1, sum: 2 }],
  ];
  for (const [name, projection, expected] of projections)
    bench.it(`projects: ${name}`, async () => {
      const collection = bench.collection();
      await collection.insertOne({
        _id: 1,
        a: 1,
        o: { x: 1, y: 2 },
        list: [
          { k: 1, v: 'one' },
          { k: 2, v: 'two' },
        ],
      });
      expect(await collection.findOne({}, { projection })).toEqual(expected);
    });

  bench.it('projects the matched element with $', async () => {
    const collection = bench.collection();
    await collection.insertOne({ _id: 1, list: [{ k: 1 }, { k: 2 }, { k: 3 }] });
    expect(await collection.findOne({ 'list.k': { $gte: 2 } }, { projection: { 'list.$': 1 } })).toEqual({
      _id: 1,
      list: [{ k: 2 }],
    });
  });

  bench.it('finds distinct values, those of arrays one by one', async () => {
    const collection = await filled();
    expect((await collection.distinct('tags')).map(String).sort()).toEqual(['blue', 'green', 'red', 'red']);
    expect(await collection.distinct('o.a')).toEqual([1]);
    expect(await collection.distinct('s', { flag: true })).toEqual(['ápple']);
  });
}
