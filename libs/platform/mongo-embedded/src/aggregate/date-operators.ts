/** Dates in expressions, in any time zone that the platform knows or a fixed offset. */
import { ObjectId } from 'bson';
import { StoreError } from '../errors.ts';
import { Doc, isNumeric, toNumber, type Value } from '../values/value.ts';
import { parseDate } from './conversion-operators.ts';
import {
  addUnits,
  difference,
  formatDate,
  localTime,
  type Moment,
  truncate,
  type Unit,
  units,
  weekOf,
} from './calendar.ts';
import { type Evaluate, type Form, type Maybe, missing, named } from './scope.ts';

function instant(operator: string, value: Maybe): Date {
  if (value instanceof Date) return value;
  if (value instanceof ObjectId) return value.getTimestamp();
  throw new StoreError(16006, `${operator} requires a date`);
}

function unitOf(operator: string, value: Maybe): Unit {
  const unit = units.find((known) => known === value);
  if (!unit) throw new StoreError(9, `${operator} requires 'unit' to be a valid time unit`);
  return unit;
}

const zoneOf = (value: Maybe): string | undefined => (typeof value === 'string' ? value : undefined);

/** One part of a date: the operand is the date, or `{date, timezone}`. */
const part =
  (operator: string, read: (moment: Moment) => number): Form =>
  (operand, compile) => {
    const single = Array.isArray(operand) && operand.length === 1 ? (operand[0] ?? null) : operand;
    const split = single instanceof Doc && 'date' in single ? named(operator, single, ['date', 'timezone']) : undefined;
    const date = compile(split ? (split['date'] ?? null) : single);
    const zone = split?.['timezone'] === undefined ? undefined : compile(split['timezone']);
    return (scope) => {
      const value = date(scope);
      return missing(value) ? null : read(localTime(instant(operator, value), zoneOf(zone?.(scope))));
    };
  };

/** An operator with named arguments, all evaluated; null where one of the needed is null or missing. */
function withArguments(
  operator: string,
  wanted: { needed: readonly string[]; optional: readonly string[] },
  apply: (args: Doc) => Maybe,
): Form {
  return (operand, compile) => {
    const given = named(operator, operand, [...wanted.needed, ...wanted.optional]);
    const compiled = Object.entries(given).map(([name, value]): [string, Evaluate] => [name, compile(value)]);
    return (scope) => {
      const args = new Doc();
      for (const [name, evaluate] of compiled) {
        const value = evaluate(scope);
        if (value !== undefined) args[name] = value;
      }
      if (wanted.needed.some((name) => missing(args[name]))) return args['onNull'] ?? null;
      return apply(args);
    };
  };
}

function amount(operator: string, value: Maybe): number {
  if (isNumeric(value) && Number.isInteger(toNumber(value))) return toNumber(value);
  throw new StoreError(5166405, `${operator} requires a whole number as amount`);
}

const shifting = (operator: string, sign: 1 | -1): Form =>
  withArguments(operator, { needed: ['startDate', 'unit', 'amount'], optional: ['timezone'] }, (args) =>
    addUnits(instant(operator, args['startDate']), {
      unit: unitOf(operator, args['unit']),
      amount: sign * amount(operator, args['amount']),
      zone: zoneOf(args['timezone']),
    }),
  );

const $dateDiff = withArguments(
  '$dateDiff',
  { needed: ['startDate', 'endDate', 'unit'], optional: ['timezone', 'startOfWeek'] },
  (args) =>
    BigInt(
      difference(instant('$dateDiff', args['startDate']), instant('$dateDiff', args['endDate']), {
        unit: unitOf('$dateDiff', args['unit']),
        zone: zoneOf(args['timezone']),
        startOfWeek: args['startOfWeek'],
      }),
    ),
);

const $dateTrunc = withArguments(
  '$dateTrunc',
  { needed: ['date', 'unit'], optional: ['binSize', 'timezone', 'startOfWeek'] },
  (args) => {
    if (args['binSize'] !== undefined && toNumber(args['binSize']) !== 1) {
      throw new StoreError(9, '$dateTrunc with a binSize other than 1 is not supported by the embedded store');
    }
    return truncate(instant('$dateTrunc', args['date']), {
      unit: unitOf('$dateTrunc', args['unit']),
      zone: zoneOf(args['timezone']),
      startOfWeek: args['startOfWeek'],
    });
  },
);

const $dateToString = withArguments(
  '$dateToString',
  { needed: ['date'], optional: ['format', 'timezone', 'onNull'] },
  (args) => {
    const { format, timezone } = args;
    const pattern = typeof format === 'string' ? format : undefined;
    return formatDate(instant('$dateToString', args['date']), pattern, zoneOf(timezone));
  },
);

const $dateFromString = withArguments(
  '$dateFromString',
  { needed: ['dateString'], optional: ['onError', 'onNull'] },
  (args) => {
    const value = args['dateString'];
    const time = typeof value === 'string' ? parseDate(value) : NaN;
    if (!Number.isNaN(time)) return new Date(time);
    if (args['onError'] !== undefined) return args['onError'];
    throw new StoreError(241, 'Error parsing date string in $dateFromString');
  },
);

const partNames = ['year', 'month', 'day', 'hour', 'minute', 'second', 'millisecond'];

const $dateFromParts = withArguments('$dateFromParts', { needed: ['year'], optional: partNames.slice(1) }, (args) => {
  const [year = 0, month = 1, day = 1, ...time] = partNames.map((name) =>
    numberOr(args[name], name === 'month' || name === 'day' ? 1 : 0),
  );
  const [hour = 0, minute = 0, second = 0, millisecond = 0] = time;
  return new Date(Date.UTC(year, month - 1, day, hour, minute, second, millisecond));
});

const numberOr = (value: Value | undefined, fallback: number): number =>
  value === undefined ? fallback : toNumber(value);

export const dates: Readonly<Record<string, Form>> = {
  $year: part('$year', ({ year }) => year),
  $month: part('$month', ({ month }) => month),
  $dayOfMonth: part('$dayOfMonth', ({ day }) => day),
  $dayOfWeek: part('$dayOfWeek', ({ weekday }) => weekday + 1),
  $dayOfYear: part('$dayOfYear', ({ dayOfYear }) => dayOfYear),
  $isoDayOfWeek: part('$isoDayOfWeek', ({ weekday }) => (weekday === 0 ? 7 : weekday)),
  $isoWeek: part('$isoWeek', (moment) => weekOf(moment).week),
  $isoWeekYear: part('$isoWeekYear', (moment) => weekOf(moment).year),
  $hour: part('$hour', ({ hour }) => hour),
  $minute: part('$minute', ({ minute }) => minute),
  $second: part('$second', ({ second }) => second),
  $millisecond: part('$millisecond', ({ millisecond }) => millisecond),
  $dateAdd: shifting('$dateAdd', 1),
  $dateSubtract: shifting('$dateSubtract', -1),
  $dateDiff,
  $dateTrunc,
  $dateToString,
  $dateFromString,
  $dateFromParts,
};
