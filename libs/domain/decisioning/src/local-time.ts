/** Calendar days and clock times in a time zone. */
import { weekdays, type Weekday } from './definition.ts';

export interface LocalTime {
  /** `2026-03-01`. */
  readonly date: string;
  readonly weekday: Weekday;
  /** Minutes since midnight by the clock on the wall. */
  readonly minute: number;
}

const options = {
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  weekday: 'short',
  hour: '2-digit',
  minute: '2-digit',
} as const;

// A formatter costs 50 microseconds to make and two to use; zones are few.
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-US', { ...options, timeZone: zone });
  formatters.set(zone, made);
  return made;
}

export function localTime(time: number, zone: string): LocalTime {
  const parts = new Map(
    formatterOf(zone)
      .formatToParts(time)
      .map((part) => [part.type, part.value]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type) ?? '';
  const weekday = part('weekday').toLowerCase();
  return {
    date: `${part('year')}-${part('month')}-${part('day')}`,
    weekday: weekdays.find((name) => name === weekday) ?? 'mon',
    minute: Number(part('hour')) * 60 + Number(part('minute')),
  };
}

export const dayBefore = (weekday: Weekday): Weekday => weekdays[(weekdays.indexOf(weekday) + 6) % 7] ?? 'mon';
