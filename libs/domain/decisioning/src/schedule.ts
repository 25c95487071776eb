/** When an offer may be shown. */
import { type DailyWindow, type Schedule, type Weekday } from './definition.ts';
import { dayBefore, localTime } from './local-time.ts';

/** Why the schedule is closed at `now`; undefined where it is open. */
export function closedBecause(schedule: Schedule, now: number): string | undefined {
  if (schedule.from !== undefined && now < schedule.from) return `starts at ${instantOf(schedule.from)}`;
  if (schedule.to !== undefined && now >= schedule.to) return `ended at ${instantOf(schedule.to)}`;
  if (schedule.daily.length === 0) return undefined;
  const local = localTime(now, schedule.zone);
  if (schedule.daily.some((window) => isOpen(window, local.weekday, local.minute))) return undefined;
  return `closed on ${local.weekday} at ${clockOf(local.minute)} ${schedule.zone}; open ${schedule.daily.map(wordsOf).join(', ')}`;
}

function isOpen(window: DailyWindow, weekday: Weekday, minute: number): boolean {
  const opensOn = (day: Weekday): boolean => window.days === undefined || window.days.includes(day);
  if (window.from < window.to) return opensOn(weekday) && minute >= window.from && minute < window.to;
  // Over midnight: the small hours belong to the day on which the window opened.
  return (opensOn(weekday) && minute >= window.from) || (opensOn(dayBefore(weekday)) && minute < window.to);
}

const wordsOf = (window: DailyWindow): string =>
  `${window.days === undefined ? '' : `${window.days.join(' ')} `}${clockOf(window.from)}-${clockOf(window.to)}`;

const clockOf = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

const instantOf = (time: number): string => new Date(time).toISOString();
