/** Sums and products that keep number types as MongoDB does: int grows to long, then to double where the caller allows; decimal wins. */
import { Decimal128, Double } from 'bson';
import { addDecimals, type Decimal, decimalOfDouble, multiplyDecimals, parseDecimal, toDecimal128 } from './decimal.ts';
import { double, integer, isInt32, type Numeric, toNumber, type Value } from './value.ts';

interface Operation {
  readonly integers: (a: bigint, b: bigint) => bigint;
  readonly doubles: (a: number, b: number) => number;
  readonly decimals: (a: Decimal, b: Decimal) => Decimal;
}

const sum: Operation = { integers: (a, b) => a + b, doubles: (a, b) => a + b, decimals: addDecimals };
const product: Operation = { integers: (a, b) => a * b, doubles: (a, b) => a * b, decimals: multiplyDecimals };

/** Undefined: the result does not fit 64 bits. */
export const add = (a: Numeric, b: Numeric): Value | undefined => {
  if (typeof a === 'number' && typeof b === 'number' && isInt32(a) && isInt32(b)) {
    const total = a + b;
    return isInt32(total) ? total : BigInt(total);
  }
  return combine(sum, a, b);
};

export const multiply = (a: Numeric, b: Numeric): Value | undefined => combine(product, a, b);

const isDouble = (value: Numeric): boolean => value instanceof Double || (typeof value === 'number' && !isInt32(value));

function combine(operation: Operation, a: Numeric, b: Numeric): Value | undefined {
  if (a instanceof Decimal128 || b instanceof Decimal128) return combineDecimals(operation, a, b);
  if (isDouble(a) || isDouble(b)) return double(operation.doubles(toNumber(a), toNumber(b)));
  const exact = operation.integers(toBigInt(a), toBigInt(b));
  if (exact !== BigInt.asIntN(64, exact)) return undefined;
  return typeof a === 'bigint' || typeof b === 'bigint' ? exact : integer(exact);
}

const toBigInt = (value: Numeric): bigint => (typeof value === 'bigint' ? value : BigInt(toNumber(value)));

function combineDecimals(operation: Operation, a: Numeric, b: Numeric): Value {
  const [left, right] = [toDecimal(a), toDecimal(b)];
  if (left && right) return toDecimal128(operation.decimals(left, right));
  const text = String(operation.doubles(toNumber(a), toNumber(b)));
  return Decimal128.fromString(text);
}

export function toDecimal(value: Numeric): Decimal | undefined {
  if (value instanceof Decimal128) return parseDecimal(value.toString());
  if (isDouble(value)) return decimalOfDouble(toNumber(value));
  return { coefficient: toBigInt(value), exponent: 0 };
}
