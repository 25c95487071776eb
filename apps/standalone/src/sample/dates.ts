/** Moves the sample's past next to today, so that "in the last sixty days" has something to say. */

const dayMs = 86_400_000;

/** Whole days from the day of `last` to the day before `today`, in UTC. */
export function daysToYesterday(last: number, today: number): number {
  return Math.floor(today / dayMs) - 1 - Math.floor(last / dayMs);
}
