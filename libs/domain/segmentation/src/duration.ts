/**
 * Lengths of time. `s m h d w` are fixed (a day is 24 hours, whatever the clocks do); `mo` and `y` are calendar steps in a zone:
 * the same local time on the same day of the month. A day that the month does not have means the end of that month, so
 * 31 January plus `1mo` and 29 February plus `1y` both end at local midnight where 1 March begins.
 */
import { fromLocal, toLocal } from './zone.ts';

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

const dateOnly = /^(\d{4})-(\d{2})-(\d{2})$/;
const instant = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

/** A date (its local midnight in `zone`) or an instant with its offset; anything else, also 30 February, is not a moment. */
export function parseMoment(text: string, zone: string): number | undefined {
  const whole = instant.exec(text);
  if (whole !== null) return midnightOf(whole[1] ?? '') === undefined ? undefined : Date.parse(text);
  const local = midnightOf(text);
  return local === undefined ? undefined : fromLocal(local, zone);
}

function midnightOf(text: string): number | undefined {
  const match = dateOnly.exec(text);
  if (match === null) return undefined;
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text) ? at : undefined;
}
