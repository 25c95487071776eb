/** Looking into JSON of unknown shape without trusting it. */
import { type JsonObject } from '@tributary/contracts';

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An own member; names such as `toString` that every object inherits are absent. */
export function member(value: unknown, name: string): unknown {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** One step of a JSON pointer (RFC 6901). */
export function pointer(at: string, step: string | number): string {
  const text = String(step);
  return special.test(text) ? `${at}/${text.replaceAll('~', '~0').replaceAll('/', '~1')}` : `${at}/${text}`;
}

const special = /[~/]/;

/** A value as text: a string is itself, nothing is empty, anything else as JSON writes it. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === undefined || value === null ? '' : JSON.stringify(value);
}
