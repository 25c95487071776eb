/** Sorting in memory: bounded when there is a limit, refused when it would hold more than MongoDB allows without disk. */
import { StoreError } from '../errors.ts';
import { compare } from '../values/compare.ts';
import { expandPath } from '../values/path.ts';
import { Doc, isNumeric, toNumber, type Value } from '../values/value.ts';
import { type SortField } from './planner.ts';

export function parseSort(spec: Value | undefined): readonly SortField[] {
  if (spec === undefined || spec === null) return [];
  if (!(spec instanceof Doc)) throw new StoreError(14, 'the sort must be an object');
  return Object.entries(spec).map(([path, way]) => {
    const direction = toNumber(way);
    if (!isNumeric(way) || Math.abs(direction) !== 1) {
      throw new StoreError(2, `Illegal sort direction for ${path}: only 1 and -1 are supported by the embedded store`);
    }
    return { path, direction: direction < 0 ? -1 : 1 };
  });
}

/** What a document sorts by: an array counts as its smallest element ascending, as its largest descending. */
function sortKey(document: Doc, fields: readonly SortField[]): readonly (Value | undefined)[] {
  return fields.map(({ path, direction }) => {
    const direct = path.includes('.') ? undefined : document[path];
    if (direct !== undefined && !Array.isArray(direct)) return direct;
    const { values, sawArray } = expandPath(document, path);
    if (values.length === 0) return sawArray ? undefined : null;
    return values.reduce<Value | undefined>(
      (best, value) => (compare(value ?? null, best) * direction < 0 ? (value ?? null) : best),
      values[0] ?? null,
    );
  });
}

function compareSortKeys(
  a: readonly (Value | undefined)[],
  b: readonly (Value | undefined)[],
  fields: readonly SortField[],
): number {
  for (let i = 0; i < fields.length; i++) {
    const difference = compare(a[i], b[i]);
    if (difference !== 0) return difference * (fields[i]?.direction ?? 1);
  }
  return 0;
}

export interface Sortable {
  readonly size: number;
  readonly document: () => Doc;
}

interface Entry<T> {
  readonly key: readonly (Value | undefined)[];
  readonly item: T;
}

const memoryLimit = 100 * 1024 * 1024; // MongoDB's own limit of a blocking sort

export interface SortWish {
  readonly fields: readonly SortField[];
  /** How many of the first are wanted. */
  readonly limit?: number | undefined;
}

/** Stable: what compares as equal keeps its order. */
export function sorted<T>(
  items: Iterable<T>,
  look: (item: T) => Sortable,
  { fields, limit = Infinity }: SortWish,
): T[] {
  let entries: Entry<T>[] = [];
  let held = 0;
  const order = (a: Entry<T>, b: Entry<T>): number => compareSortKeys(a.key, b.key, fields);
  for (const item of items) {
    const { size, document } = look(item);
    entries.push({ key: sortKey(document(), fields), item });
    held += size;
    if (entries.length >= 2 * limit + 1000) {
      entries = entries.sort(order).slice(0, limit);
      held = entries.reduce((total, entry) => total + look(entry.item).size, 0);
    }
    if (held > memoryLimit) {
      throw new StoreError(292, `Sort exceeded memory limit of ${memoryLimit} bytes: use an index or a limit`);
    }
  }
  return entries
    .sort(order)
    .slice(0, limit)
    .map(({ item }) => item);
}
