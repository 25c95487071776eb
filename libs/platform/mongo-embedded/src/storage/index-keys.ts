/** The keys of one document in one index: one, or one for each element of the array that the index reaches into. */
import { StoreError } from '../errors.ts';
import { encodeKey } from '../values/key.ts';
import { isIndex, splitPath } from '../values/path.ts';
import { Doc, type Value } from '../values/value.ts';

type Maybe = Value | undefined;

export interface IndexField {
  readonly path: string;
  readonly direction: 1 | -1;
}

export interface DocumentKeys {
  readonly keys: readonly Buffer[];
  readonly multikey: boolean;
}

/** How far a path has been followed: ended with a value, or standing before an array with the rest of the path. */
interface Progress {
  readonly value: Maybe;
  readonly rest: readonly string[];
  readonly array?: readonly Value[];
}

// An empty array is indexed before null, unlike a missing field, which is indexed as null.
const emptyArray = Symbol('empty array');
type Part = Maybe | typeof emptyArray;

export function documentKeys(document: Doc, fields: readonly IndexField[], sparse: boolean): DocumentKeys {
  const descending = fields.map(({ direction }) => direction < 0);
  const start = fields.map(({ path }) => advance(document, splitPath(path), false));
  const elements = start.length === 1 ? plainArray(start[0]) : undefined;
  if (elements) return { keys: distinct(elements.map((element) => encodeKey([element], descending))), multikey: true };
  const tuples = expand(start);
  const keys: Buffer[] = [];
  for (const tuple of tuples) {
    if (sparse && tuple.every((part) => part === undefined)) continue;
    const key = encodeKey(
      tuple.map((part) => (part === emptyArray ? undefined : (part ?? null))),
      descending,
    );
    if (tuples.length === 1 || !keys.some((known) => known.equals(key))) keys.push(key);
  }
  return { keys, multikey: start.some(({ array }) => array !== undefined) };
}

/** The array that the path ends at, if it has any elements. */
const plainArray = (progress: Progress | undefined): readonly Value[] | undefined =>
  progress?.rest.length === 0 && progress.array && progress.array.length > 0 ? progress.array : undefined;

function distinct(keys: readonly Buffer[]): readonly Buffer[] {
  const known = new Map(keys.map((key) => [key.toString('latin1'), key]));
  return known.size === keys.length ? keys : [...known.values()];
}

function advance(value: Maybe, parts: readonly string[], insideArray: boolean): Progress {
  let here = value;
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i] ?? '';
    if (here instanceof Doc) here = here[part];
    else if (Array.isArray(here)) {
      const element = isIndex(part) ? here[Number(part)] : undefined;
      if (element === undefined) return { value: undefined, rest: parts.slice(i), array: here };
      here = element;
    } else return { value: undefined, rest: [] };
  }
  if (Array.isArray(here) && !insideArray) return { value: undefined, rest: [], array: here };
  return { value: here, rest: [] };
}

function expand(progress: readonly Progress[]): readonly (readonly Part[])[] {
  const arrays = new Set(progress.flatMap(({ array }) => (array ? [array] : [])));
  const [array] = arrays;
  if (!array) return [progress.map(({ value }) => value)];
  if (arrays.size > 1) throw new StoreError(171, 'cannot index parallel arrays');
  if (array.length === 0)
    return [progress.map((part) => (part.array && part.rest.length === 0 ? emptyArray : part.value))];
  return array.flatMap((element) => expand(progress.map((part) => (part.array ? into(element, part.rest) : part))));
}

function into(element: Value, rest: readonly string[]): Progress {
  if (rest.length === 0) return { value: element, rest };
  return element instanceof Doc ? advance(element, rest, false) : { value: undefined, rest: [] };
}
