/** The definition of a rule, word by word and as slow as it comes: filter, then look. Shares no code with the sweep. */
import { type EventCollected } from '@tributary/contracts';
import { parseMoment, satisfies, valuesAt } from '@tributary/domain-conditions';
import { parseDuration, shift } from '../duration.ts';
import { whereHolds } from '../feature.ts';
import { type Chosen, type DidRule, type Rule, type Threshold, type TimedConditions } from '../rule.ts';

export interface World {
  readonly events: readonly EventCollected[];
  readonly traits: Readonly<Record<string, unknown>>;
}

export function isMember(rule: Rule, world: World, now: number): boolean {
  if ('all' in rule) return rule.all.every((part) => isMember(part, world, now));
  if ('any' in rule) return rule.any.some((part) => isMember(part, world, now));
  if ('not' in rule) return !isMember(rule.not, world, now);
  if ('trait' in rule) {
    const values = valuesAt(world.traits, rule.trait);
    return satisfies(values, rule, 'UTC') && (!timed(rule) || values.some((value) => timeFits(value, rule, now)));
  }
  return didHolds(rule, world, now);
}

const timed = (rule: TimedConditions): boolean =>
  [rule.withinLast, rule.olderThan, rule.withinNext].some((text) => text !== undefined);

const moved = (moment: number, text: string, direction: 1 | -1 = 1): number =>
  shift(moment, parseDuration(text) ?? { amount: 0, unit: 's' }, 'UTC', direction);

function timeFits(value: unknown, conditions: TimedConditions, now: number): boolean {
  const moment = typeof value === 'string' ? parseMoment(value, 'UTC') : undefined;
  if (moment === undefined) return false;
  const { withinLast, olderThan, withinNext } = conditions;
  return (
    (withinLast === undefined || (now >= moment && now < moved(moment, withinLast))) &&
    (olderThan === undefined || now >= moved(moment, olderThan)) &&
    (withinNext === undefined || (now >= moved(moment, withinNext, -1) && now < moment))
  );
}

function didHolds(rule: DidRule, world: World, now: number): boolean {
  const counted = world.events
    .filter((event) => event.name === rule.did || rule.did === '*')
    .filter((event) => rule.where === undefined || whereHolds(rule.where, event.properties, 'UTC'))
    .filter((event) => Date.parse(event.time) <= now)
    .filter((event) => rule.within === undefined || now < moved(Date.parse(event.time), rule.within))
    .filter((event) => rule.between === undefined || inside(event.time, rule.between))
    .sort((a, b) => (a.time + a.event < b.time + b.event ? -1 : 1));
  const values = (of: string): readonly unknown[] => counted.flatMap((event) => valuesAt(event.properties, of));
  const cents = (of: string): number[] =>
    values(of).flatMap((value) => (typeof value === 'number' ? [Math.round(value * 100)] : []));
  const { count, sum, average, min, max, distinct, first, last } = rule;
  if (sum) return fits(sum, add(cents(sum.of)) / 100);
  if (average)
    return cents(average.of).length > 0 && fits(average, add(cents(average.of)) / (100 * cents(average.of).length));
  if (min) return cents(min.of).length > 0 && fits(min, Math.min(...cents(min.of)) / 100);
  if (max) return cents(max.of).length > 0 && fits(max, Math.max(...cents(max.of)) / 100);
  if (distinct) return fits(distinct, new Set(values(distinct.of)).size);
  if (first) return chosenFits(first, counted[0], now);
  if (last) return chosenFits(last, counted.at(-1), now);
  return fits(count ?? { atLeast: 1 }, counted.length);
}

const inside = (time: string, [from, to]: readonly [string, string]): boolean =>
  Date.parse(time) >= Date.parse(from) && Date.parse(time) < Date.parse(to);

const add = (numbers: readonly number[]): number => numbers.reduce((sum, value) => sum + value, 0);

function chosenFits(chosen: Chosen, event: EventCollected | undefined, now: number): boolean {
  if (event === undefined) return false;
  const values = chosen.of === undefined ? [event.time] : valuesAt(event.properties, chosen.of);
  return satisfies(values, chosen, 'UTC') && (!timed(chosen) || values.some((value) => timeFits(value, chosen, now)));
}

const fits = ({ atLeast, atMost, moreThan, lessThan, exactly }: Threshold, figure: number): boolean =>
  (atLeast === undefined || figure >= atLeast) &&
  (atMost === undefined || figure <= atMost) &&
  (moreThan === undefined || figure > moreThan) &&
  (lessThan === undefined || figure < lessThan) &&
  (exactly === undefined || figure === exactly);
