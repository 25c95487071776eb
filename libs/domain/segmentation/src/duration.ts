/**
 * Lengths of time. `s m h d w` are fixed (a day is 24 hours, whatever the clocks do); `mo` and `y` are calendar steps in a zone:
 * the same local time on the same day of the month. A day that the month does not have means the end of that month, so
 * 31 January plus `1mo` and 29 February plus `1y` both end at local midnight where 1 March begins.
 */
import { fromLocal, toLocal } from '@tributary/domain-conditions';

const fixed = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;
const months = { mo: 1, y: 12 } as const;

export interface Duration {
  readonly amount: number;
  readonly unit: keyof typeof fixed | keyof typeof months;
}

const isFixed = (unit: Duration['unit']): unit is keyof typeof fixed => unit in fixed;
/** A century; what is longer is meant as `ever`. */
const longest = 36_525 * fixed.d;

export function parseDuration(text: string): Duration | undefined {
  const match = /^([1-9]\d{0,9})(s|m|h|d|w|mo|y)$/.exec(text);
  const unit = unitOf(match?.[2]);
  if (match === null || unit === undefined) return undefined;
  const amount = Number(match[1]);
  const length = isFixed(unit) ? amount * fixed[unit] : amount * months[unit] * 30 * fixed.d;
  return length <= longest ? { amount, unit } : undefined;
}

function unitOf(text: string | undefined): Duration['unit'] | undefined {
  switch (text) {
    case 's':
    case 'm':
    case 'h':
    case 'd':
    case 'w':
    case 'mo':
    case 'y':
      return text;
    default:
      return undefined;
  }
}

/** The instant `duration` after `at`, or before it with `direction` -1. */
export function shift(at: number, duration: Duration, zone: string, direction: 1 | -1 = 1): number {
  const { amount, unit } = duration;
  if (isFixed(unit)) return at + direction * amount * fixed[unit];
  const local = new Date(toLocal(at, zone));
  const month = local.getUTCMonth() + direction * amount * months[unit];
  const midnight = Date.UTC(local.getUTCFullYear(), month, 1);
  const nextMonth = Date.UTC(local.getUTCFullYear(), month + 1, 1);
  const wanted = midnight + (local.getUTCDate() - 1) * fixed.d + timeOfDay(local);
  return fromLocal(Math.min(wanted, nextMonth), zone);
}

const timeOfDay = (local: Date): number => ((local.getTime() % fixed.d) + fixed.d) % fixed.d;
