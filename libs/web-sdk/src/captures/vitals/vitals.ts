/** The arithmetic of the web vitals (web.dev/articles/vitals), free of the browser. */

export interface Shift {
  readonly value: number;
  readonly at: number;
}

export interface ShiftWindow {
  readonly sum: number;
  readonly startedAt: number;
  readonly lastAt: number;
  /** The largest window so far: the score. */
  readonly worst: number;
}

export const noShifts: ShiftWindow = { sum: 0, startedAt: -Infinity, lastAt: -Infinity, worst: 0 };

/** CLS: shifts less than a second apart are one window of at most five seconds. */
export function shift(last: ShiftWindow, { value, at }: Shift): ShiftWindow {
  const goesOn = at - last.lastAt < 1_000 && at - last.startedAt < 5_000;
  const sum = goesOn ? last.sum + value : value;
  return { sum, startedAt: goesOn ? last.startedAt : at, lastAt: at, worst: Math.max(last.worst, sum) };
}

/** INP: the longest of up to fifty interactions, the second of up to a hundred, and so on; undefined where there was none. */
export function interactionToNextPaint(durations: Iterable<number>, count: number): number | undefined {
  const longest = [...durations].sort((a, b) => b - a);
  return longest[Math.min(longest.length - 1, Math.floor(count / 50))];
}
