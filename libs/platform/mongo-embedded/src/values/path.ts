/** Dotted paths over documents and arrays, as queries and indexes walk them. */
import { Doc, type Value } from './value.ts';

const paths = new Map<string, readonly string[]>();
const rememberedPaths = 10_000; // paths come from programs, not from data: the bound is against abuse

export function splitPath(path: string): readonly string[] {
  let parts = paths.get(path);
  if (!parts) {
    parts = path.split('.');
    if (paths.size >= rememberedPaths) paths.clear();
    paths.set(path, parts);
  }
  return parts;
}

/** The field of the document itself that the path begins with. */
export const topOf = (path: string): string => splitPath(path)[0] ?? '';

export const isIndex = (part: string): boolean => /^(?:0|[1-9]\d*)$/.test(part);

/**
 * Visits each value that a query's path names (undefined: missing), through arrays of documents and by array position;
 * stops and answers true as soon as `test` does. Arrays at the end of the path are visited whole.
 */
export function someAtPath(
  value: Value | undefined,
  parts: readonly string[],
  from: number,
  test: (found: Value | undefined) => boolean,
): boolean {
  let here = value;
  for (let i = from; i < parts.length; i++) {
    const part = parts[i] ?? '';
    if (here instanceof Doc) here = here[part];
    else if (Array.isArray(here)) return someInArray(here, parts, i, test);
    else return test(undefined);
  }
  return test(here);
}

function someInArray(
  values: readonly Value[],
  parts: readonly string[],
  at: number,
  test: (found: Value | undefined) => boolean,
): boolean {
  const part = parts[at] ?? '';
  if (isIndex(part)) {
    const element = values[Number(part)];
    if (element !== undefined && someAtPath(element, parts, at + 1, test)) return true;
  }
  for (const element of values) if (element instanceof Doc && someAtPath(element, parts, at, test)) return true;
  return false;
}

/** The values that an index or a `distinct` sees: arrays at the end are expanded; `sawArray` reports any array on the way. */
export function expandPath(document: Doc, path: string): { values: (Value | undefined)[]; sawArray: boolean } {
  const values: (Value | undefined)[] = [];
  const parts = splitPath(path);
  let sawArray = false;
  const visit = (value: Value | undefined, at: number): void => {
    if (Array.isArray(value)) {
      sawArray = true;
      visitArray(value, at);
    } else if (at === parts.length) values.push(value);
    else visit(value instanceof Doc ? value[parts[at] ?? ''] : undefined, at + 1);
  };
  const visitArray = (elements: readonly Value[], at: number): void => {
    const part = parts[at];
    if (part === undefined) {
      values.push(...elements);
      return;
    }
    const element = isIndex(part) ? elements[Number(part)] : undefined;
    if (element !== undefined) visit(element, at + 1);
    for (const inner of elements) if (inner instanceof Doc) visit(inner, at);
  };
  const first = parts[0] ?? '';
  visit(document[first], 1);
  return { values, sawArray };
}
