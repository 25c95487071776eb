/** Finding and changing documents: what update, delete and findAndModify have in common. */
import { ObjectId } from 'bson';
import { StoreError } from '../errors.ts';
import { compileFilter, type Filter, hasOperators } from '../query/filter.ts';
import { type Collection, type Row } from '../storage/collection.ts';
import { plan, type SortField } from '../storage/planner.ts';
import { type Found, scan } from '../storage/scan.ts';
import { fieldsOfIndexes, type Index } from '../storage/secondary-index.ts';
import { sorted } from '../storage/sort.ts';
import { type Update } from '../update/update.ts';
import { writePath } from '../update/target.ts';
import { equal } from '../values/compare.ts';
import { decode } from '../values/decode.ts';
import { encode, encodeChanged } from '../values/encode.ts';
import { decodeOnly, FieldNames } from '../values/fields.ts';
import { splitPath } from '../values/path.ts';
import { Doc, type Value } from '../values/value.ts';

export interface Selection {
  readonly filter: Filter;
  readonly sort: readonly SortField[];
  readonly hint?: Value | undefined;
}

export function select(query: Doc, sort: readonly SortField[] = [], hint?: Value): Selection {
  return { filter: compileFilter(query), sort, hint };
}

export function firstMatch(collection: Collection, selection: Selection): Found | undefined {
  const chosen = plan(collection, selection);
  const found = scan(collection, chosen);
  if (chosen.sorted) {
    for (const row of found) return row;
    return undefined;
  }
  return sorted(found, sizeOf, { fields: selection.sort, limit: 1 })[0];
}

export const sizeOf = (row: Found): { size: number; document: () => Doc } => ({
  size: row.bytes.length,
  document: () => row.document(),
});

/** Rows that match now; each is looked at again when its turn comes, since a change may move it within the index. */
export function* eachMatch(collection: Collection, selection: Selection): Generator<Row> {
  const rids = Float64Array.from(
    (function* () {
      for (const { rid } of scan(collection, plan(collection, selection))) yield rid;
    })(),
  );
  for (const rid of rids) {
    const row = collection.byRid(rid);
    if (row) yield row;
  }
}

export interface Changed {
  readonly before: Uint8Array;
  readonly after: Uint8Array;
  readonly modified: boolean;
}

interface ChangeOf {
  readonly update: Update;
  readonly filter: Filter;
}

/** Makes the change of one row after the other. Fields that it does not concern stay as they are stored, unread. */
export function changeIn(collection: Collection, { update, filter }: ChangeOf): (row: Row) => Changed {
  const indexes = collection.indexesOver(update.fields);
  const part = concerned(update, indexes);
  return (row) => {
    const document = part ? decodeOnly(row.bytes, part.read) : decode(row.bytes);
    const keys = collection.keysOf(document, indexes);
    const id = document['_id'];
    const changed = update.apply(document, { filter, inserting: false });
    if (!equal(changed['_id'], id)) {
      throw new StoreError(66, `Performing an update on the path '_id' would modify the immutable field '_id'`);
    }
    const bytes = part ? encodeChanged(row.bytes, part.written, changed) : encode(changed);
    const modified = !bytes.equals(row.bytes);
    if (modified) collection.replace(row.rid, { indexes, keys }, { document: changed, bytes });
    return { before: row.bytes, after: bytes, modified };
  };
}

/** Undefined: the whole document. */
function concerned({ fields, reads }: Update, indexes: readonly Index[]) {
  const keys = fieldsOfIndexes(indexes);
  if (fields === undefined || reads === undefined || keys === undefined) return undefined;
  return { read: new FieldNames(['_id', ...reads, ...keys]), written: new FieldNames(fields) };
}

/** Inserts what an upsert makes of the query's equalities and the update. */
export function upsert(
  collection: Collection,
  query: Doc,
  { update, filter }: { update: Update; filter: Filter },
): { id: Value; bytes: Buffer } {
  const seed = new Doc();
  seedFrom(query, seed);
  const wantedId = seed['_id'];
  const made = update.apply(seed, { filter, inserting: true });
  const id = made['_id'] ?? new ObjectId();
  if (wantedId !== undefined && !equal(wantedId, id)) {
    throw new StoreError(66, `Performing an update on the path '_id' would modify the immutable field '_id'`);
  }
  checkId(id);
  const document = new Doc();
  document['_id'] = id;
  for (const name in made) if (name !== '_id') document[name] = made[name] ?? null;
  const bytes = encode(document);
  collection.insert(id, bytes);
  return { id, bytes };
}

export function checkId(id: Value): void {
  if (Array.isArray(id)) throw new StoreError(53, `The '_id' value cannot be of type array`);
}

function seedFrom(query: Doc, seed: Doc): void {
  for (const [path, value] of Object.entries(query)) {
    if (path === '$and' && Array.isArray(value)) {
      for (const part of value) if (part instanceof Doc) seedFrom(part, seed);
    } else if (!path.startsWith('$')) {
      const fixed = fixedValue(value);
      if (fixed !== undefined) writePath(seed, splitPath(path), fixed);
    }
  }
}

function fixedValue(value: Value): Value | undefined {
  if (!hasOperators(value)) return value;
  const { $eq, $in, $all } = value;
  if ($eq !== undefined) return $eq;
  const list = Array.isArray($in) ? $in : Array.isArray($all) ? $all : [];
  return list.length === 1 && !hasOperators(list[0]) ? list[0] : undefined;
}
