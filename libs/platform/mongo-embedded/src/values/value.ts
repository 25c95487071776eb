/** A BSON value as the engine holds it: one representation for each type, so that an int stays an int through every step. */
import {
  Binary,
  BSONRegExp,
  type BSONSymbol,
  type Code,
  Decimal128,
  Double,
  type MaxKey,
  type MinKey,
  ObjectId,
  Timestamp,
} from 'bson';

/**
 * int32: an integral `number` in range · int64: `bigint` · double: any other `number`, or `Double` where the number
 * would read as an int32 · the rest: the class of `bson`.
 */
export type Value =
  | null
  | boolean
  | number
  | bigint
  | string
  | Date
  | Double
  | Decimal128
  | ObjectId
  | Binary
  | BSONRegExp
  | Timestamp
  | MinKey
  | MaxKey
  | Code
  | BSONSymbol
  | Raw
  | Value[]
  | Doc;

/** A document. Its prototype is empty, so fields named `constructor` or `__proto__` are fields like any other. */
export class Doc {
  [field: string]: Value;
}
Reflect.deleteProperty(Doc.prototype, 'constructor');
Object.setPrototypeOf(Doc.prototype, null);

/** An encoded document that is passed on without being looked into. */
export class Raw {
  readonly encoded: Uint8Array;
  constructor(encoded: Uint8Array) {
    this.encoded = encoded;
  }
}

export type Numeric = number | bigint | Double | Decimal128;

export function doc(fields: Readonly<Record<string, Value | undefined>>): Doc {
  const made = new Doc();
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) made[name] = value;
  return made;
}

export const isInt32 = (n: number): boolean => (n | 0) === n && !Object.is(n, -0);

/** The representation of a double. */
export const double = (n: number): Value => (isInt32(n) ? new Double(n) : n);

/** The representation of an integer: int32 where it fits, else int64. */
export const integer = (n: bigint): Value => (n >= -2147483648n && n <= 2147483647n ? Number(n) : n);

export function isNumeric(value: unknown): value is Numeric {
  return (
    typeof value === 'number' || typeof value === 'bigint' || value instanceof Double || value instanceof Decimal128
  );
}

/** The nearest double; what is not a number gives NaN. */
export function toNumber(value: unknown): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof Double) return value.value;
  if (value instanceof Decimal128) return Number(value.toString());
  return NaN;
}

export type TypeName = keyof typeof typeCodes;

/** BSON's type names and codes, as `$type` knows them. */
export const typeCodes = {
  double: 1,
  string: 2,
  object: 3,
  array: 4,
  binData: 5,
  objectId: 7,
  bool: 8,
  date: 9,
  null: 10,
  regex: 11,
  javascript: 13,
  symbol: 14,
  int: 16,
  timestamp: 17,
  long: 18,
  decimal: 19,
  minKey: -1,
  maxKey: 127,
} as const;

const bsonTypeNames: Readonly<Record<string, TypeName>> = {
  MinKey: 'minKey',
  MaxKey: 'maxKey',
  Code: 'javascript',
  BSONSymbol: 'symbol',
};

export function typeName(value: Value): TypeName {
  if (typeof value === 'string') return 'string';
  if (typeof value === 'number') return isInt32(value) ? 'int' : 'double';
  if (value === null) return 'null';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'bigint') return 'long';
  if (value instanceof Doc || value instanceof Raw) return 'object';
  if (Array.isArray(value)) return 'array';
  if (value instanceof Date) return 'date';
  if (value instanceof ObjectId) return 'objectId';
  if (value instanceof Double) return 'double';
  if (value instanceof Decimal128) return 'decimal';
  if (value instanceof Binary) return 'binData';
  if (value instanceof BSONRegExp) return 'regex';
  if (value instanceof Timestamp) return 'timestamp';
  return bsonTypeNames[value._bsontype] ?? 'object';
}
