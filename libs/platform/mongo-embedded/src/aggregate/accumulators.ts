/** The accumulators of $group (and of expressions): each keeps no more than its answer needs. */
import { Decimal128 } from 'bson';
import { StoreError } from '../errors.ts';
import { compare } from '../values/compare.ts';
import { identity } from '../values/key.ts';
import { Doc, double, isNumeric, type Numeric, toNumber, type Value } from '../values/value.ts';
import { addAny, isDoubleValue } from './arithmetic-operators.ts';
import { type Maybe, missing } from './scope.ts';

export interface Accumulator {
  add(value: Maybe): void;
  result(): Maybe;
}

/** A sum with MongoDB's compensation for doubles, so that the order of addition does not show. */
function summing(): Accumulator & { count: () => number } {
  let total: Numeric = 0;
  let [doubles, lost, sawDouble, count] = [0, 0, false, 0];
  return {
    add: (value) => {
      if (!isNumeric(value)) return;
      count++;
      if (isDoubleValue(value)) {
        sawDouble = true;
        const n = toNumber(value);
        const next = doubles + n;
        if (Number.isFinite(next)) lost += Math.abs(doubles) >= Math.abs(n) ? doubles - next + n : n - next + doubles;
        doubles = next;
      } else total = addAny(total, value);
    },
    result: () => {
      if (total instanceof Decimal128 && sawDouble) return addAny(total, doubles + lost);
      return sawDouble ? double(doubles + lost + toNumber(total)) : total;
    },
    count: () => count,
  };
}

function averaging(): Accumulator {
  const sum = summing();
  return {
    add: (value) => {
      sum.add(value);
    },
    result: () => {
      if (sum.count() === 0) return null;
      const total = sum.result();
      const mean = toNumber(total) / sum.count();
      return total instanceof Decimal128 ? Decimal128.fromString(String(mean)) : double(mean);
    },
  };
}

function extreme(direction: number): Accumulator {
  let best: Maybe;
  return {
    add: (value) => {
      if (!missing(value) && (best === undefined || compare(value, best) * direction > 0)) best = value;
    },
    result: () => best ?? null,
  };
}

function edge(which: 'first' | 'last'): Accumulator {
  let [seen, kept]: [boolean, Maybe] = [false, undefined];
  return {
    add: (value) => {
      if (which === 'last' || !seen) kept = value;
      seen = true;
    },
    result: () => kept ?? null,
  };
}

function pushing(): Accumulator {
  const values: Value[] = [];
  return {
    add: (value) => {
      if (value !== undefined) values.push(value);
    },
    result: () => values,
  };
}

function uniting(): Accumulator {
  const values = new Map<string, Value>();
  return {
    add: (value) => {
      if (value === undefined) return;
      const key = identity(value);
      if (!values.has(key)) values.set(key, value);
    },
    result: () => [...values.values()],
  };
}

/** Welford's method. */
function deviation(sample: boolean): Accumulator {
  let [count, mean, squares] = [0, 0, 0];
  return {
    add: (value) => {
      if (!isNumeric(value)) return;
      count++;
      const delta = toNumber(value) - mean;
      mean += delta / count;
      squares += delta * (toNumber(value) - mean);
    },
    result: () => {
      const divisor = sample ? count - 1 : count;
      return divisor < 1 ? null : double(Math.sqrt(squares / divisor));
    },
  };
}

function merging(): Accumulator {
  const merged = new Doc();
  return {
    add: (value) => {
      if (missing(value)) return;
      if (!(value instanceof Doc)) throw new StoreError(40400, '$mergeObjects requires object inputs');
      for (const [name, field] of Object.entries(value)) merged[name] = field;
    },
    result: () => merged,
  };
}

const makers: Readonly<Record<string, () => Accumulator>> = {
  $sum: summing,
  $avg: averaging,
  $min: () => extreme(-1),
  $max: () => extreme(1),
  $first: () => edge('first'),
  $last: () => edge('last'),
  $push: pushing,
  $addToSet: uniting,
  $stdDevPop: () => deviation(false),
  $stdDevSamp: () => deviation(true),
  $mergeObjects: merging,
};

export const accumulatorNames = (): readonly string[] => [...Object.keys(makers), '$count'].sort();

export function accumulatorMaker(name: string): () => Accumulator {
  const maker = makers[name];
  if (maker) return maker;
  throw new StoreError(15952, `unknown group operator '${name}': not supported by the embedded store`);
}

export function accumulate(name: string, values: readonly Maybe[]): Maybe {
  const accumulator = accumulatorMaker(name)();
  for (const value of values) accumulator.add(value);
  return accumulator.result();
}
