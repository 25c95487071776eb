/** A plan to begin with, from events that were seen: their names, what they carry and of what type. */
import { type EventCollected, type JsonObject } from '@tributary/contracts';
import { isObject, parseInstant } from '@tributary/domain-collection';
import {
  deepest,
  type EventPlan,
  type Properties,
  type PropertyPlan,
  type PropertyType,
  type TrackingPlan,
} from './tracking-plan.ts';

/** Fewer events than this show a habit, not a rule: nothing of theirs is required. */
const enoughToRequire = 10;

/** It warns and refuses nothing: what is seen today is a start, not the truth. */
export function inferPlan(events: readonly EventCollected[]): TrackingPlan {
  const groups = new Map<string, EventCollected[]>();
  for (const event of events) {
    const key = `${event.type}\n${event.name ?? ''}`;
    const own = groups.get(key) ?? [];
    groups.set(key, own);
    own.push(event);
  }
  const planned = [...groups.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => eventPlan(group));
  const traits = propertiesOf(
    events.map((event) => event.traits),
    0,
  );
  return {
    events: planned,
    ...(Object.keys(traits).length === 0 ? {} : { traits: withoutRequired(traits) }),
    unplanned: 'warn',
    violations: 'warn',
  };
}

function eventPlan(group: readonly EventCollected[]): EventPlan {
  const [first] = group;
  if (!first) throw new Error('A group of events is never empty.');
  const named = first.name === undefined ? {} : { name: first.name };
  return {
    type: first.type,
    ...named,
    properties: propertiesOf(
      group.map(({ properties }) => properties),
      0,
    ),
  };
}

function propertiesOf(objects: readonly JsonObject[], depth: number): Properties {
  const seen = new Map<string, unknown[]>();
  for (const object of objects) {
    for (const [name, value] of Object.entries(object)) {
      if (value === null || value === undefined) continue;
      const values = seen.get(name) ?? [];
      seen.set(name, values);
      values.push(value);
    }
  }
  const always = (values: readonly unknown[]): boolean =>
    values.length === objects.length && objects.length >= enoughToRequire;
  return Object.fromEntries(
    [...seen.entries()]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, values]) => [name, { ...planOf(values, depth + 1), ...(always(values) ? { required: true } : {}) }]),
  );
}

function planOf(values: readonly unknown[], depth: number): PropertyPlan {
  const type = typeOf(values);
  if (depth >= deepest) return { type };
  if (type === 'object') return { type, properties: propertiesOf(values.filter(isObject), depth) };
  if (type !== 'list') return { type };
  const items = values.flatMap((value): readonly unknown[] => (Array.isArray(value) ? value : []));
  // A list that was seen with nothing in it, or with empty places, holds no one type.
  return items.length === 0 || items.includes(null) ? { type } : { type, of: planOf(items, depth + 1) };
}

/** The narrowest type that all of them have. */
function typeOf(values: readonly unknown[]): PropertyType {
  const types = new Set(values.map(narrowest));
  if (types.size === 1) return [...types][0] ?? 'any';
  if ([...types].every((type) => type === 'integer' || type === 'number')) return 'number';
  return [...types].every((type) => type === 'time' || type === 'string') ? 'string' : 'any';
}

function narrowest(value: unknown): PropertyType {
  if (Array.isArray(value)) return 'list';
  switch (typeof value) {
    case 'number':
      return Number.isInteger(value) ? 'integer' : 'number';
    case 'string':
      return parseInstant(value) === undefined ? 'string' : 'time';
    case 'boolean':
      return 'boolean';
    case 'object':
      return 'object';
    default:
      return 'any';
  }
}

const withoutRequired = (properties: Properties): Properties =>
  Object.fromEntries(Object.entries(properties).map(([name, plan]) => [name, { ...plan, required: false }]));
