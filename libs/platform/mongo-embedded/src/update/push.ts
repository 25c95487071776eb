/** The array operators: $push with its modifiers, $addToSet, $pull, $pullAll, $pop. */
import { StoreError, unsupportedOperator } from '../errors.ts';
import { elementTest, hasOperators } from '../query/filter.ts';
import { equals } from '../query/leaf.ts';
import { BSONRegExp } from 'bson';
import { compare, equal } from '../values/compare.ts';
import { someAtPath, splitPath } from '../values/path.ts';
import { Doc, isNumeric, toNumber, type Value } from '../values/value.ts';

const bad = (message: string): StoreError => new StoreError(2, message);

/** The array at a path that an array operator may change; undefined where the field is missing. */
export function arrayAt(value: Value | undefined, operator: string, path: string): Value[] | undefined {
  if (value === undefined) return undefined;
  if (Array.isArray(value)) return value;
  throw bad(`The field '${path}' must be an array to apply ${operator}`);
}

export function push(array: readonly Value[], operand: Value): Value[] {
  if (!(operand instanceof Doc) || !('$each' in operand)) return [...array, operand];
  const { $each: added, $position, $slice, $sort, ...rest } = operand;
  for (const name of Object.keys(rest)) throw bad(`Unrecognized clause in $push: ${name}`);
  if (!Array.isArray(added)) throw bad('The argument to $each in $push must be an array');
  const result = [...array];
  result.splice(position($position, array.length), 0, ...added);
  if ($sort !== undefined) result.sort(elementOrder($sort));
  return $slice === undefined ? result : sliced(result, whole($slice, '$slice'));
}

function position(operand: Value | undefined, length: number): number {
  if (operand === undefined) return length;
  const at = whole(operand, '$position');
  return at < 0 ? Math.max(0, length + at) : Math.min(at, length);
}

function whole(operand: Value, name: string): number {
  const n = isNumeric(operand) ? toNumber(operand) : NaN;
  if (!Number.isInteger(n)) throw bad(`The value for ${name} must be an integer`);
  return n;
}

const sliced = (values: Value[], count: number): Value[] =>
  count < 0 ? values.slice(Math.max(0, values.length + count)) : values.slice(0, count);

function elementOrder(operand: Value): (a: Value, b: Value) => number {
  if (isNumeric(operand)) {
    const direction = toNumber(operand);
    return (a, b) => compare(a, b) * direction;
  }
  if (!(operand instanceof Doc)) throw bad('The $sort is invalid: use 1/-1 or an object');
  const fields = Object.entries(operand).map(([path, way]) => ({ parts: splitPath(path), direction: toNumber(way) }));
  return (a, b) => {
    for (const { parts, direction } of fields) {
      const difference = compare(first(a, parts) ?? null, first(b, parts) ?? null);
      if (difference !== 0) return difference * direction;
    }
    return 0;
  };
}

function first(element: Value, parts: readonly string[]): Value | undefined {
  let found: Value | undefined;
  someAtPath(element, parts, 0, (value) => {
    found = value;
    return true;
  });
  return found;
}

export function addToSet(array: readonly Value[], operand: Value): Value[] {
  const added = operand instanceof Doc && '$each' in operand ? operand['$each'] : [operand];
  if (!Array.isArray(added)) throw bad('The argument to $each in $addToSet must be an array');
  const result = [...array];
  for (const value of added) if (!result.some((known) => equal(known, value))) result.push(value);
  return result;
}

export function pull(array: readonly Value[], operand: Value): Value[] {
  const test = pullTest(operand);
  return array.filter((element) => !test(element));
}

function pullTest(operand: Value): (element: Value) => boolean {
  if (hasOperators(operand)) return elementTest(operand);
  if (operand instanceof Doc) {
    const matches = elementTest(operand);
    return (element) => matches(element);
  }
  if (operand instanceof BSONRegExp) return equals(operand);
  return (element) => equal(element, operand);
}

export function pullAll(array: readonly Value[], operand: Value): Value[] {
  if (!Array.isArray(operand)) throw bad('$pullAll requires an array argument');
  return array.filter((element) => !operand.some((removed) => equal(removed, element)));
}

export function pop(array: readonly Value[], operand: Value): Value[] {
  const side = toNumber(operand);
  if (side !== 1 && side !== -1) throw new StoreError(9, '$pop expects 1 or -1');
  return side === 1 ? array.slice(0, -1) : array.slice(1);
}

export function bitwise(current: Value | undefined, operand: Value): Value {
  if (!(operand instanceof Doc)) throw bad('The $bit modifier needs an embedded document');
  const integerOf = (value: Value): bigint => {
    if (typeof value === 'bigint') return value;
    if (typeof value === 'number' && Number.isInteger(value)) return BigInt(value);
    throw bad('Cannot apply $bit to a value of non-integral type');
  };
  let bits = integerOf(current ?? 0);
  let long = typeof current === 'bigint';
  for (const [name, value] of Object.entries(operand)) {
    const mask = integerOf(value);
    long ||= typeof value === 'bigint';
    if (name === 'and') bits &= mask;
    else if (name === 'or') bits |= mask;
    else if (name === 'xor') bits ^= mask;
    else throw unsupportedOperator(`$bit.${name}`, 'an update');
  }
  return long ? bits : Number(bits);
}
