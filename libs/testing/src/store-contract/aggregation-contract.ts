/** Pipelines: stages, accumulators, expressions. */
import { beforeAll, expect } from '@jest/globals';
import mongoose from 'mongoose';
import { type Bench, codeOf, type Collection, type Fields, typed } from './bench.ts';

const { Double, Int32, Long } = mongoose.mongo;
const orders: readonly Fields[] = [
  {
    _id: 1,
    who: 'ann',
    total: 10,
    items: [
      { sku: 'a', n: 1 },
      { sku: 'b', n: 2 },
    ],
    at: new Date('2024-02-29T23:30:00Z'),
  },
  { _id: 2, who: 'bob', total: 20.5, items: [{ sku: 'a', n: 3 }], at: new Date('2024-03-01T00:30:00Z') },
  { _id: 3, who: 'ann', total: 30, items: [], at: new Date('2024-12-31T12:00:00Z') },
  { _id: 4, who: 'eve', at: new Date('2025-01-01T12:00:00Z') },
];

const pipelines: Readonly<Record<string, readonly [Fields[], Fields[]]>> = {
  '$group with the usual accumulators': [
    [
      {
        $group: {
          _id: '$who',
          n: { $sum: 1 },
          sum: { $sum: '$total' },
          mean: { $avg: '$total' },
          least: { $min: '$total' },
          most: { $max: '$total' },
        },
      },
      { $sort: { _id: 1 } },
    ],
    [
      { _id: 'ann', n: 2, sum: 40, mean: 20, least: 10, most: 30 },
      { _id: 'bob', n: 1, sum: 20.5, mean: 20.5, least: 20.5, most: 20.5 },
      { _id: 'eve', n: 1, sum: 0, mean: null, least: null, most: null },
    ],
  ],
  '$group of lists': [
    [
      { $sort: { _id: 1 } },
      {
        $group: {
          _id: null,
          first: { $first: '$who' },
          last: { $last: '$who' },
          all: { $push: '$total' },
          count: { $count: {} },
        },
      },
    ],
    [{ _id: null, first: 'ann', last: 'eve', all: [10, 20.5, 30], count: 4 }],
  ],
  '$group by a document': [
    [{ $group: { _id: { y: { $year: '$at' }, who: '$who' } } }, { $sort: { '_id.y': 1, '_id.who': 1 } }],
    [{ _id: { y: 2024, who: 'ann' } }, { _id: { y: 2024, who: 'bob' } }, { _id: { y: 2025, who: 'eve' } }],
  ],
  $unwind: [
    [{ $unwind: '$items' }, { $group: { _id: '$items.sku', n: { $sum: '$items.n' } } }, { $sort: { n: -1 } }],
    [
      { _id: 'a', n: 4 },
      { _id: 'b', n: 2 },
    ],
  ],
  '$unwind that keeps the empty': [
    [
      { $unwind: { path: '$items', preserveNullAndEmptyArrays: true, includeArrayIndex: 'i' } },
      { $sort: { _id: 1, i: 1 } },
      { $project: { i: 1 } },
    ],
    [
      { _id: 1, i: 0 },
      { _id: 1, i: 1 },
      { _id: 2, i: 0 },
      { _id: 3, i: null },
      { _id: 4, i: null },
    ],
  ],
  '$match, $sort, $skip, $limit, $project': [
    [
      { $match: { total: { $gte: 10 } } },
      { $sort: { total: -1 } },
      { $skip: 1 },
      { $limit: 1 },
      { $project: { who: 1, twice: { $multiply: ['$total', 2] } } },
    ],
    [{ _id: 2, who: 'bob', twice: 41 }],
  ],
  '$set and $unset': [
    [{ $match: { _id: 1 } }, { $set: { 'items.n': 0, size: { $size: '$items' } } }, { $unset: ['at', 'items.sku'] }],
    [{ _id: 1, who: 'ann', total: 10, items: [{ n: 0 }, { n: 0 }], size: 2 }],
  ],
  '$facet and $count': [
    [
      {
        $facet: {
          all: [{ $count: 'n' }],
          big: [{ $match: { total: { $gt: 15 } } }, { $project: { _id: 1 } }, { $sort: { _id: 1 } }],
        },
      },
    ],
    [{ all: [{ n: 4 }], big: [{ _id: 2 }, { _id: 3 }] }],
  ],
  $bucket: [
    [
      { $bucket: { groupBy: '$total', boundaries: [0, 15, 25], default: 'other', output: { n: { $sum: 1 } } } },
      { $sort: { n: 1, _id: 1 } },
    ],
    [
      { _id: 0, n: 1 },
      { _id: 15, n: 1 },
      { _id: 'other', n: 2 },
    ],
  ],
  $sortByCount: [[{ $sortByCount: '$who' }, { $limit: 1 }], [{ _id: 'ann', count: 2 }]],
  $replaceRoot: [
    [{ $match: { _id: 1 } }, { $replaceRoot: { newRoot: { $arrayElemAt: ['$items', 1] } } }],
    [{ sku: 'b', n: 2 }],
  ],
  $unionWith: [
    [
      { $match: { _id: 1 } },
      { $project: { who: 1 } },
      { $unionWith: { coll: 'contract_people', pipeline: [{ $project: { city: 1 } }] } },
      { $sort: { _id: 1 } },
      { $limit: 1 },
    ],
    [{ _id: 1, who: 'ann' }],
  ],
  '$lookup by field': [
    [
      { $match: { _id: { $lte: 2 } } },
      { $lookup: { from: 'contract_people', localField: 'who', foreignField: '_id', as: 'person' } },
      { $project: { 'person.city': 1 } },
      { $sort: { _id: 1 } },
    ],
    [
      { _id: 1, person: [{ city: 'Ulm' }] },
      { _id: 2, person: [] },
    ],
  ],
  '$lookup with a pipeline': [
    [
      { $match: { _id: 1 } },
      {
        $lookup: {
          from: 'contract_people',
          let: { w: '$who' },
          pipeline: [{ $match: { $expr: { $eq: ['$_id', '$$w'] } } }, { $project: { _id: 0 } }],
          as: 'p',
        },
      },
      { $project: { p: 1 } },
    ],
    [{ _id: 1, p: [{ city: 'Ulm' }] }],
  ],
};

