/** Finds the cell of a column in a row that may be nested: by its name, or by the path to it. */
import { type JsonObject } from '@tributary/contracts';
import { isObject, member } from '../json.ts';

/** Where an XML element has attributes or children, its text stands under this name. */
export const textMember = '#text';

/** `customer/email`, `line[2]/sku` (from 1), `order/@id`. A member whose own name looks like a path comes first. */
export function cellAt(row: JsonObject, name: string): unknown {
  if (Object.hasOwn(row, name)) return content(row[name]);
  if (!/[/[]/.test(name)) return undefined;
  let at: unknown = row;
  for (const step of name.split('/')) at = stepInto(at, step);
  return content(at);
}

function stepInto(from: unknown, step: string): unknown {
  const [, name = step, index] = /^(.+)\[(\d+)\]$/.exec(step) ?? [];
  const found = member(from, name);
  if (index === undefined) return found;
  if (Array.isArray(found)) return found[Number(index) - 1];
  return index === '1' ? found : undefined;
}

const content = (value: unknown): unknown => member(value, textMember) ?? value;

/**
 * One row for each item of the list at the path: the record with the item in the place of the list, so that its columns
 * are named by the same path. A record without items is one row, so that it is not lost.
 */
export const rowsOf = (record: JsonObject, path: string): readonly JsonObject[] => [...eachRowOf(record, path)];

/** The same one by one, for who does not take any number of them. */
export function* eachRowOf(record: JsonObject, path: string): Generator<JsonObject, void, undefined> {
  const [step = '', ...rest] = path.split('/');
  const found = member(record, step);
  const items: readonly unknown[] = Array.isArray(found) ? found : [found];
  if (items.length === 0) yield without(record, step);
  const below = rest.join('/');
  for (const item of items) {
    if (below === '' || !isObject(item)) yield { ...record, [step]: item };
    else for (const nested of eachRowOf(item, below)) yield { ...record, [step]: nested };
  }
}

const without = (record: JsonObject, name: string): JsonObject =>
  Object.fromEntries(Object.entries(record).filter(([key]) => key !== name));
