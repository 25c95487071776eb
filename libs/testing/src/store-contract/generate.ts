/** Seeded documents, filters, updates and pipelines for the fuzz: small value ranges, so that things meet. */
import { Random } from '../random.ts';
import { type Fields } from './bench.ts';

export class Generator {
  readonly #random: Random;
  readonly #plain: boolean;

  /** `plain` leaves out what the oracle gets wrong: null beside missing, negative zero, nested arrays, $type, $sort in $push and others. */
  constructor(seed: number, { plain }: { plain: boolean }) {
    this.#random = new Random(seed);
    this.#plain = plain;
  }

  int(below: number): number {
    return this.#random.below(below);
  }

  chance(share: number): boolean {
    return this.#random.chance(share);
  }

  pick<T>(from: readonly [T, ...T[]]): T {
    return from[this.int(from.length)] ?? from[0];
  }

  scalar(): unknown {
    const makers: readonly [() => unknown, ...(() => unknown)[]] = [
      () => this.int(6),
      () => this.int(6),
      () => this.int(6) + 0.5,
      () => (this.#plain ? 0 - this.int(4) : -this.int(4)),
      () => this.pick(['', 'a', 'b', 'ab', 'B', 'ä', 'zz']),
      () => this.pick(['a', 'b', 'c']),
      () => (this.#plain ? 'none' : null),
      () => this.chance(0.5),
      () => new Date(this.int(5) * 1000),
    ];
    return this.pick(makers)();
  }

  value(depth = 0): unknown {
    if (this.#plain && depth > 0) return this.scalar();
    if (depth < 2 && this.chance(0.2)) return Array.from({ length: this.int(4) }, () => this.value(depth + 1));
    if (depth < 2 && this.chance(0.2)) return this.object(depth + 1);
    return this.scalar();
  }

  object(depth: number): Fields {
    const made: Fields = {};
    for (const name of ['x', 'y'] as const) if (this.chance(0.7)) made[name] = this.value(depth);
    return made;
  }

  /** `n` is always a number, `k` a short string, `list` numbers, `rows` documents; `a`, `b` and `o` are anything. */
  document(id: number): Fields {
    const made: Fields = { _id: id, n: this.int(20), k: this.pick(['p', 'q', 'r', 's']) };
    if (this.chance(0.8)) made['a'] = this.value();
    if (this.chance(0.6)) made['b'] = this.value();
    if (this.chance(0.5)) made['o'] = this.object(1);
    if (this.chance(0.5)) made['list'] = Array.from({ length: this.int(5) }, () => this.int(8));
    if (this.chance(0.4))
      made['rows'] = Array.from({ length: 1 + this.int(3) }, () => ({ k: this.int(3), v: this.int(10) }));
    return made;
  }

  filter(depth = 0): Fields {
    if (depth < 2 && this.chance(0.2)) {
      const operator = this.pick(['$or', '$and', '$nor']);
      return { [operator]: [this.filter(depth + 1), this.filter(depth + 1)] };
    }
    const filter = this.condition();
    return this.chance(0.3) ? { ...filter, ...this.condition() } : filter;
  }

  condition(): Fields {
    const path = this.pick(['a', 'b', 'n', 'k', 'list', 'o.x', 'o.y', 'rows.v', 'rows.k', this.#plain ? 'n' : 'a.x']);
    const makers: readonly [() => unknown, ...(() => unknown)[]] = [
      () => this.scalar(),
      () => ({ $in: [this.scalar(), this.scalar(), this.scalar()] }),
      () => ({ [this.pick(['$gt', '$gte', '$lt', '$lte'])]: this.range() }),
      () => ({ $gt: this.int(5), $lte: 5 + this.int(10) }),
      () => ({ $ne: this.scalar() }),
      () => ({ $nin: [this.scalar(), this.scalar()] }),
      () => ({ $exists: this.chance(0.5) }),
      () => ({ $size: this.int(3) }),
      () => ({ $elemMatch: { $gte: this.int(6), $lt: 3 + this.int(6) } }),
      () => ({ $not: { $gt: this.int(8) } }),
      () => (this.#plain ? { $exists: true } : { $type: this.pick(['string', 'bool', 'date', 'array', 'object']) }),
      () => ({ $regex: this.pick(['^a', 'b$', 'z', '^p']) }),
    ];
    if (this.chance(0.1)) return { rows: { $elemMatch: { k: this.int(3), v: { $gt: this.int(8) } } } };
    const operand = this.pick(makers)();
    const ofArray = /\$size|\$elemMatch/.test(JSON.stringify(operand));
    return { [this.#plain && ofArray ? 'list' : path]: operand };
  }

  /** What an ordering comparison may be made with. */
  range(): unknown {
    return this.pick<unknown>([this.int(8), this.int(8) + 0.5, 'a', new Date(this.int(5) * 1000)]);
  }

  update(): Fields {
    const makers: readonly [() => Fields, ...(() => Fields)[]] = [
      () => ({ $set: { [this.pick(['a', 'b', 's'])]: this.value() } }),
      () => ({ $set: { n: this.int(20), 's.t': this.scalar() } }),
      () => ({ $inc: { n: this.int(5) - 2, m: 1 } }),
      () => ({ $unset: { [this.pick(['a', 'b', 'o'])]: '' } }),
      () => ({ $min: { n: this.int(20) }, $max: { m: this.int(9) } }),
      () => ({ $mul: { n: this.int(3) } }),
      () => ({ $push: { pushed: this.int(9) } }),
      () => ({
        $push: {
          pushed: {
            $each: [this.int(9), this.int(9)],
            ...(this.#plain ? {} : { $sort: this.pick([1, -1]) }),
            $slice: this.pick([3, -3]),
          },
        },
      }),
      () => ({ $addToSet: { set: this.#plain ? this.int(4) : { $each: [this.int(4), this.int(4)] } } }),
      () => ({ $pull: { list: { $gte: this.int(8) } } }),
      () => ({ $pull: { rows: { k: this.int(3) } } }),
      () => ({ $rename: { m: 'renamed' } }),
      () => ({ ...(this.#plain ? {} : { $setOnInsert: { made: true } }), $set: { k: this.pick(['p', 'q']) } }),
    ];
    return this.pick(makers)();
  }

  pipeline(): Fields[] {
    const stages: readonly [() => Fields[], ...(() => Fields[])[]] = [
      () => [{ $match: this.filter() }, { $sort: { _id: 1 } }],
      () => [
        {
          $group: {
            _id: this.pick(['$k', '$n', null]),
            c: { $sum: 1 },
            s: { $sum: '$n' },
            lo: { $min: '$n' },
            hi: { $max: '$n' },
            mean: { $avg: '$n' },
          },
        },
        { $sort: { _id: 1 } },
      ],
      () => [{ $unwind: '$list' }, { $group: { _id: '$list', c: { $sum: 1 } } }, { $sort: { _id: 1 } }],
      () => [{ $sort: { n: this.pick([1, -1]), _id: 1 } }, { $skip: this.int(3) }, { $limit: 1 + this.int(6) }],
      () => [
        {
          $project: {
            k: 1,
            twice: { $multiply: ['$n', 2] },
            big: { $gt: ['$n', 9] },
            size: { $size: { $ifNull: ['$list', []] } },
          },
        },
        { $sort: { _id: 1 } },
      ],
      () => [
        {
          $set: {
            label: { $concat: ['$k', '-', { $toString: '$n' }] },
            level: { $cond: [{ $lt: ['$n', 10] }, 'low', 'high'] },
          },
        },
        { $unset: ['a', 'b', 'o'] },
        { $sort: { _id: 1 } },
      ],
      () => [
        { $unwind: '$rows' },
        { $match: { 'rows.v': { $gt: this.int(6) } } },
        { $group: { _id: '$rows.k', v: { $sum: '$rows.v' } } },
        { $sort: { _id: 1 } },
      ],
      () => [
        { $sort: { _id: 1 } },
        { $project: { kept: { $filter: { input: { $ifNull: ['$list', []] }, as: 'e', cond: { $gte: ['$$e', 3] } } } } },
      ],
    ];
    return [...(this.chance(0.5) ? [{ $match: this.filter() }] : []), ...this.pick(stages)()];
  }

  sort(): Record<string, 1 | -1> {
    const way = this.pick([1, -1] as const);
    return { [this.pick(['n', 'k', '_id'])]: way, _id: this.pick([1, -1] as const) };
  }

  /** Over fields that are not two arrays at once. */
  index(): Record<string, 1 | -1> {
    const way = this.pick([1, -1] as const);
    return this.pick<Record<string, 1 | -1>>([
      { n: way },
      { k: way, n: 1 },
      { a: way },
      { b: 1 },
      { list: way },
      { 'rows.v': way },
      { 'o.x': 1 },
      { k: 1, list: 1 },
      { n: -1, a: 1 },
    ]);
  }
}
