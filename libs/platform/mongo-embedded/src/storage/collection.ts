/** One collection: a table of (row, id key, document), its indexes, and the changes that keep them in step. */
import { type StatementSync } from 'node:sqlite';
import { StoreError } from '../errors.ts';
import { decode } from '../values/decode.ts';
import { decodeOnly, FieldNames } from '../values/fields.ts';
import { encodeKey } from '../values/key.ts';
import { Doc, doc, type Value } from '../values/value.ts';
import { describe } from './describe.ts';
import { fieldsOfIndexes, idIndex, type Index, keyPattern, keysIn } from './secondary-index.ts';
import { someAtPath, splitPath, topOf } from '../values/path.ts';
import { blob, type Sqlite, whole } from './sqlite.ts';

export const documentLimit = 16 * 1024 * 1024;

export interface Row {
  readonly rid: number;
  readonly bytes: Uint8Array;
}

/** The keys of one document in some indexes, in the order of the indexes. */
type AllKeys = readonly (readonly Buffer[])[];

/** What a change may touch: these indexes, and the keys that the document has in them. */
interface Touched {
  readonly indexes: readonly Index[];
  readonly keys: AllKeys;
}

/** Entries of one statement: a document has many keys where an index reaches into an array. */
const keysAtOnce = 16;

export class Collection {
  readonly id: number;
  readonly db: string;
  readonly name: string;
  readonly table: string;
  readonly idIndex: Index;
  readonly sqlite: Sqlite;
  indexes: Index[] = [];
  readonly #insert: StatementSync;
  readonly #byKey: StatementSync;
  readonly #byRid: StatementSync;
  readonly #update: StatementSync;
  readonly #delete: StatementSync;
  readonly #onMultikey: (index: Index) => void;
  #count: number | undefined;

  constructor(sqlite: Sqlite, identity: { id: number; db: string; name: string }, onMultikey: (index: Index) => void) {
    this.sqlite = sqlite;
    this.id = identity.id;
    this.db = identity.db;
    this.name = identity.name;
    this.table = `c${identity.id}`;
    this.idIndex = idIndex(this.table);
    this.#onMultikey = onMultikey;
    this.#insert = sqlite.statement(`INSERT OR IGNORE INTO ${this.table} (k, doc) VALUES (?, ?)`);
    this.#byKey = sqlite.statement(`SELECT rid, doc FROM ${this.table} WHERE k = ?`);
    this.#byRid = sqlite.statement(`SELECT doc FROM ${this.table} WHERE rid = ?`);
    this.#update = sqlite.statement(`UPDATE ${this.table} SET doc = ? WHERE rid = ?`);
    this.#delete = sqlite.statement(`DELETE FROM ${this.table} WHERE rid = ?`);
  }

  get namespace(): string {
    return `${this.db}.${this.name}`;
  }

  count(): number {
    this.#count ??= whole(this.sqlite.all(`SELECT count(*) AS n FROM ${this.table} `)[0]?.['n']);
    return this.#count;
  }

  byKey(key: Uint8Array): Row | undefined {
    const row = this.#byKey.get(key);
    return row && { rid: whole(row['rid']), bytes: blob(row['doc']) };
  }

  byRid(rid: number): Row | undefined {
    const row = this.#byRid.get(rid);
    return row && { rid, bytes: blob(row['doc']) };
  }

  /** Nothing is changed when it throws. */
  insert(id: Value, bytes: Uint8Array): void {
    checkSize(bytes);
    const key = encodeKey([id]);
    this.sqlite.write();
    const keys = this.indexes.length === 0 ? [] : this.#newKeys(bytes, key, id);
    const { changes, lastInsertRowid } = this.#insert.run(key, bytes);
    if (Number(changes) === 0) throw this.#duplicate(this.idIndex, doc({ _id: id }));
    if (this.#count !== undefined) this.#count++;
    for (let i = 0; i < keys.length; i++) this.#addKeys(this.indexes[i], keys[i] ?? [], Number(lastInsertRowid));
  }

  #newKeys(bytes: Uint8Array, key: Uint8Array, id: Value): AllKeys {
    const unique = this.indexes.some((index) => index.unique);
    if (unique && this.byKey(key)) throw this.#duplicate(this.idIndex, doc({ _id: id }));
    const document = this.#ordered(bytes);
    const keys = this.keysOf(document);
    if (unique) this.#checkUnique(document, { indexes: this.indexes, keys }, undefined);
    return keys;
  }

