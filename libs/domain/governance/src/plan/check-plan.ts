/** Holds an event against the plan of its source. */
import { type EventCollected, type JsonObject } from '@tributary/contracts';
import { isObject, member, parseInstant, pointer } from '@tributary/domain-collection';
import {
  type EventPlan,
  type PropertyPlan,
  type Properties,
  type TrackingPlan,
  type Violation,
} from './tracking-plan.ts';

/** Everything that is wrong with an event, also what nobody would read to its end. */
export function violationsOf(event: EventCollected, plan: TrackingPlan): readonly Violation[] {
  const planned = planOf(event, plan);
  const found: Violation[] = [];
  const what = event.name === undefined ? event.type : `${event.type} "${event.name}"`;
  if (planned) checkMembers({ value: event.properties, at: '/properties', plan: planned }, found);
  else if (plan.unplanned !== 'allow') {
    found.push({ kind: 'unplanned-event', at: '', expected: 'an event of the plan', found: what });
  }
  if (plan.traits)
    checkMembers({ value: event.traits, at: '/traits', plan: { properties: optional(plan.traits) } }, found);
  return found;
}

/** The plan of this very name, or of all of its type. */
function planOf({ type, name }: EventCollected, { events }: TrackingPlan): EventPlan | undefined {
  const ofType = events.filter((one) => one.type === type);
  return ofType.find((one) => one.name === name) ?? ofType.find((one) => one.name === undefined);
}

/** No event has to say everything that is known about somebody. */
const optional = (properties: Properties): Properties =>
  Object.fromEntries(Object.entries(properties).map(([name, plan]) => [name, { ...plan, required: false }]));

interface Members {
  readonly value: JsonObject;
  readonly at: string;
  readonly plan: Pick<PropertyPlan, 'properties' | 'others'>;
}

function checkMembers({ value, at, plan }: Members, found: Violation[]): void {
  const properties = plan.properties ?? {};
  for (const [name, property] of Object.entries(properties)) {
    const own = member(value, name);
    const place = pointer(at, name);
    if (own !== undefined && own !== null) checkValue(own, place, property, found);
    else if (property.required === true) {
      found.push({ kind: 'missing', at: place, expected: property.type, found: 'nothing' });
    }
  }
  if (plan.others !== 'refuse') return;
  for (const name of Object.keys(value)) {
    if (Object.hasOwn(properties, name)) continue;
    const expected = 'no other property';
    found.push({ kind: 'unplanned-property', at: pointer(at, name), expected, found: wordFor(value[name]) });
  }
}

function checkValue(value: unknown, at: string, plan: PropertyPlan, found: Violation[]): void {
  if (!isOfType(value, plan.type)) {
    found.push({ kind: 'wrong-type', at, expected: plan.type, found: wordFor(value) });
    return;
  }
  const bound = boundBroken(value, plan);
  if (bound) found.push({ at, ...bound });
  if (Array.isArray(value) && plan.of) {
    for (const [index, item] of value.entries()) checkValue(item, pointer(at, index), plan.of, found);
  }
  if (isObject(value)) checkMembers({ value, at, plan }, found);
}

function boundBroken(value: unknown, plan: PropertyPlan): Omit<Violation, 'at'> | undefined {
  const { oneOf, atLeast = -Infinity, atMost = Infinity, longest = Infinity } = plan;
  if (oneOf && !oneOf.some((one) => one === value)) {
    return { kind: 'not-one-of', expected: `one of ${oneOf.join(', ')}`, found: `another ${wordFor(value)}` };
  }
  if (typeof value === 'number' && (value < atLeast || value > atMost)) {
    return { kind: 'out-of-range', expected: range(atLeast, atMost), found: value < atLeast ? 'less' : 'more' };
  }
  if (typeof value === 'string' && value.length > longest) {
    return { kind: 'too-long', expected: `at most ${longest} characters`, found: `${value.length} characters` };
  }
  return undefined;
}

function range(atLeast: number, atMost: number): string {
  if (atMost === Infinity) return `at least ${atLeast}`;
  return atLeast === -Infinity ? `at most ${atMost}` : `${atLeast} to ${atMost}`;
}

export function isOfType(value: unknown, type: PropertyPlan['type']): boolean {
  switch (type) {
    case 'any':
      return true;
    case 'string':
    case 'number':
    case 'boolean':
      return typeof value === type;
    case 'integer':
      return Number.isInteger(value);
    case 'time':
      return typeof value === 'string' && parseInstant(value) !== undefined;
    case 'object':
      return isObject(value);
    case 'list':
      return Array.isArray(value);
  }
}

function wordFor(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'list';
  return typeof value === 'object' ? 'object' : typeof value;
}
