/** Reads JSON that people wrote: every fault is named by a code, its place and the way to mend it, and all of them at once. */
import { type JsonObject } from '@tributary/contracts';

/** Closed set of what can be wrong with a definition or a request. */
export type FaultCode =
  | 'WRONG_TYPE'
  | 'MISSING_FIELD'
  | 'UNKNOWN_FIELD'
  | 'OUT_OF_RANGE'
  | 'BAD_NAME'
  | 'BAD_DURATION'
  | 'BAD_INSTANT'
  | 'BAD_TIME_OF_DAY'
  | 'BAD_ZONE'
  | 'NOT_A_CHOICE'
  | 'EMPTY'
  | 'TOO_MANY'
  | 'TOO_DEEP'
  | 'TOO_LARGE'
  | 'DUPLICATE'
  | 'NEVER_OPEN'
  | 'AMBIGUOUS'
  | 'UNKNOWN_CONDITION'
  | 'ID_MISMATCH'
  | 'UNKNOWN_PLACEMENT'
  | 'UNKNOWN_OFFER';

export interface Fault {
  readonly code: FaultCode;
  /** JSON pointer. */
  readonly at: string;
  readonly detail: string;
  readonly fix: string;
}

export type Read<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly faults: readonly Fault[] };

/** A value with its place; what is wrong with it goes into the list shared by the whole document. */
export interface Node {
  readonly value: unknown;
  readonly at: string;
  readonly faults: Fault[];
}

export function read<T>(value: unknown, decode: (node: Node) => T | null): Read<T> {
  const faults: Fault[] = [];
  const decoded = decode({ value, at: '', faults });
  if (faults.length > 0 || decoded === null) return { ok: false, faults };
  return { ok: true, value: decoded };
}

export function fault(node: Node, code: FaultCode, detail: string, fix: string): null {
  node.faults.push({ code, at: node.at, detail, fix });
  return null;
}

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const escaped = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');

export const child = (node: Node, key: string, value: unknown): Node => ({
  value,
  at: `${node.at}/${escaped(key)}`,
  faults: node.faults,
});

/** The fields of an object, each as a node; a key outside `known` is a fault. */
export function fields(node: Node, known: readonly string[]): ((key: string) => Node) | null {
  const { value } = node;
  if (!isObject(value)) return wrongType(node, 'an object');
  for (const key of Object.keys(value)) {
    if (known.includes(key)) continue;
    fault(child(node, key, undefined), 'UNKNOWN_FIELD', `\`${key}\` is not known here.`, suggestion(key, known));
  }
  return (key) => child(node, key, Object.hasOwn(value, key) ? value[key] : undefined);
}

function suggestion(key: string, known: readonly string[]): string {
  const near = known.find((name) => name.toLowerCase().startsWith(key.slice(0, 3).toLowerCase()));
  return near === undefined ? `Remove it; known are ${known.join(', ')}.` : `Remove it, or write \`${near}\`.`;
}

export function wrongType(node: Node, expected: string): null {
  if (node.value === undefined) {
    return fault(node, 'MISSING_FIELD', 'It is required.', `Add it: ${expected}.`);
  }
  return fault(node, 'WRONG_TYPE', `It is ${kindOf(node.value)}.`, `Make it ${expected}.`);
}

const kindOf = (value: unknown): string => {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
};

export function text(node: Node, max: number): string | null {
  if (typeof node.value !== 'string') return wrongType(node, 'a text');
  if (node.value.trim() === '') return fault(node, 'EMPTY', 'It is blank.', 'Write at least one character.');
  if (node.value.length > max) {
    return fault(node, 'TOO_LARGE', `It has ${node.value.length} characters.`, `Use at most ${max}.`);
  }
  return node.value;
}

const namePattern = /^[a-z0-9][a-z0-9._-]{0,63}$/i;

/** An id that fits into a path: letters, digits, dot, underscore, hyphen. */
export function name(node: Node): string | null {
  if (typeof node.value !== 'string') return wrongType(node, 'a name such as `home-hero`');
  if (namePattern.test(node.value)) return node.value;
  const rule = 'Use 1 to 64 letters, digits, `.`, `_` or `-`, beginning with a letter or digit.';
  return fault(node, 'BAD_NAME', `\`${node.value.slice(0, 80)}\` is not a name.`, rule);
}

export function integer(node: Node, min: number, max: number): number | null {
  if (typeof node.value !== 'number') return wrongType(node, `a whole number from ${min} to ${max}`);
  if (Number.isInteger(node.value) && node.value >= min && node.value <= max) return node.value;
  return fault(node, 'OUT_OF_RANGE', `It is ${node.value}.`, `Use a whole number from ${min} to ${max}.`);
}

export function choice<const C extends readonly string[]>(node: Node, choices: C): C[number] | null {
  const found = choices.find((candidate) => candidate === node.value);
  if (found !== undefined) return found;
  if (typeof node.value !== 'string') return wrongType(node, `one of ${choices.join(', ')}`);
  return fault(
    node,
    'NOT_A_CHOICE',
    `\`${node.value.slice(0, 80)}\` is not known.`,
    `Use one of ${choices.join(', ')}.`,
  );
}

export interface ListBounds {
  readonly min: number;
  readonly max: number;
}

/** Every item read by `item`; equal texts or numbers are a fault, because one of them is a slip of the pen. */
export function list<T>(node: Node, bounds: ListBounds, item: (node: Node) => T | null): readonly T[] | null {
  const { value } = node;
  if (!Array.isArray(value)) return wrongType(node, 'a list');
  if (value.length < bounds.min) return fault(node, 'EMPTY', 'The list is empty.', `Name at least ${bounds.min}.`);
  if (value.length > bounds.max) {
    return fault(node, 'TOO_MANY', `It has ${value.length} items.`, `Use at most ${bounds.max}.`);
  }
  const items = value.map((entry: unknown, index) => item(child(node, String(index), entry)));
  const seen = new Set<unknown>();
  items.forEach((entry, index) => {
    if (typeof entry === 'object' || entry === null) return;
    if (seen.has(entry)) fault(child(node, String(index), entry), 'DUPLICATE', 'It is named twice.', 'Remove one.');
    seen.add(entry);
  });
  return items.filter((entry) => entry !== null);
}

/** `decode` where the field is there, `fallback` where it is not. */
export function optional<T, F>(node: Node, fallback: F, decode: (node: Node) => T | null): T | F | null {
  return node.value === undefined ? fallback : decode(node);
}

export function boolean(node: Node): boolean | null {
  return typeof node.value === 'boolean' ? node.value : wrongType(node, 'true or false');
}

/** Free JSON of at most `max` characters, without keys that reach into prototypes. */
export function freeObject(node: Node, max: number): JsonObject | null {
  if (!isObject(node.value)) return wrongType(node, 'an object');
  const written = JSON.stringify(node.value);
  if (written.length > max) {
    return fault(node, 'TOO_LARGE', `It has ${written.length} characters as JSON.`, `Use at most ${max}.`);
  }
  if (/"(?:__proto__|constructor|prototype)"\s*:/.test(written)) {
    return fault(
      node,
      'BAD_NAME',
      'A key reaches into object prototypes.',
      'Rename `__proto__`, `constructor`, `prototype`.',
    );
  }
  return node.value;
}
