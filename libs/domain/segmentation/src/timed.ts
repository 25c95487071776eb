/** Conditions on a moment that time alone can make true or false. */
import { parseDuration, shift } from './duration.ts';
import { type TimedConditions } from './rule.ts';
import { type Timeline, all, always, during } from './timeline.ts';

export function isTimed({ withinLast, olderThan, withinNext }: TimedConditions): boolean {
  return withinLast !== undefined || olderThan !== undefined || withinNext !== undefined;
}

/** When every timed condition holds of the moment. */
export function timedTimeline(moment: number, conditions: TimedConditions, zone: string): Timeline {
  const moved = (text: string, direction: 1 | -1): number => {
    const duration = parseDuration(text);
    return duration === undefined ? moment : shift(moment, duration, zone, direction);
  };
  const { withinLast, olderThan, withinNext } = conditions;
  const timelines: Timeline[] = [];
  if (withinLast !== undefined) timelines.push(during(moment, moved(withinLast, 1)));
  if (olderThan !== undefined) timelines.push(during(moved(olderThan, 1), Infinity));
  if (withinNext !== undefined) timelines.push(during(moved(withinNext, -1), moment));
  return timelines.length === 0 ? always : all(timelines);
}
