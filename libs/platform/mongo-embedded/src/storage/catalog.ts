/** Which collections and indexes exist, in tables of the same file, so that they come and go with the data in one transaction. */
import { StoreError } from '../errors.ts';
import { decode } from '../values/decode.ts';
import { encode } from '../values/encode.ts';
import { equal } from '../values/compare.ts';
import { Doc } from '../values/value.ts';
import { Collection } from './collection.ts';
import { type Index, type IndexDefinition, keyPattern, parseIndex } from './secondary-index.ts';
import { blob, type Sqlite, whole } from './sqlite.ts';
import { YoungRows } from './young-rows.ts';

const schema = `
  CREATE TABLE IF NOT EXISTS collections (id INTEGER PRIMARY KEY AUTOINCREMENT, db TEXT NOT NULL, name TEXT NOT NULL, options BLOB NOT NULL, UNIQUE (db, name));
  CREATE TABLE IF NOT EXISTS indexes (id INTEGER PRIMARY KEY AUTOINCREMENT, collection INTEGER NOT NULL, spec BLOB NOT NULL, multikey INTEGER NOT NULL);
  CREATE TABLE IF NOT EXISTS sessions (id BLOB PRIMARY KEY, txn INTEGER NOT NULL, reply BLOB NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID;`;

const indexesPerCollection = 64; // MongoDB's own limit

export class Catalog {
  readonly sqlite: Sqlite;
  readonly #collections = new Map<string, Collection>();
  readonly #options = new Map<string, Doc>();

  constructor(sqlite: Sqlite) {
    this.sqlite = sqlite;
    sqlite.execute(schema);
    sqlite.commit();
    this.load();
  }

  /** Reads everything again: at the start and after a rollback. */
  load(): void {
    this.#collections.clear();
    this.#options.clear();
    for (const row of this.sqlite.all('SELECT id, db, name, options FROM collections ORDER BY id')) {
      const identity = { id: whole(row['id']), db: String(row['db']), name: String(row['name']) };
      this.#add(identity, decode(blob(row['options'])));
    }
    const byId = new Map([...this.#collections.values()].map((collection) => [collection.id, collection]));
    for (const row of this.sqlite.all('SELECT id, collection, spec, multikey FROM indexes ORDER BY id')) {
      const definition = parseIndex(decode(blob(row['spec'])));
      const index: Index = {
        ...definition,
        table: `i${whole(row['id'])}`,
        isId: false,
        multikey: row['multikey'] === 1,
      };
      if (index.multikey) this.#gatherRows(index);
      byId.get(whole(row['collection']))?.indexes.push(index);
    }
  }

  #add(identity: { id: number; db: string; name: string }, options: Doc): Collection {
    const collection = new Collection(this.sqlite, identity, (index) => {
      index.multikey = true;
      this.#gatherRows(index);
      this.sqlite.run('UPDATE indexes SET multikey = 1 WHERE id = ?', Number(index.table.slice(1)));
    });
    this.#collections.set(collection.namespace, collection);
    this.#options.set(collection.namespace, options);
    return collection;
  }

  #gatherRows(index: Index): void {
    if (!index.unique) index.young = new YoungRows(this.sqlite, index.table);
  }

  find(db: string, name: string): Collection | undefined {
    return this.#collections.get(`${db}.${name}`);
  }

  list(db: string): readonly Collection[] {
    return [...this.#collections.values()].filter((collection) => collection.db === db);
  }

  all(): Iterable<Collection> {
    return this.#collections.values();
  }

  options(collection: Collection): Doc {
    return this.#options.get(collection.namespace) ?? new Doc();
  }

  create(db: string, name: string, options: Doc = new Doc()): Collection {
    if (name === '' || name.includes('\0') || name.startsWith('system.') || name.includes('$')) {
      throw new StoreError(73, `Invalid namespace specified '${db}.${name}'`);
    }
    this.sqlite.run('INSERT INTO collections (db, name, options) VALUES (?, ?, ?)', db, name, encode(options));
    const id = whole(this.sqlite.all('SELECT last_insert_rowid() AS id')[0]?.['id']);
    this.sqlite.execute(`CREATE TABLE c${id} (rid INTEGER PRIMARY KEY, k BLOB NOT NULL UNIQUE, doc BLOB NOT NULL)`);
    return this.#add({ id, db, name }, options);
  }

  findOrCreate(db: string, name: string): Collection {
    return this.find(db, name) ?? this.create(db, name);
  }

  drop(collection: Collection): void {
    for (const index of collection.indexes) this.#dropTables(index);
    this.sqlite.run('DELETE FROM indexes WHERE collection = ?', collection.id);
    this.sqlite.run('DELETE FROM collections WHERE id = ?', collection.id);
    this.#dropTable(collection.table);
    this.#collections.delete(collection.namespace);
    this.#options.delete(collection.namespace);
  }

  #dropTables({ table, young }: Index): void {
    this.#dropTable(table);
    if (young) this.#dropTable(young.table);
  }

  #dropTable(table: string): void {
    this.sqlite.forget(table);
    this.sqlite.execute(`DROP TABLE ${table}`);
  }

  /** True when the index is new. An equal one that exists is left alone; a conflicting one is an error. */
  createIndex(collection: Collection, spec: Doc): boolean {
    const definition = parseIndex(spec);
    if (equal(keyPattern(definition), keyPattern(collection.idIndex))) return false;
    if (this.#exists(collection, definition)) return false;
    if (collection.indexes.length + 1 >= indexesPerCollection) throw new StoreError(67, 'too many indexes');
    this.sqlite.run(
      'INSERT INTO indexes (collection, spec, multikey) VALUES (?, ?, 0)',
      collection.id,
      encode(definition.spec),
    );
    const id = whole(this.sqlite.all('SELECT last_insert_rowid() AS id')[0]?.['id']);
    const index: Index = { ...definition, table: `i${id}`, isId: false, multikey: false };
    this.sqlite.execute(
      `CREATE TABLE ${index.table} (k BLOB NOT NULL, rid INTEGER NOT NULL, PRIMARY KEY (k, rid)) WITHOUT ROWID`,
    );
    try {
      collection.build(index);
    } catch (error) {
      this.dropIndex(collection, index);
      throw error;
    }
    collection.indexes.push(index);
    return true;
  }

  #exists(collection: Collection, wanted: IndexDefinition): boolean {
    for (const known of collection.indexes) {
      const sameKey = equal(keyPattern(known), keyPattern(wanted));
      const samePartial = equal(known.spec['partialFilterExpression'], wanted.spec['partialFilterExpression']);
      const sameOptions =
        known.unique === wanted.unique &&
        known.sparse === wanted.sparse &&
        known.expireAfterSeconds === wanted.expireAfterSeconds &&
        samePartial;
      if (known.name === wanted.name) {
        if (sameKey && sameOptions) return true;
        throw new StoreError(
          sameKey ? 85 : 86,
          `An existing index has the same name as the requested index: ${wanted.name}`,
        );
      }
      if (sameKey && samePartial) {
        throw new StoreError(85, `Index already exists with a different name or different options: ${known.name}`);
      }
    }
    return false;
  }

  dropIndex(collection: Collection, index: Index): void {
    this.sqlite.run('DELETE FROM indexes WHERE id = ?', Number(index.table.slice(1)));
    this.#dropTables(index);
    collection.indexes = collection.indexes.filter((known) => known !== index);
  }
}
