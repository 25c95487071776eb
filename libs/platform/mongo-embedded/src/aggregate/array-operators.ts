/** Arrays, sets and objects in expressions. */
import { StoreError } from '../errors.ts';
import { compare, equal } from '../values/compare.ts';
import { identity } from '../values/key.ts';
import { Doc, doc, isNumeric, toNumber, type Value } from '../values/value.ts';
import { type Eager, type Maybe, missing, named, truthy } from './scope.ts';

function array(operator: string, value: Maybe): readonly Value[] {
  if (Array.isArray(value)) return value;
  throw new StoreError(28689, `${operator} requires an array argument`);
}

function whole(operator: string, value: Maybe): number {
  const n = isNumeric(value) ? toNumber(value) : NaN;
  if (!Number.isInteger(n)) throw new StoreError(28690, `${operator} requires a whole number`);
  return n;
}

/** Null where the first argument is null or missing. */
const onArray =
  (operator: string, apply: (values: readonly Value[], rest: readonly Maybe[]) => Maybe): Eager =>
  ([first, ...rest]) =>
    missing(first) ? null : apply(array(operator, first), rest);

function slice(values: readonly Value[], [a, b]: readonly Maybe[]): Value {
  if (missing(a) || b === null) return null;
  const first = whole('$slice', a);
  if (b === undefined) return first < 0 ? values.slice(first) : values.slice(0, first);
  const count = whole('$slice', b);
  if (count <= 0) throw new StoreError(28729, 'Third argument to $slice must be positive');
  const start = first < 0 ? Math.max(0, values.length + first) : first;
  return values.slice(start, start + count);
}

const $range: Eager = ([start, end, step]) => {
  const [from, to, by] = [whole('$range', start), whole('$range', end), step === undefined ? 1 : whole('$range', step)];
  if (by === 0) throw new StoreError(34449, '$range requires a non-zero step value');
  const values: Value[] = [];
  for (let n = from; by > 0 ? n < to : n > to; n += by) values.push(n);
  return values;
};

const $indexOfArray: Eager = ([values, wanted, start, end]) => {
  if (missing(values)) return null;
  const list = array('$indexOfArray', values);
  const from = start === undefined ? 0 : whole('$indexOfArray', start);
  const to = end === undefined ? list.length : Math.min(list.length, whole('$indexOfArray', end));
  for (let i = from; i < to; i++) if (equal(list[i], wanted)) return i;
  return -1;
};

const $concatArrays: Eager = (args) => (args.some(missing) ? null : args.flatMap((arg) => array('$concatArrays', arg)));

const $arrayToObject: Eager = ([value]) => {
  if (missing(value)) return null;
  const made = new Doc();
  for (const entry of array('$arrayToObject', value)) {
    const [name, field] = Array.isArray(entry) ? entry : entry instanceof Doc ? [entry['k'], entry['v']] : [];
    if (typeof name !== 'string') throw new StoreError(40395, '$arrayToObject requires pairs with a string key');
    made[name] = field ?? null;
  }
  return made;
};

const $objectToArray: Eager = ([value]) => {
  if (missing(value)) return null;
  if (!(value instanceof Doc)) throw new StoreError(40390, '$objectToArray requires a document input');
  return Object.entries(value).map(([k, v]) => doc({ k, v }));
};

const $mergeObjects: Eager = (args) => {
  const made = new Doc();
  const [only] = args;
  for (const part of args.length === 1 && Array.isArray(only) ? only : args) {
    if (missing(part)) continue;
    if (!(part instanceof Doc)) throw new StoreError(40400, '$mergeObjects requires object inputs');
    for (const [name, value] of Object.entries(part)) made[name] = value;
  }
  return made;
};

/** Distinct values in their order. */
function toSet(values: readonly Value[]): Map<string, Value> {
  const set = new Map<string, Value>();
  for (const value of values) {
    const key = identity(value);
    if (!set.has(key)) set.set(key, value);
  }
  return set;
}

const onSets =
  (operator: string, apply: (sets: readonly ReadonlyMap<string, Value>[]) => Maybe, nullable = true): Eager =>
  (args) => {
    if (nullable && args.some(missing)) return null;
    return apply(args.map((arg) => toSet(array(operator, arg))));
  };

const contains = (outer: ReadonlyMap<string, Value> | undefined, inner: ReadonlyMap<string, Value>): boolean =>
  [...inner.keys()].every((key) => outer?.has(key));

const inOrder = (values: Iterable<Value>): Value[] => [...values].sort(compare);

const $zip: Eager = ([operand]) => {
  const { inputs, useLongestLength, defaults } = named('$zip', operand ?? null, [
    'inputs',
    'useLongestLength',
    'defaults',
  ]);
  if (missing(inputs)) return null;
  const columns = array('$zip', inputs);
  if (columns.some(missing)) return null;
  const lists = columns.map((column) => array('$zip', column));
  const lengths = lists.map((list) => list.length);
  const length = useLongestLength === true ? Math.max(...lengths) : Math.min(...lengths);
  const fallback = Array.isArray(defaults) ? defaults : [];
  return Array.from({ length }, (_, row) => lists.map((list, column) => list[row] ?? fallback[column] ?? null));
};

const some =
  (which: 'some' | 'every'): Eager =>
  ([value]) => {
    const values = array(which === 'some' ? '$anyElementTrue' : '$allElementsTrue', value);
    return which === 'some' ? values.some(truthy) : values.every(truthy);
  };

export const arrays: Readonly<Record<string, Eager>> = {
  $size: ([value]) => {
    if (!Array.isArray(value)) throw new StoreError(17124, 'The argument to $size must be an array');
    return value.length;
  },
  $arrayElemAt: onArray('$arrayElemAt', (values, [at]) => (missing(at) ? null : values.at(whole('$arrayElemAt', at)))),
  $first: onArray('$first', (values) => values[0]),
  $last: onArray('$last', (values) => values.at(-1)),
  $slice: onArray('$slice', slice),
  $reverseArray: onArray('$reverseArray', (values) => values.toReversed()),
  $in: ([wanted, values]) => array('$in', values).some((value) => equal(value, wanted)),
  $range,
  $indexOfArray,
  $concatArrays,
  $arrayToObject,
  $objectToArray,
  $mergeObjects,
  $zip,
  $setUnion: onSets('$setUnion', (sets) => inOrder(new Map(sets.flatMap((set) => [...set])).values())),
  $setIntersection: onSets('$setIntersection', ([first, ...rest]) =>
    inOrder([...(first ?? [])].filter(([key]) => rest.every((set) => set.has(key))).map(([, value]) => value)),
  ),
  $setDifference: onSets('$setDifference', ([first, second]) =>
    [...(first ?? [])].filter(([key]) => second?.has(key) !== true).map(([, value]) => value),
  ),
  $setEquals: onSets(
    '$setEquals',
    ([first, ...rest]) => rest.every((set) => set.size === first?.size && contains(first, set)),
    false,
  ),
  $setIsSubset: onSets('$setIsSubset', ([inner, outer]) => inner !== undefined && contains(outer, inner), false),
  $anyElementTrue: some('some'),
  $allElementsTrue: some('every'),
};
