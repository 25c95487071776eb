/** BSON's total order: first by kind of type, then by value; numbers of all types compare as numbers. */
import { Binary, BSONRegExp, BSONSymbol, Code, Decimal128, Double, MinKey, ObjectId, Timestamp } from 'bson';
import { compareDecimals, type Decimal, exactDecimal, parseDecimal } from './decimal.ts';
import { Doc, isNumeric, type Numeric, Raw, toNumber, type Value } from './value.ts';

/** The rank of a value's kind; missing comes before null. */
export function rank(value: Value | undefined): number {
  switch (typeof value) {
    case 'string':
      return 15;
    case 'number':
    case 'bigint':
      return 10;
    case 'boolean':
      return 40;
    case 'undefined':
      return 3;
    default:
      return value === null ? 5 : rankObject(value);
  }
}

function rankObject(value: Exclude<Value, null | string | number | bigint | boolean>): number {
  if (value instanceof Doc || value instanceof Raw) return 20;
  if (Array.isArray(value)) return 25;
  if (value instanceof ObjectId) return 35;
  if (value instanceof Date) return 45;
  if (value instanceof Double || value instanceof Decimal128) return 10;
  if (value instanceof Binary) return 30;
  if (value instanceof Timestamp) return 47;
  if (value instanceof BSONRegExp) return 50;
  if (value instanceof BSONSymbol) return 15;
  if (value instanceof Code) return 60;
  return value instanceof MinKey ? 1 : 127;
}

const order = <T extends number | bigint | string | boolean>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0);

/** By code point, as UTF-8 bytes compare; JavaScript's own order is by UTF-16 unit. */
export function compareStrings(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const left = a.charCodeAt(i);
    const right = b.charCodeAt(i);
    if (left === right) continue;
    const astral = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdfff;
    if (astral(left) !== astral(right)) return astral(left) ? 1 : -1;
    return left - right;
  }
  return a.length - b.length;
}

function compareNumbers(a: Numeric, b: Numeric): number {
  if (typeof a === 'bigint' && typeof b === 'bigint') return order(a, b);
  const left = toNumber(a);
  const right = toNumber(b);
  if (left < right) return -1;
  if (left > right) return 1;
  if (Number.isNaN(left)) return Number.isNaN(right) ? 0 : -1;
  if (Number.isNaN(right)) return 1;
  if (!inexact(a) && !inexact(b)) return 0;
  const [exactLeft, exactRight] = [exact(a), exact(b)];
  return exactLeft && exactRight ? compareDecimals(exactLeft, exactRight) : 0;
}

const inexact = (value: Numeric): boolean => typeof value === 'bigint' || value instanceof Decimal128;

/** The number without loss; undefined where it is not finite. */
export function exact(value: Numeric): Decimal | undefined {
  if (typeof value === 'bigint') return { coefficient: value, exponent: 0 };
  if (value instanceof Decimal128) return parseDecimal(value.toString());
  const number = toNumber(value);
  return Number.isFinite(number) ? exactDecimal(number) : undefined;
}

export function compare(a: Value | undefined, b: Value | undefined): number {
  if (typeof a === 'string' && typeof b === 'string') return compareStrings(a, b);
  if (typeof a === 'number' && typeof b === 'number' && a - b !== 0 && a - b === a - b) return a - b;
  const rankA = rank(a);
  const rankB = rank(b);
  if (rankA !== rankB) return rankA - rankB;
  if (isNumeric(a) && isNumeric(b)) return compareNumbers(a, b);
  if (a instanceof Doc && b instanceof Doc) return compareDocs(a, b);
  if (Array.isArray(a) && Array.isArray(b)) return compareArrays(a, b);
  return compareScalars(a, b);
}

function compareScalars(a: Value | undefined, b: Value | undefined): number {
  if (a instanceof ObjectId && b instanceof ObjectId) return Buffer.compare(a.id, b.id);
  if (a instanceof Date && b instanceof Date) return order(a.getTime(), b.getTime());
  if (typeof a === 'boolean' && typeof b === 'boolean') return order(a, b);
  if (a instanceof Binary && b instanceof Binary) return compareBinaries(a, b);
  if (a instanceof Timestamp && b instanceof Timestamp) return order(unsigned(a), unsigned(b));
  if (a instanceof BSONRegExp && b instanceof BSONRegExp) {
    return compareStrings(a.pattern, b.pattern) || compareStrings(a.options, b.options);
  }
  if (a instanceof Code && b instanceof Code) return compareStrings(a.code, b.code);
  const [left, right] = [text(a), text(b)];
  return left !== undefined && right !== undefined ? compareStrings(left, right) : 0;
}

const unsigned = (value: Timestamp): bigint => BigInt.asUintN(64, value.toBigInt());

function text(value: Value | undefined): string | undefined {
  return typeof value === 'string' ? value : value instanceof BSONSymbol ? value.value : undefined;
}

function compareBinaries(a: Binary, b: Binary): number {
  return (
    a.position - b.position ||
    a.sub_type - b.sub_type ||
    Buffer.compare(a.buffer.subarray(0, a.position), b.buffer.subarray(0, b.position))
  );
}

function compareDocs(a: Doc, b: Doc): number {
  const [namesA, namesB] = [Object.keys(a), Object.keys(b)];
  for (let i = 0; i < namesA.length && i < namesB.length; i++) {
    const [nameA = '', nameB = ''] = [namesA[i], namesB[i]];
    const [left, right] = [a[nameA], b[nameB]];
    const difference = rank(left) - rank(right) || compareStrings(nameA, nameB) || compare(left, right);
    if (difference !== 0) return difference;
  }
  return namesA.length - namesB.length;
}

function compareArrays(a: readonly Value[], b: readonly Value[]): number {
  for (let i = 0; i < a.length && i < b.length; i++) {
    const difference = compare(a[i], b[i]);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

export const equal = (a: Value | undefined, b: Value | undefined): boolean => compare(a, b) === 0;
