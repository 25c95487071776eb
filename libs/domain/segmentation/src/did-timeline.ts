/** When a `did` rule is true: one sweep over the moments at which an event starts and stops to count. */
import { momentOf, satisfies } from '@tributary/domain-conditions';
import { type Entry, type FeatureActivity } from './activity.ts';
import { type DidNode } from './compile.ts';
import { shift } from './duration.ts';
import { type Chosen } from './rule.ts';
import {
  type Item,
  type Tally,
  averageAgainst,
  countTally,
  distinctTally,
  extremesTally,
  meets,
  orderTally,
  sumAgainst,
  sumTally,
  valuesOf,
} from './tally.ts';
import { isTimed, timedTimeline } from './timed.ts';
import { type Timeline, always, any, at, never, timelineBuilder } from './timeline.ts';

/** A figure over the events that count, and whether it meets the rule. */
interface Gauge {
  readonly tally: Tally;
  holds(instant: number): boolean;
  /** Instants at which the same events may be judged differently. */
  readonly ticks: readonly number[];
}

/** An event begins (`enters`), ceases to count, or is judged anew. */
interface Point {
  readonly at: number;
  readonly item?: Item;
  readonly enters?: boolean;
}

/** `initial` is the truth at `from`; what stopped counting by then is not looked at. */
export function didTimeline(node: DidNode, activity: FeatureActivity | undefined, from: number): Timeline {
  const items = itemsOf(node, activity, from);
  const gauge = gaugeOf(node, items);
  const points: Point[] = [
    ...items.map((item) => ({ at: item.time, item, enters: true })),
    ...endsOf(node, items),
    ...gauge.ticks.map((tick) => ({ at: tick })),
  ];
  points.sort((a, b) => a.at - b.at);
  let next = 0;
  const applyUntil = (instant: number): void => {
    for (let point = points[next]; point !== undefined && point.at <= instant; point = points[next]) {
      next += 1;
      if (point.item === undefined) continue;
      if (point.enters === true) gauge.tally.add(point.item);
      else gauge.tally.remove(point.item);
    }
  };
  applyUntil(from);
  const builder = timelineBuilder(gauge.holds(from));
  for (let point = points[next]; point !== undefined; point = points[next]) {
    applyUntil(point.at);
    builder.set(point.at, gauge.holds(point.at));
  }
  return builder.done();
}

export function endOf({ window, zone }: DidNode, time: number): number {
  return window === undefined ? Infinity : shift(time, window, zone);
}

export function itemsOf(node: DidNode, activity: FeatureActivity | undefined, from: number): readonly Item[] {
  if (activity === undefined) return [];
  const [start, end] = node.between ?? [-Infinity, Infinity];
  const counts = ({ time }: Item): boolean => time >= start && time < end && endOf(node, time) > from;
  const kept = activity.entries.map((entry): Item => ({
    time: entry[0],
    count: 1,
    first: entry,
    last: entry,
    folded: undefined,
  }));
  const folded = (activity.folded ?? []).map((bucket): Item => ({
    time: bucket.hour,
    count: bucket.count,
    first: bucket.first,
    last: bucket.last,
    folded: bucket,
  }));
  return [...folded, ...kept].filter(counts);
}

function endsOf(node: DidNode, items: readonly Item[]): readonly Point[] {
  return node.window === undefined ? [] : items.map((item) => ({ at: endOf(node, item.time), item }));
}

function gaugeOf(node: DidNode, items: readonly Item[]): Gauge {
  const { count, sum, average, min, max, distinct, first, last } = node.rule;
  if (sum !== undefined) {
    const tally = sumTally();
    return steady(tally, () => meets(sum, (limit) => sumAgainst(tally.total(), limit)));
  }
  if (average !== undefined) {
    const tally = sumTally();
    return steady(tally, () => {
      const total = tally.total();
      return total.numbers > 0 && meets(average, (limit) => averageAgainst(total, limit));
    });
  }
  if (min !== undefined) {
    const tally = extremesTally();
    return steady(tally, () => present(tally.min(), (value) => meets(min, (limit) => value - limit)));
  }
  if (max !== undefined) {
    const tally = extremesTally();
    return steady(tally, () => present(tally.max(), (value) => meets(max, (limit) => value - limit)));
  }
  if (distinct !== undefined) {
    const tally = distinctTally();
    return steady(tally, () => meets(distinct, (limit) => tally.distinct() - limit));
  }
  if (first !== undefined) return chosenGauge(node, first, items);
  if (last !== undefined) return chosenGauge(node, last, items);
  const tally = countTally();
  return steady(tally, () => meets(count ?? { atLeast: 1 }, (limit) => tally.count() - limit));
}

const steady = (tally: Tally, holds: () => boolean): Gauge => ({ tally, holds, ticks: [] });
const present = (value: number | undefined, holds: (value: number) => boolean): boolean =>
  value !== undefined && holds(value);

function chosenGauge(node: DidNode, chosen: Chosen, items: readonly Item[]): Gauge {
  const tally = orderTally();
  const isFirst = node.rule.first !== undefined;
  const pick = (item: Item): Entry => (isFirst ? item.first : item.last);
  const timelines = new Map(items.map((item) => [pick(item), chosenTimeline(pick(item), chosen, node.zone)]));
  const current = (): Entry | undefined => (isFirst ? tally.first() : tally.last());
  return {
    tally,
    ticks: isTimed(chosen) ? [...timelines.values()].flatMap((timeline) => timeline.changes) : [],
    holds(instant) {
      const entry = current();
      const timeline = entry === undefined ? undefined : timelines.get(entry);
      return timeline !== undefined && at(timeline, instant).truth;
    },
  };
}

/** When the conditions hold of this event, were it the chosen one. */
function chosenTimeline(entry: Entry, chosen: Chosen, zone: string): Timeline {
  const values = chosen.of === undefined ? [new Date(entry[0]).toISOString()] : valuesOf(entry);
  if (!satisfies(values, chosen, zone)) return never;
  if (!isTimed(chosen)) return always;
  const moments = values.map((value) => momentOf(value, zone)).filter((moment) => moment !== undefined);
  return moments.length === 0 ? never : any(moments.map((moment) => timedTimeline(moment, chosen, zone)));
}