  /** What the indexes look at. */
  #ordered(bytes: Uint8Array): Doc {
    const fields = fieldsOfIndexes(this.indexes);
    return fields === undefined ? decode(bytes) : decodeOnly(bytes, new FieldNames(fields));
  }

  /** Secondary indexes whose keys may change with these fields at the top; undefined: all. */
  indexesOver(fields: ReadonlySet<string> | undefined): readonly Index[] {
    if (fields === undefined || this.indexes.length === 0) return this.indexes;
    return this.indexes.filter(
      (index) => index.partial !== undefined || index.fields.some(({ path }) => fields.has(topOf(path))),
    );
  }

  keysOf(document: Doc, indexes: readonly Index[] = this.indexes): AllKeys {
    return indexes.map((index) => {
      const { keys, multikey } = keysIn(index, document);
      if (multikey && !index.multikey) this.#onMultikey(index);
      return keys;
    });
  }

  /** Puts `after` in the place of the row's document. Nothing is changed when it throws. */
  replace(rid: number, { indexes, keys: before }: Touched, after: { document: Doc; bytes: Uint8Array }): void {
    checkSize(after.bytes);
    this.sqlite.write();
    const keys = this.keysOf(after.document, indexes);
    this.#checkUnique(after.document, { indexes, keys }, rid);
    this.#update.run(after.bytes, rid);
    for (let i = 0; i < keys.length; i++) {
      const [old, now] = [before[i] ?? [], keys[i] ?? []];
      if (sameKeys(old, now)) continue;
      this.#removeKeys(indexes[i], without(old, now), rid);
      this.#addKeys(indexes[i], without(now, old), rid);
    }
  }

  remove(row: Row): void {
    this.sqlite.write();
    const keys = this.indexes.length === 0 ? [] : this.keysOf(this.#ordered(row.bytes));
    this.#delete.run(row.rid);
    if (this.#count !== undefined) this.#count--;
    for (let i = 0; i < keys.length; i++) this.#removeKeys(this.indexes[i], keys[i] ?? [], row.rid);
  }

  removeAll(): void {
    for (const { table, young } of this.indexes) {
      this.sqlite.execute(`DELETE FROM ${table} `);
      if (young) this.sqlite.execute(`DELETE FROM ${young.table} `);
      young?.removeAll();
    }
    this.sqlite.execute(`DELETE FROM ${this.table} `);
    this.#count = 0;
  }

  /** Fills a new index from the documents; throws on a duplicate, the caller then removes the index. */
  build(index: Index): void {
    const page = this.sqlite.statement(`SELECT rid, doc FROM ${this.table} WHERE rid > ? ORDER BY rid LIMIT 500`);
    for (let last = -1; ;) {
      const rows = page.all(last);
      if (rows.length === 0) return;
      for (const row of rows) {
        last = whole(row['rid']);
        const document = decode(blob(row['doc']));
        const { keys, multikey } = keysIn(index, document);
        if (multikey && !index.multikey) this.#onMultikey(index);
        this.#checkUniqueIn(index, keys, { document, rid: last });
        this.#addKeys(index, keys, last);
      }
    }
  }

  #checkUnique(document: Doc, { indexes, keys }: Touched, rid: number | undefined): void {
    for (let i = 0; i < keys.length; i++) {
      const index = indexes[i];
      if (index) this.#checkUniqueIn(index, keys[i] ?? [], { document, rid });
    }
  }

  #checkUniqueIn(index: Index, keys: readonly Buffer[], own: { document: Doc; rid: number | undefined }): void {
    if (!index.unique) return;
    const find = this.sqlite.statement(`SELECT rid FROM ${index.table} WHERE k = ?`);
    for (const key of keys) {
      const found = find.get(key);
      if (found && whole(found['rid']) !== own.rid) throw this.#duplicate(index, keyValue(index, own.document));
    }
  }

  #addKeys(index: Index | undefined, keys: readonly Buffer[], rid: number): void {
    if (!index || keys.length === 0) return;
    const { table } = index.young ?? index;
    for (let at = 0; at < keys.length; at += keysAtOnce) {
      const some = keys.slice(at, at + keysAtOnce);
      const rows = Array.from(some, () => '(?, ?)').join();
      this.sqlite.statement(`INSERT INTO ${table} (k, rid) VALUES ${rows}`).run(...some.flatMap((key) => [key, rid]));
    }
    index.young?.added(keys.length);
  }

  #removeKeys(index: Index | undefined, keys: readonly Buffer[], rid: number): void {
    if (!index || keys.length === 0) return;
    const remove = this.sqlite.statement(`DELETE FROM ${index.table} WHERE k = ? AND rid = ?`);
    for (const key of keys) if (index.young?.remove(key, rid) !== true) remove.run(key, rid);
  }

  #duplicate(index: Index, value: Doc): StoreError {
    const message = `E11000 duplicate key error collection: ${this.namespace} index: ${index.name} dup key: ${describe(value)}`;
    return new StoreError(11000, message, { keyPattern: keyPattern(index), keyValue: value });
  }
}

function keyValue(index: Index, document: Doc): Doc {
  const value = new Doc();
  for (const { path } of index.fields) {
    someAtPath(document, splitPath(path), 0, (found) => {
      value[path] = found ?? null;
      return true;
    });
  }
  return value;
}

/** Those of `keys` that are not among `others`. */
function without(keys: readonly Buffer[], others: readonly Buffer[]): readonly Buffer[] {
  if (keys.length === 0 || others.length === 0) return keys;
  const known = new Set(others.map((key) => key.toString('latin1')));
  return keys.filter((key) => !known.has(key.toString('latin1')));
}

const sameKeys = (a: readonly Buffer[], b: readonly Buffer[]): boolean =>
  a.length === b.length && a.every((key, i) => b[i]?.equals(key) === true);

function checkSize(bytes: Uint8Array): void {
  if (bytes.length > documentLimit) {
    throw new StoreError(10334, `BSONObj size ${bytes.length} is larger than the limit of ${documentLimit} bytes`);
  }
}