const expressions: readonly (readonly [string, unknown, unknown])[] = [
  ['$cond', { $cond: [{ $gt: ['$n', 3] }, 'big', 'small'] }, 'big'],
  ['$switch', { $switch: { branches: [{ case: { $eq: ['$n', 5] }, then: 'five' }], default: 'none' } }, 'five'],
  ['$ifNull', { $ifNull: ['$missing', '$nothing', 'default'] }, 'default'],
  ['$map', { $map: { input: '$list', as: 'x', in: { $add: ['$$x', '$n'] } } }, [6, 7, 8]],
  ['$filter', { $filter: { input: '$list', cond: { $gte: ['$$this', 2] } } }, [2, 3]],
  ['$reduce', { $reduce: { input: '$list', initialValue: 0, in: { $add: ['$$value', '$$this'] } } }, 6],
  ['$let', { $let: { vars: { a: '$n' }, in: { $multiply: ['$$a', '$$a'] } } }, 25],
  ['$concat', { $concat: ['$s', '-', 'x'] }, 'Größe-x'],
  ['$concat with null', { $concat: ['$s', '$missing'] }, null],
  ['$toUpper', { $toUpper: 'abc' }, 'ABC'],
  ['$substrCP', { $substrCP: ['$s', 1, 2] }, 'rö'],
  ['$split', { $split: ['a,b,,c', ','] }, ['a', 'b', '', 'c']],
  ['$trim', { $trim: { input: '  x ' } }, 'x'],
  ['$strLenCP', { $strLenCP: '$s' }, 5],
  ['$strLenBytes', { $strLenBytes: '$s' }, 7],
  ['$indexOfCP', { $indexOfCP: ['$s', 'ß'] }, 3],
  ['$regexMatch', { $regexMatch: { input: '$s', regex: '^gr', options: 'i' } }, true],
  ['$replaceAll', { $replaceAll: { input: 'a.b.c', find: '.', replacement: { $literal: '$&' } } }, 'a$&b$&c'],
  ['$arrayElemAt from the end', { $arrayElemAt: ['$list', -1] }, 3],
  ['$slice', { $slice: ['$list', 1, 2] }, [2, 3]],
  ['$concatArrays', { $concatArrays: ['$list', [9]] }, [1, 2, 3, 9]],
  ['$in', { $in: [2, '$list'] }, true],
  ['$range', { $range: [0, 10, 4] }, [0, 4, 8]],
  [
    '$zip',
    {
      $zip: {
        inputs: [
          ['a', 'b'],
          [1, 2],
        ],
      },
    },
    [
      ['a', 1],
      ['b', 2],
    ],
  ],
  ['$objectToArray', { $objectToArray: '$o' }, [{ k: 'x', v: 1 }]],
  ['$arrayToObject', { $arrayToObject: [[['k', 'v']]] }, { k: 'v' }],
  ['$mergeObjects', { $mergeObjects: ['$o', { y: 2 }] }, { x: 1, y: 2 }],
  ['$setIntersection', { $setIntersection: ['$list', [3, 2, 9]] }, [2, 3]],
  ['$divide', { $divide: ['$n', 2] }, 2.5],
  ['$mod', { $mod: [-7, 3] }, -1],
  ['$round half to even', { $round: [2.5, 0] }, 2],
  ['$round to places', { $round: [2.345, 1] }, 2.3],
  ['$trunc', { $trunc: [-2.7] }, -2],
  ['$subtract dates', { $subtract: ['$at', { $toDate: '2024-02-29T23:29:59Z' }] }, 1000],
  ['$dateToString', { $dateToString: { date: '$at', format: '%Y-%m-%d %H:%M:%S.%L' } }, '2024-02-29 23:30:00.000'],
  [
    '$dateToString in a zone',
    { $dateToString: { date: '$at', format: '%Y-%m-%d', timezone: 'Europe/Berlin' } },
    '2024-03-01',
  ],
  ['$dateTrunc', { $dateTrunc: { date: '$at', unit: 'month' } }, new Date('2024-02-01T00:00:00Z')],
  ['$dateAdd', { $dateAdd: { startDate: '$at', unit: 'year', amount: 1 } }, new Date('2025-02-28T23:30:00Z')],
  ['$dateDiff', { $dateDiff: { startDate: '$at', endDate: new Date('2024-03-01T00:00:00Z'), unit: 'day' } }, 1],
  ['$isoWeek', { $isoWeek: '$at' }, 9],
  ['$dayOfYear', { $dayOfYear: '$at' }, 60],
  ['$toString', { $toString: 12.5 }, '12.5'],
  ['$toInt', { $toInt: '42' }, 42],
  ['$convert on error', { $convert: { input: 'x', to: 'int', onError: -1 } }, -1],
  ['$type of missing', { $type: '$missing' }, 'missing'],
  ['$cmp of null and missing', { $gt: [null, '$missing'] }, true],
  ['$literal', { $literal: '$n' }, '$n'],
  ['$getField', { $getField: { field: 'x', input: '$o' } }, 1],
  ['paths through arrays', '$rows.v', [1, 2]],
  ['$$ROOT', '$$ROOT.n', 5],
];

