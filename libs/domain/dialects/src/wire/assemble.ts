/** Builds an event out of values and the places where they belong. */
import { type JsonObject } from '@tributary/contracts';
import { isObject, parseInstant } from '@tributary/domain-collection';

/** Where a value belongs in an event, as names with dots between them: `context.page.url`. */
export type Place = string;

export type Placed = readonly [place: Place, value: unknown];

/** What is undefined has no place. Of several values for one place the first stays. Places are ours, so no key of a client is a path. */
export function assemble(placed: readonly Placed[]): JsonObject {
  const event: JsonObject = {};
  // What was built here may be added to; what a client sent is copied before.
  const built = new Set<unknown>();
  for (const [place, value] of placed) {
    if (value === undefined) continue;
    const names = namesOf(place);
    const last = names.length - 1;
    let at = event;
    for (let depth = 0; depth < last; depth += 1) at = objectAt(at, names[depth] ?? place, built);
    const name = names[last] ?? place;
    if (!Object.hasOwn(at, name)) at[name] = value;
  }
  return event;
}

function objectAt(parent: JsonObject, name: string, built: Set<unknown>): JsonObject {
  const inner = parent[name];
  if (isObject(inner) && built.has(inner)) return inner;
  const copy = isObject(inner) ? { ...inner } : {};
  built.add(copy);
  parent[name] = copy;
  return copy;
}

const split = new Map<Place, readonly string[]>();

/** Every event has the same hundred places: each is taken apart once. */
function namesOf(place: Place): readonly string[] {
  const known = split.get(place);
  if (known) return known;
  const names = place.split('.');
  split.set(place, names);
  return names;
}

/** An object of what is defined; undefined where nothing is. Copies keep `__proto__` as a member: it is refused by name, not lost. */
export function present(members: Iterable<readonly [string, unknown]>): JsonObject | undefined {
  const defined = [...members].filter(([, value]) => value !== undefined);
  return defined.length === 0 ? undefined : Object.fromEntries(defined);
}

/** Null, blank and absent are the same; anything else is handed on as it came, to be judged by the rules of every door. */
export const given = (value: unknown): unknown =>
  value === null || (typeof value === 'string' && value.trim() === '') ? undefined : value;

export const textAt = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value : undefined;

/** A number, or text that writes one; other text stays what it is, so that nothing is lost. */
export function numeric(value: unknown): unknown {
  if (typeof value !== 'string' || value.trim() === '') return given(value);
  const number = Number(value);
  return Number.isFinite(number) ? number : value;
}

/**
 * Milliseconds since 1970, or a part of them, as a number or as text, in RFC 3339; what is no such number stays as it came and is refused by
 * name. No client was there before 1970: a negative number is a mistake of its clock, or of who computed it.
 */
export function instantOf(count: unknown, perMillisecond = 1): unknown {
  const number = numeric(count);
  if (typeof number !== 'number') return number;
  const date = new Date(Math.floor(number / perMillisecond));
  const text = number < 0 || Number.isNaN(date.getTime()) ? '' : date.toISOString();
  return parseInstant(text) === undefined ? String(number) : text;
}

/** Members by the names that the table gives them; a name that is taken already leaves the other as it was. */
export const renamed = (members: JsonObject, names: Readonly<Record<string, string>>): JsonObject =>
  Object.fromEntries(
    Object.entries(members).map(([name, value]) => {
      const wanted = Object.hasOwn(names, name) ? (names[name] ?? name) : name;
      return [Object.hasOwn(members, wanted) ? name : wanted, value];
    }),
  );
