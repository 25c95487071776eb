/** Finds what JSON allows and an event must not contain: values that would be changed, lost or dangerous further down. */
import { type JsonObject } from '@tributary/contracts';
import { isObject } from './json.ts';
import { reason, type Reason, within } from './reasons.ts';

export interface Limits {
  readonly maxBytes: number;
  readonly maxDepth: number;
  readonly maxKeys: number;
}

/** An event is a fact, not a document store; the numbers are those that the SDKs of the field keep themselves. */
export const eventLimits: Limits = { maxBytes: 32 * 1024, maxDepth: 40, maxKeys: 1000 };
/** An order of the past carries all its lines: the largest of a wholesaler has some hundred, each with a few keys. */
export const importLimits: Limits = { maxBytes: 256 * 1024, maxDepth: 40, maxKeys: 20_000 };

const forbidden = new Set(['__proto__', 'constructor', 'prototype']);
const utf8 = new TextEncoder();
/** More bytes than a character of JSON text can become: three of UTF-8, or six of an escape. */
const bytesPerCharacter = 6;

interface Walk {
  readonly limits: Limits;
  keys: number;
  /** Characters of keys and texts, and a bound for each other value. */
  characters: number;
}

export function findHazard(event: unknown, limits: Limits): Reason | undefined {
  const walk: Walk = { limits, keys: 0, characters: 2 };
  const found = inspect(event, 1, walk);
  if (found) return found;
  // The exact length costs a serialisation; most events are far below the limit.
  if (walk.characters * bytesPerCharacter <= limits.maxBytes) return undefined;
  const bytes = utf8.encode(JSON.stringify(event)).length;
  if (bytes <= limits.maxBytes) return undefined;
  return reason('EVENT_TOO_LARGE', `The event has ${bytes} bytes; the limit is ${limits.maxBytes}.`);
}

function inspect(value: unknown, depth: number, walk: Walk): Reason | undefined {
  if (typeof value === 'string') return inspectText(value, walk);
  if (typeof value === 'number') return inspectNumber(value, walk);
  walk.characters += 8;
  if (typeof value !== 'object' || value === null) return undefined;
  if (depth > walk.limits.maxDepth) {
    return reason('TOO_DEEP', `The event is nested deeper than ${walk.limits.maxDepth} levels.`);
  }
  if (Array.isArray(value)) return inspectArray(value, depth, walk);
  return isObject(value) ? inspectObject(value, depth, walk) : undefined;
}

function inspectArray(items: readonly unknown[], depth: number, walk: Walk): Reason | undefined {
  for (let index = 0; index < items.length; index += 1) {
    const found = inspect(items[index], depth + 1, walk);
    if (found) return within(found, index);
  }
  return undefined;
}

function inspectObject(value: JsonObject, depth: number, walk: Walk): Reason | undefined {
  const names = Object.keys(value);
  walk.keys += names.length;
  // What has too many keys is not looked into: they may be hundreds of thousands.
  if (walk.keys > walk.limits.maxKeys) {
    return reason('TOO_MANY_KEYS', `The event has more than ${walk.limits.maxKeys} keys.`);
  }
  for (const name of names) {
    const found = inspectKey(name, walk) ?? inspect(value[name], depth + 1, walk);
    if (found) return within(found, name);
  }
  return undefined;
}

function inspectKey(key: string, walk: Walk): Reason | undefined {
  if (forbidden.has(key)) return reason('FORBIDDEN_KEY', `The key ${key} is not accepted.`);
  if (key.includes('\0')) return reason('INVALID_KEY', 'A key contains the NUL character.');
  return inspectText(key, walk);
}

function inspectText(text: string, walk: Walk): Reason | undefined {
  walk.characters += text.length + 4;
  return text.isWellFormed() ? undefined : reason('LONE_SURROGATE', 'A text contains half of a surrogate pair.');
}

function inspectNumber(value: number, walk: Walk): Reason | undefined {
  walk.characters += 24;
  if (!Number.isFinite(value)) return reason('NON_FINITE_NUMBER', 'A number is too large to be held.');
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
    return reason('UNSAFE_INTEGER', 'An integer is beyond 2^53 and has lost digits.');
  }
  return undefined;
}
