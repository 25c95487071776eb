/** Days as `YYYY-MM-DD` texts, which sort by time; the zone decides where one ends. */

/** Answers the day that an instant (`YYYY-MM-DDTHH:mm:ss.sssZ`) belongs to. */
export type DayOf = (instant: string) => string;

/** Bound of the cache of minutes: a week of them, a few hundred kilobytes. */
const rememberedMinutes = 10_080;

/** `zone` is an IANA name; an unknown one throws a RangeError. */
export function daysIn(zone: string): DayOf {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  if (zone === 'UTC') return (instant) => instant.slice(0, 10);
  const days = new Map<string, string>(); // formatting costs microseconds, and events come many to the minute
  return (instant) => {
    const minute = instant.slice(0, 16);
    const known = days.get(minute);
    if (known !== undefined) return known;
    if (days.size >= rememberedMinutes) days.clear();
    const day = format.format(new Date(instant));
    days.set(minute, day);
    return day;
  };
}

const millisecondsPerDay = 86_400_000;

export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00.000Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** Calendar days from one day to a later one. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / millisecondsPerDay);
}

/** Both ends included. */
export interface DayRange {
  readonly from: string;
  readonly to: string;
}