export function aggregationContract(bench: Bench): void {
  const held: { orders?: Collection } = {};
  const collection = (): Collection => held.orders ?? bench.collection();
  beforeAll(async () => {
    held.orders = bench.collection();
    await held.orders.insertMany([...orders]);
    await bench
      .database()
      .collection<Fields>('contract_people')
      .insertMany([
        { _id: 'ann', city: 'Ulm' },
        { _id: 'zed', city: 'Jena' },
      ]);
  });

  for (const [name, [pipeline, expected]] of Object.entries(pipelines))
    bench.it(name, async () => {
      expect(await collection().aggregate(pipeline).toArray()).toEqual(expected);
    });

  for (const [name, expression, expected] of expressions)
    bench.it(`the expression ${name}`, async () => {
      const one = bench.collection();
      await one.insertOne({
        _id: 1,
        n: 5,
        s: 'Größe',
        list: [1, 2, 3],
        o: { x: 1 },
        nothing: null,
        at: new Date('2024-02-29T23:30:00Z'),
        rows: [{ v: 1 }, { w: 0 }, { v: 2 }],
      });
      const [found] = await one.aggregate([{ $project: { _id: 0, result: expression } }]).toArray();
      expect(found).toEqual({ result: expected });
    });

  bench.it('keeps number types in sums', async () => {
    const one = bench.collection();
    await one.insertMany([
      { i: new Int32(2147483647), l: Long.fromNumber(1), d: new Double(1) },
      { i: new Int32(1), l: new Int32(1), d: new Int32(1) },
    ]);
    const sums = { _id: null, i: { $sum: '$i' }, l: { $sum: '$l' }, d: { $sum: '$d' }, n: { $sum: 1 } };
    const [found] = await one.aggregate([{ $group: sums }], typed).toArray();
    expect(found).toEqual({
      _id: null,
      i: Long.fromNumber(2147483648),
      l: Long.fromNumber(2),
      d: new Double(2),
      n: new Int32(2),
    });
  });

  bench.it('adds doubles without losing cents', async () => {
    const one = bench.collection();
    await one.insertMany(Array.from({ length: 1000 }, () => ({ v: 0.1 })));
    const [found] = await one.aggregate([{ $group: { _id: null, sum: { $sum: '$v' } } }]).toArray();
    expect(found?.['sum']).toBe(100);
  });

  bench.it('writes with $out and merges with $merge', async () => {
    const [out, merged] = [bench.collection(), bench.collection()];
    await merged.insertMany([
      { _id: 'ann', old: true },
      { _id: 'kim', old: true },
    ]);
    const group = { $group: { _id: '$who', n: { $sum: 1 } } };
    await collection()
      .aggregate([group, { $out: out.collectionName }])
      .toArray();
    expect(await out.countDocuments()).toBe(3);
    await collection()
      .aggregate([group, { $merge: { into: merged.collectionName, whenMatched: 'merge' } }])
      .toArray();
    expect(await merged.find().sort({ _id: 1 }).toArray()).toEqual([
      { _id: 'ann', old: true, n: 2 },
      { _id: 'bob', n: 1 },
      { _id: 'eve', n: 1 },
      { _id: 'kim', old: true },
    ]);
  });

  bench.it('samples without repetition', async () => {
    const sampled = await collection()
      .aggregate([{ $sample: { size: 3 } }])
      .toArray();
    expect(new Set(sampled.map(({ _id }) => _id)).size).toBe(3);
  });

  bench.it('refuses a division by zero and a broken pipeline', async () => {
    expect(
      await codeOf(
        collection()
          .aggregate([{ $project: { x: { $divide: [1, 0] } } }])
          .toArray(),
      ),
    ).not.toBe('no error');
    expect(
      await codeOf(
        collection()
          .aggregate([{ $nonsense: 1 }])
          .toArray(),
      ),
    ).toBe(40324);
  });
}
