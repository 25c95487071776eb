/** What a schema may not do to those that rely on its released form: require more, accept less, or lose a field. */
import { type JsonObject } from './fields.ts';

export interface Incompatibility {
  /** JSON pointer into the schema. */
  readonly at: string;
  readonly rule: 'NEW_REQUIRED_FIELD' | 'REMOVED_FIELD' | 'NARROWED';
  readonly detail: string;
}

/** Keywords that accept less when they grow, and those that accept less when they shrink. */
const lowerBounds = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties'];
const upperBounds = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties'];
/** Keywords whose text must stay: whether one pattern accepts less than another cannot be decided by looking. */
const fixed = ['type', 'pattern', 'format', 'const', 'multipleOf', 'uniqueItems'];

export function incompatibilities(released: JsonObject, current: JsonObject, at = ''): readonly Incompatibility[] {
  return [
    ...requiredFields(released, current, at),
    ...fixedKeywords(released, current, at),
    ...bounds(released, current, at),
    ...alternatives(released, current, at),
    ...properties(released, current, at),
    ...nested(released, current, at),
  ];
}

function requiredFields(released: JsonObject, current: JsonObject, at: string): Incompatibility[] {
  const before = new Set(strings(released['required']));
  return strings(current['required'])
    .filter((name) => !before.has(name))
    .map((name) => ({ at: `${at}/required`, rule: 'NEW_REQUIRED_FIELD', detail: `${name} was not required` }));
}

function fixedKeywords(released: JsonObject, current: JsonObject, at: string): Incompatibility[] {
  return fixed
    .filter((keyword) => keyword in current && !same(released[keyword], current[keyword]))
    .map((keyword) => narrowed(`${at}/${keyword}`, `${show(released[keyword])} became ${show(current[keyword])}`));
}

function bounds(released: JsonObject, current: JsonObject, at: string): Incompatibility[] {
  const tighter = (keyword: string, direction: 1 | -1): boolean => {
    const now = current[keyword];
    const before = released[keyword];
    return typeof now === 'number' && (typeof before !== 'number' || (now - before) * direction > 0);
  };
  return [
    ...lowerBounds.filter((keyword) => tighter(keyword, 1)),
    ...upperBounds.filter((keyword) => tighter(keyword, -1)),
  ].map((keyword) => narrowed(`${at}/${keyword}`, `${show(released[keyword])} became ${show(current[keyword])}`));
}

/** Every alternative that was accepted must still be accepted, by one of equal shape. */
function alternatives(released: JsonObject, current: JsonObject, at: string): Incompatibility[] {
  return ['enum', 'anyOf'].flatMap((keyword) => {
    const now = current[keyword];
    const before = released[keyword];
    if (!Array.isArray(now)) return [];
    if (!Array.isArray(before)) return [narrowed(`${at}/${keyword}`, 'anything became a choice')];
    return before
      .filter((option) => !now.some((candidate) => accepts(option, candidate)))
      .map((option) => narrowed(`${at}/${keyword}`, `${show(option)} is no longer accepted`));
  });
}

const accepts = (option: unknown, candidate: unknown): boolean =>
  isObject(option) && isObject(candidate) ? incompatibilities(option, candidate).length === 0 : same(option, candidate);

function properties(released: JsonObject, current: JsonObject, at: string): Incompatibility[] {
  const before = objectOf(released['properties']);
  const now = objectOf(current['properties']);
  return Object.entries(before).flatMap(([name, schema]) => {
    const place = `${at}/properties/${name}`;
    if (!(name in now)) return [{ at: place, rule: 'REMOVED_FIELD', detail: `${name} is gone` } as const];
    return incompatibilities(objectOf(schema), objectOf(now[name]), place);
  });
}

function nested(released: JsonObject, current: JsonObject, at: string): readonly Incompatibility[] {
  return ['items', 'additionalProperties'].flatMap((keyword) => {
    const now = current[keyword];
    if (now === false && released[keyword] !== false)
      return [narrowed(`${at}/${keyword}`, 'unknown fields are refused')];
    return isObject(now) ? incompatibilities(objectOf(released[keyword]), now, `${at}/${keyword}`) : [];
  });
}

const narrowed = (at: string, detail: string): Incompatibility => ({ at, rule: 'NARROWED', detail });
const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const objectOf = (value: unknown): JsonObject => (isObject(value) ? value : {});
const strings = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
const show = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value));
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
