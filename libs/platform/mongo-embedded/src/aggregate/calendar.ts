/** The calendar in a time zone: local parts of an instant and back, units added, truncated, counted. */
import { StoreError } from '../errors.ts';
import { type Value } from '../values/value.ts';

export const units = ['year', 'quarter', 'month', 'week', 'day', 'hour', 'minute', 'second', 'millisecond'] as const;
export type Unit = (typeof units)[number];

export interface Moment {
  readonly year: number;
  /** 1 to 12 */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
  /** 0 is Sunday */
  readonly weekday: number;
  readonly dayOfYear: number;
  /** Milliseconds that local time is ahead of UTC. */
  readonly offset: number;
}

const dayMs = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();

function formatFor(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (!format) {
    try {
      format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
    } catch {
      throw new StoreError(40485, `unrecognized time zone identifier: "${zone}"`);
    }
    formats.set(zone, format);
  }
  return format;
}

/** `Europe/Berlin`, `+02:00`, `+0200`, `+02`, `UTC`, `GMT`. */
function offsetAt(time: number, zone: string | undefined): number {
  if (zone === undefined || zone === 'UTC' || zone === 'GMT' || zone === 'Z') return 0;
  const fixed = /^([+-])(\d\d):?(\d\d)?$/.exec(zone);
  const named = fixed ?? /GMT([+-])(\d\d):(\d\d)/.exec(formatFor(zone).format(time));
  if (!named) return 0;
  const [, sign, hours, minutes = '0'] = named;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}

export function localTime(date: Date, zone: string | undefined): Moment {
  const offset = offsetAt(date.getTime(), zone);
  const local = new Date(date.getTime() + offset);
  const year = local.getUTCFullYear();
  return {
    year,
    month: local.getUTCMonth() + 1,
    day: local.getUTCDate(),
    hour: local.getUTCHours(),
    minute: local.getUTCMinutes(),
    second: local.getUTCSeconds(),
    millisecond: local.getUTCMilliseconds(),
    weekday: local.getUTCDay(),
    dayOfYear: Math.floor((local.getTime() - Date.UTC(year, 0, 1)) / dayMs) + 1,
    offset,
  };
}

/** The instant of a local time given as if it were UTC. */
function toInstant(local: number, zone: string | undefined): Date {
  const guess = local - offsetAt(local, zone);
  return new Date(local - offsetAt(guess, zone));
}

export function weekOf({ year, month, day, weekday }: Moment): { year: number; week: number } {
  const thursday = new Date(Date.UTC(year, month - 1, day + 4 - (weekday === 0 ? 7 : weekday)));
  const first = Date.UTC(thursday.getUTCFullYear(), 0, 1);
  return { year: thursday.getUTCFullYear(), week: Math.floor((thursday.getTime() - first) / dayMs / 7) + 1 };
}

const fixedLength: Readonly<Partial<Record<Unit, number>>> = {
  hour: 3_600_000,
  minute: 60_000,
  second: 1000,
  millisecond: 1,
};

const months: Readonly<Partial<Record<Unit, number>>> = { year: 12, quarter: 3, month: 1 };

interface Step {
  readonly unit: Unit;
  readonly zone: string | undefined;
  readonly startOfWeek?: Value | undefined;
}

export function addUnits(date: Date, { unit, amount, zone }: Step & { amount: number }): Date {
  const length = fixedLength[unit];
  if (length !== undefined) return new Date(date.getTime() + amount * length);
  const local = new Date(date.getTime() + offsetAt(date.getTime(), zone));
  const perUnit = months[unit];
  if (perUnit === undefined) local.setUTCDate(local.getUTCDate() + amount * (unit === 'week' ? 7 : 1));
  else addMonths(local, amount * perUnit);
  return toInstant(local.getTime(), zone);
}

/** A day that the month does not have becomes its last. */
function addMonths(local: Date, count: number): void {
  const day = local.getUTCDate();
  local.setUTCDate(1);
  local.setUTCMonth(local.getUTCMonth() + count);
  const last = new Date(Date.UTC(local.getUTCFullYear(), local.getUTCMonth() + 1, 0)).getUTCDate();
  local.setUTCDate(Math.min(day, last));
}

const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

const firstWeekday = (value: Value | undefined): number =>
  typeof value === 'string' ? Math.max(0, weekdays.indexOf(value.toLowerCase().slice(0, 3))) : 0;

/** The start of the unit, as local time written as if it were UTC. */
function localStart(date: Date, { unit, zone, startOfWeek }: Step): number {
  const moment = localTime(date, zone);
  const length = fixedLength[unit];
  if (length !== undefined) {
    const local = date.getTime() + moment.offset;
    return Math.floor(local / length) * length;
  }
  const { year, month, day, weekday } = moment;
  if (unit === 'week') return Date.UTC(year, month - 1, day - ((weekday - firstWeekday(startOfWeek) + 7) % 7));
  if (unit === 'day') return Date.UTC(year, month - 1, day);
  const perUnit = months[unit] ?? 1;
  return Date.UTC(year, Math.floor((month - 1) / perUnit) * perUnit, 1);
}

export const truncate = (date: Date, step: Step): Date => toInstant(localStart(date, step), step.zone);

/** How many boundaries of the unit lie between the two. */
export function difference(from: Date, to: Date, step: Step): number {
  const [start, end] = [localStart(from, step), localStart(to, step)];
  const perUnit = months[step.unit];
  if (perUnit === undefined)
    return Math.round((end - start) / (fixedLength[step.unit] ?? (step.unit === 'week' ? 7 : 1) * dayMs));
  const index = (time: number): number => new Date(time).getUTCFullYear() * 12 + new Date(time).getUTCMonth();
  return (index(end) - index(start)) / perUnit;
}

const pad = (n: number, width: number): string => String(n).padStart(width, '0');

const specifiers: Readonly<Record<string, (moment: Moment) => string>> = {
  Y: ({ year }) => pad(year, 4),
  m: ({ month }) => pad(month, 2),
  d: ({ day }) => pad(day, 2),
  H: ({ hour }) => pad(hour, 2),
  M: ({ minute }) => pad(minute, 2),
  S: ({ second }) => pad(second, 2),
  L: ({ millisecond }) => pad(millisecond, 3),
  j: ({ dayOfYear }) => pad(dayOfYear, 3),
  w: ({ weekday }) => String(weekday + 1),
  u: ({ weekday }) => String(weekday === 0 ? 7 : weekday),
  V: (moment) => pad(weekOf(moment).week, 2),
  G: (moment) => pad(weekOf(moment).year, 4),
  z: ({ offset }) => zoneText(offset),
  Z: ({ offset }) => String(offset / 60_000),
  '%': () => '%',
};

function zoneText(offset: number): string {
  const minutes = Math.abs(offset) / 60_000;
  return `${offset < 0 ? '-' : '+'}${pad(Math.floor(minutes / 60), 2)}${pad(minutes % 60, 2)}`;
}

export function formatDate(date: Date, format: string | undefined, zone: string | undefined): string {
  const moment = localTime(date, zone);
  const utc = zone === undefined || moment.offset === 0;
  const pattern = format ?? (utc ? '%Y-%m-%dT%H:%M:%S.%LZ' : '%Y-%m-%dT%H:%M:%S.%L');
  return pattern.replaceAll(/%(.?)/g, (_, name: string) => {
    const write = specifiers[name];
    if (!write) throw new StoreError(18536, `Invalid format character '%${name}' in format string`);
    return write(moment);
  });
}
