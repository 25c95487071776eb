/** Reads and writes one concrete path (no wildcards left) of a document being updated. */
import { StoreError } from '../errors.ts';
import { isIndex } from '../values/path.ts';
import { Doc, type Value } from '../values/value.ts';

export type Path = readonly string[];

export function readPath(document: Doc, path: Path): Value | undefined {
  let here: Value | undefined = document;
  for (const part of path) {
    if (here instanceof Doc) here = here[part];
    else if (Array.isArray(here) && isIndex(part)) here = here[Number(part)];
    else return undefined;
  }
  return here;
}

const describe = (value: Value): string => (value instanceof Doc ? 'object' : JSON.stringify(value) || typeof value);

function notViable(part: string, parent: Value): StoreError {
  return new StoreError(28, `Cannot create field '${part}' in element {${describe(parent)}}`);
}

/** Sets the value, creating documents on the way and padding arrays with null. */
export function writePath(document: Doc, path: Path, value: Value): void {
  let here: Value = document;
  for (let i = 0; i < path.length; i++) {
    const part = path[i] ?? '';
    const last = i === path.length - 1;
    const next: Value | undefined = childOf(here, part);
    if (last) place(here, part, value);
    else if (next === undefined) {
      const made = new Doc();
      place(here, part, made);
      here = made;
    } else here = next;
  }
}

function childOf(parent: Value, part: string): Value | undefined {
  if (parent instanceof Doc) return parent[part];
  if (Array.isArray(parent) && isIndex(part)) return parent[Number(part)];
  throw notViable(part, parent);
}

const paddingLimit = 1_500_000; // as MongoDB: a typing error in a position must not fill the memory

function place(parent: Value, part: string, value: Value): void {
  if (parent instanceof Doc) {
    parent[part] = value;
    return;
  }
  if (!Array.isArray(parent)) throw notViable(part, parent);
  const index = Number(part);
  if (index > parent.length + paddingLimit)
    throw new StoreError(2, `can't backfill more than ${paddingLimit} elements`);
  while (parent.length < index) parent.push(null);
  parent[index] = value;
}

/** Removes a field; an array keeps its length, the element becomes null. */
export function removePath(document: Doc, path: Path): void {
  const parent = readPath(document, path.slice(0, -1));
  const part = path.at(-1) ?? '';
  if (parent instanceof Doc) Reflect.deleteProperty(parent, part);
  else if (Array.isArray(parent) && isIndex(part) && Number(part) < parent.length) parent[Number(part)] = null;
}
