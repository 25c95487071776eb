/** Numbers in expressions; null or missing in, null out. */
import { Decimal128, Double } from 'bson';
import { StoreError } from '../errors.ts';
import { add, multiply, toDecimal } from '../values/arithmetic.ts';
import { subtractDecimals, toDecimal128 } from '../values/decimal.ts';
import { double, isInt32, isNumeric, type Numeric, toNumber, type Value } from '../values/value.ts';
import { type Eager, type Maybe, missing } from './scope.ts';

function numeric(operator: string, value: Maybe): Numeric {
  if (isNumeric(value)) return value;
  throw new StoreError(14, `${operator} only supports numeric types`);
}

/** All arguments as numbers; undefined when one is null or missing. */
function numbers(operator: string, args: readonly Maybe[]): readonly Numeric[] | undefined {
  if (args.some(missing)) return undefined;
  return args.map((arg) => numeric(operator, arg));
}

/** A sum that no longer fits 64 bits goes on as a double. */
export function addAny(a: Numeric, b: Numeric): Numeric {
  const total = add(a, b);
  return isNumeric(total) ? total : toNumber(a) + toNumber(b);
}

const $add: Eager = (args) => {
  if (args.some(missing)) return null;
  const date = args.find((arg) => arg instanceof Date);
  let total: Numeric = 0;
  for (const arg of args) if (!(arg instanceof Date)) total = addAny(total, numeric('$add', arg));
  return date ? new Date(date.getTime() + Math.round(toNumber(total))) : total;
};

const $subtract: Eager = ([a, b]) => {
  if (missing(a) || missing(b)) return null;
  if (a instanceof Date)
    return b instanceof Date ? BigInt(a.getTime() - b.getTime()) : new Date(a.getTime() - toNumber(b));
  const [left, right] = [numeric('$subtract', a), numeric('$subtract', b)];
  return subtract(left, right);
};

function subtract(left: Numeric, right: Numeric): Value {
  if (left instanceof Decimal128 || right instanceof Decimal128) {
    const [x, y] = [toDecimal(left), toDecimal(right)];
    return x && y ? toDecimal128(subtractDecimals(x, y)) : Decimal128.fromString('NaN');
  }
  const negated = multiply(right, -1);
  return isNumeric(negated) ? addAny(left, negated) : double(toNumber(left) - toNumber(right));
}

const $multiply: Eager = (args) => {
  const factors = numbers('$multiply', args);
  if (!factors) return null;
  return factors.reduce<Numeric>((total, factor) => {
    const product = multiply(total, factor);
    return isNumeric(product) ? product : toNumber(total) * toNumber(factor);
  }, 1);
};

const $divide: Eager = (args) => {
  const [a, b] = numbers('$divide', args) ?? [];
  if (a === undefined || b === undefined) return null;
  if (toNumber(b) === 0) throw new StoreError(2, `can't $divide by zero`);
  const quotient = toNumber(a) / toNumber(b);
  return a instanceof Decimal128 || b instanceof Decimal128
    ? Decimal128.fromString(String(quotient))
    : double(quotient);
};

const isWhole = (value: Numeric): value is number | bigint =>
  typeof value === 'bigint' || (typeof value === 'number' && isInt32(value));

const $mod: Eager = (args) => {
  const [a, b] = numbers('$mod', args) ?? [];
  if (a === undefined || b === undefined) return null;
  if (toNumber(b) === 0) throw new StoreError(16610, `can't $mod by zero`);
  if (!isWhole(a) || !isWhole(b)) return double(toNumber(a) % toNumber(b));
  const rest = BigInt(a) % BigInt(b);
  return typeof a === 'bigint' || typeof b === 'bigint' ? rest : Number(rest);
};

/** Whole numbers stay what they are; others go through the function as doubles. */
const rounding =
  (operator: string, apply: (n: number) => number): Eager =>
  ([value]) => {
    if (missing(value)) return null;
    const n = numeric(operator, value);
    if (isWhole(n)) return n;
    const result = apply(toNumber(n));
    return n instanceof Decimal128 ? Decimal128.fromString(String(result)) : double(result);
  };

const real =
  (operator: string, apply: (n: number) => number): Eager =>
  ([value]) =>
    missing(value) ? null : double(apply(toNumber(numeric(operator, value))));

const $abs: Eager = ([value]) => {
  if (missing(value)) return null;
  const n = numeric('$abs', value);
  if (typeof n === 'bigint') return n < 0n ? -n : n;
  if (n instanceof Decimal128) return Decimal128.fromString(n.toString().replace('-', ''));
  if (isWhole(n)) return Math.abs(n);
  return double(Math.abs(toNumber(n)));
};

/** To a number of decimal places (negative: of tens), half to even. */
function toPlace(operator: string, apply: (n: number) => number): Eager {
  return ([value, place]) => {
    if (missing(value)) return null;
    const n = numeric(operator, value);
    const digits = place === undefined ? 0 : toNumber(place);
    if (isWhole(n) && digits >= 0) return n;
    const shift = (by: number, x: number): number => {
      const [mantissa = '0', exponent = '0'] = String(x).split('e');
      return Number(`${mantissa}e${Number(exponent) + by}`);
    };
    const result = shift(-digits, apply(shift(digits, toNumber(n))));
    if (typeof n === 'bigint') return BigInt(result);
    if (isWhole(n)) return result;
    return n instanceof Decimal128 ? Decimal128.fromString(String(result)) : double(result);
  };
}

function halfEven(n: number): number {
  const rounded = Math.round(n);
  return Math.abs(n % 1) === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}

const $pow: Eager = (args) => {
  const [base, exponent] = numbers('$pow', args) ?? [];
  if (base === undefined || exponent === undefined) return null;
  const result = toNumber(base) ** toNumber(exponent);
  if (!isWhole(base) || !isWhole(exponent) || !Number.isSafeInteger(result)) return double(result);
  return typeof base === 'bigint' || typeof exponent === 'bigint' || !isInt32(result) ? BigInt(result) : result;
};

const $log: Eager = (args) => {
  const [n, base] = numbers('$log', args) ?? [];
  return n === undefined || base === undefined ? null : double(Math.log(toNumber(n)) / Math.log(toNumber(base)));
};

export const isDoubleValue = (value: Value): boolean =>
  value instanceof Double || (typeof value === 'number' && !isInt32(value));

export const arithmetic: Readonly<Record<string, Eager>> = {
  $add,
  $subtract,
  $multiply,
  $divide,
  $mod,
  $abs,
  $pow,
  $log,
  $ceil: rounding('$ceil', Math.ceil),
  $floor: rounding('$floor', Math.floor),
  $round: toPlace('$round', halfEven),
  $trunc: toPlace('$trunc', Math.trunc),
  $sqrt: real('$sqrt', Math.sqrt),
  $exp: real('$exp', Math.exp),
  $ln: real('$ln', Math.log),
  $log10: real('$log10', Math.log10),
};
