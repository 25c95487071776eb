/** Exact money: decimal amounts become integers of the currency's minor unit, rounded half away from zero. */

/** ISO 4217 currencies whose minor unit is not the hundredth. */
const unusualDigits: Readonly<Record<string, number>> = {
  ...each(['BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'UYI', 'VND', 'VUV'], 0),
  ...each(['XAF', 'XOF', 'XPF'], 0),
  ...each(['BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND'], 3),
};

function each(codes: readonly string[], digits: number): Record<string, number> {
  return Object.fromEntries(codes.map((code) => [code, digits]));
}

export function minorDigits(currency: string): number {
  return unusualDigits[currency] ?? 2;
}

/** `value` is a number or a decimal text, as senders write amounts; undefined when it is neither, or beyond exact integers. */
export function toMinor(value: unknown, digits: number): number | undefined {
  if (typeof value === 'number') {
    const scaled = Math.round(value * 10 ** digits);
    // The double nearest to scaled/10^digits is this very number, so nothing needs rounding: the common case.
    if (Number.isSafeInteger(scaled) && scaled / 10 ** digits === value) return scaled + 0;
  }
  const decimal = decimalOf(value);
  return decimal && rounded(decimal, digits);
}

/** Price times quantity in minor units; the product is rounded, not the price. */
export function lineMinor(price: unknown, quantity: unknown, digits: number): number | undefined {
  const whole = toMinor(price, digits);
  if (
    whole !== undefined &&
    typeof quantity === 'number' &&
    Number.isInteger(quantity) &&
    isExact(price, whole, digits)
  ) {
    const product = whole * quantity;
    return Number.isSafeInteger(product) ? product + 0 : undefined;
  }
  const [left, right] = [decimalOf(price), decimalOf(quantity)];
  if (!left || !right) return undefined;
  return rounded({ coefficient: left.coefficient * right.coefficient, scale: left.scale + right.scale }, digits);
}

/** For answers: the amount in the currency's main unit, e.g. 95533893 → 955338.93. */
export function toMajor(minor: number, currency: string): number {
  return minor / 10 ** minorDigits(currency);
}

/** A quotient of integers, rounded half away from zero; 0 where there is nothing to divide by. */
export function divideRounded(dividend: number, divisor: number): number {
  if (divisor === 0) return 0;
  return Number(halfAwayFromZero(BigInt(dividend), BigInt(divisor)));
}

/** coefficient / 10^scale */
interface Decimal {
  readonly coefficient: bigint;
  readonly scale: number;
}

const decimalText = /^([+-]?)(\d{1,40})(?:\.(\d{1,40}))?(?:[eE]([+-]?\d{1,3}))?$/;

function decimalOf(value: unknown): Decimal | undefined {
  if (typeof value !== 'number' && typeof value !== 'string') return undefined;
  const parts = decimalText.exec(String(value).trim());
  if (!parts) return undefined;
  const [, sign = '', whole = '0', fraction = '', exponent = '0'] = parts;
  const magnitude = BigInt(whole + fraction);
  return { coefficient: sign === '-' ? -magnitude : magnitude, scale: fraction.length - Number(exponent) };
}

function rounded({ coefficient, scale }: Decimal, digits: number): number | undefined {
  const shift = scale - digits;
  const result = shift <= 0 ? coefficient * 10n ** BigInt(-shift) : halfAwayFromZero(coefficient, 10n ** BigInt(shift));
  const number = Number(result);
  return Number.isSafeInteger(number) ? number : undefined;
}

function halfAwayFromZero(dividend: bigint, divisor: bigint): bigint {
  const magnitude = dividend < 0n ? -dividend : dividend;
  const quotient = (2n * magnitude + divisor) / (2n * divisor);
  return dividend < 0n ? -quotient : quotient;
}

function isExact(price: unknown, minor: number, digits: number): boolean {
  return typeof price === 'number' && minor / 10 ** digits === price;
}
