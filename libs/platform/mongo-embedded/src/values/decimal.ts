/** Decimal128 arithmetic on (coefficient, exponent) pairs: comparison, sum and product, rounded half-even to 34 digits. */
import { Decimal128 } from 'bson';

export interface Decimal {
  readonly coefficient: bigint;
  readonly exponent: number;
}

/** Undefined for NaN and the infinities. */
export function parseDecimal(text: string): Decimal | undefined {
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:E([+-]?\d+))?$/i.exec(text);
  if (!match) return undefined;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  return { coefficient: BigInt(sign + whole + fraction), exponent: Number(exponent) - fraction.length };
}

function aligned(a: Decimal, b: Decimal): readonly [bigint, bigint, number] {
  const exponent = Math.min(a.exponent, b.exponent);
  const scale = (d: Decimal): bigint => d.coefficient * 10n ** BigInt(d.exponent - exponent);
  return [scale(a), scale(b), exponent];
}

export function compareDecimals(a: Decimal, b: Decimal): number {
  const [left, right] = aligned(a, b);
  return left < right ? -1 : left > right ? 1 : 0;
}

export function subtractDecimals(a: Decimal, b: Decimal): Decimal {
  const [left, right, exponent] = aligned(a, b);
  return { coefficient: left - right, exponent };
}

export function addDecimals(a: Decimal, b: Decimal): Decimal {
  const [left, right, exponent] = aligned(a, b);
  return { coefficient: left + right, exponent };
}

export const multiplyDecimals = (a: Decimal, b: Decimal): Decimal => ({
  coefficient: a.coefficient * b.coefficient,
  exponent: a.exponent + b.exponent,
});

const digits = 34;

export function toDecimal128({ coefficient, exponent }: Decimal): Decimal128 {
  const negative = coefficient < 0n;
  let magnitude = negative ? -coefficient : coefficient;
  let power = exponent;
  const excess = magnitude.toString().length - digits;
  if (excess > 0) {
    const unit = 10n ** BigInt(excess);
    const rest = magnitude % unit;
    magnitude /= unit;
    power += excess;
    if (rest * 2n > unit || (rest * 2n === unit && magnitude % 2n === 1n)) magnitude += 1n;
  }
  return Decimal128.fromString(`${negative ? '-' : ''}${magnitude}E${power}`);
}

/** A double as a decimal of 15 significant digits, as MongoDB converts it. */
export const decimalOfDouble = (value: number): Decimal | undefined =>
  parseDecimal(Number(value.toPrecision(15)).toString());

/** A double as exactly the number it is. */
export function exactDecimal(value: number): Decimal {
  let numerator = value;
  let halvings = 0;
  while (!Number.isInteger(numerator)) {
    numerator *= 2;
    halvings++;
  }
  return { coefficient: BigInt(numerator) * 5n ** BigInt(halvings), exponent: -halvings };
}
