/** Types of values and conversions between them. */
import { Decimal128, ObjectId } from 'bson';
import { StoreError } from '../errors.ts';
import { double, integer, isNumeric, toNumber, typeName, type Value } from '../values/value.ts';
import { toDecimal } from '../values/arithmetic.ts';
import { toDecimal128 } from '../values/decimal.ts';
import { type Eager, type Maybe, missing, named, truthy } from './scope.ts';

const failure = (value: Value, to: string): StoreError =>
  new StoreError(241, `Unsupported or failed conversion from ${typeName(value)} to ${to} in $convert`);

export function textForm(operator: string, value: Value): string {
  if (typeof value === 'string') return value;
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'boolean') return String(value);
  if (value instanceof ObjectId) return value.toHexString();
  if (value instanceof Decimal128) return value.toString();
  if (typeof value === 'bigint') return String(value);
  if (isNumeric(value)) return String(toNumber(value)).replace(/e([+-])(\d)$/, 'e$10$2');
  throw new StoreError(16007, `${operator}: can't convert from BSON type ${typeName(value)} to String`);
}

function toWhole(value: Value, to: 'int' | 'long'): bigint {
  if (typeof value === 'boolean') return value ? 1n : 0n;
  if (typeof value === 'bigint') return value;
  if (value instanceof Date && to === 'long') return BigInt(value.getTime());
  if (typeof value === 'string') {
    if (!/^[+-]?\d+$/.test(value)) throw failure(value, to);
    return BigInt(value);
  }
  const n = isNumeric(value) ? Math.trunc(toNumber(value)) : NaN;
  if (!Number.isFinite(n)) throw failure(value, to);
  return BigInt(n);
}

function toInt(value: Value): Value {
  const n = toWhole(value, 'int');
  if (n < -2147483648n || n > 2147483647n) throw failure(value, 'int');
  return integer(n);
}

function toLong(value: Value): Value {
  const n = toWhole(value, 'long');
  if (n !== BigInt.asIntN(64, n)) throw failure(value, 'long');
  return n;
}

function toDouble(value: Value): Value {
  if (typeof value === 'boolean') return double(value ? 1 : 0);
  if (value instanceof Date) return double(value.getTime());
  if (isNumeric(value)) return double(toNumber(value));
  const n = typeof value === 'string' && value.trim() === value && value !== '' ? Number(value) : NaN;
  if (Number.isNaN(n)) throw failure(value, 'double');
  return double(n);
}

function toDecimalValue(value: Value): Value {
  if (typeof value === 'boolean') return Decimal128.fromString(value ? '1' : '0');
  if (typeof value === 'string' && /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value))
    return Decimal128.fromString(value);
  if (value instanceof Date) return Decimal128.fromString(String(value.getTime()));
  const decimal = isNumeric(value) ? toDecimal(value) : undefined;
  if (!decimal) throw failure(value, 'decimal');
  return toDecimal128(decimal);
}

function toDate(value: Value): Value {
  if (value instanceof Date) return value;
  if (value instanceof ObjectId) return value.getTimestamp();
  const time = typeof value === 'string' ? parseDate(value) : isNumeric(value) ? Math.trunc(toNumber(value)) : NaN;
  if (Number.isNaN(time) || (typeof value === 'number' && !Number.isFinite(value))) throw failure(value, 'date');
  return new Date(time);
}

/** ISO 8601; without a zone it is UTC. */
export function parseDate(value: string): number {
  const match = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?))?\s*(Z|[+-]\d\d:?\d\d)?$/.exec(value.trim());
  if (!match) return NaN;
  const [, day = '', time = '00:00', zone = 'Z'] = match;
  return Date.parse(`${day}T${time}${zone.replace(/^([+-]\d\d)(\d\d)$/, '$1:$2')}`);
}

function toObjectId(value: Value): Value {
  if (value instanceof ObjectId) return value;
  if (typeof value === 'string' && /^[0-9a-f]{24}$/i.test(value)) return ObjectId.createFromHexString(value);
  throw failure(value, 'objectId');
}

function toBool(value: Value): Value {
  return typeof value === 'string' || truthy(value);
}

const targets: Readonly<Record<string, (value: Value) => Value>> = {
  int: toInt,
  long: toLong,
  double: toDouble,
  decimal: toDecimalValue,
  bool: toBool,
  date: toDate,
  objectId: toObjectId,
  string: (value) => textForm('$convert', value),
};

const codes: Readonly<Record<number, string>> = {
  1: 'double',
  2: 'string',
  7: 'objectId',
  8: 'bool',
  9: 'date',
  16: 'int',
  18: 'long',
  19: 'decimal',
};

/** The form `{input, to, onError, onNull}`; its parts arrive evaluated. */
const $convert: Eager = ([operand]) => {
  const { input, to, onError, onNull } = named('$convert', operand ?? null, ['input', 'to', 'onError', 'onNull']);
  if (missing(input)) return onNull ?? null;
  if (missing(to)) return null;
  const target = typeof to === 'string' ? to : (codes[toNumber(to)] ?? '');
  const convert = targets[target];
  if (!convert) throw new StoreError(2, `Unknown type name: ${target}`);
  try {
    return convert(input);
  } catch (error) {
    if (onError === undefined) throw error;
    return onError;
  }
};

const to =
  (convert: (value: Value) => Value): Eager =>
  ([value]) =>
    missing(value) ? null : convert(value);

const type = (value: Maybe): string => (value === undefined ? 'missing' : typeName(value));

export const conversions: Readonly<Record<string, Eager>> = {
  $convert,
  $toInt: to(toInt),
  $toLong: to(toLong),
  $toDouble: to(toDouble),
  $toDecimal: to(toDecimalValue),
  $toBool: to(toBool),
  $toDate: to(toDate),
  $toObjectId: to(toObjectId),
  $type: ([value]) => type(value),
  $isNumber: ([value]) => isNumeric(value),
  $isArray: ([value]) => Array.isArray(value),
};
