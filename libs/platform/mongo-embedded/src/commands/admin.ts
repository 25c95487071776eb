/** Collections, indexes and databases: made, listed, measured, dropped. */
import { StoreError } from '../errors.ts';
import { compileFilter } from '../query/filter.ts';
import { type Collection } from '../storage/collection.ts';
import { describe } from '../storage/describe.ts';
import { findIndex } from '../storage/planner.ts';
import { encode } from '../values/encode.ts';
import { whole } from '../storage/sqlite.ts';
import { Doc, doc, isNumeric, toNumber, type Value } from '../values/value.ts';
import {
  checkArguments,
  collectionName,
  type Command,
  docArgument,
  type Engine,
  flag,
  type Request,
} from './request.ts';

export const createIndexes: Command = (request, { catalog }) => {
  checkArguments(request, ['indexes', 'commitQuorum']);
  const specs = request.body['indexes'];
  if (!Array.isArray(specs) || specs.length === 0) throw new StoreError(2, 'Must specify at least one index to create');
  const name = collectionName(request);
  const known = catalog.find(request.db, name);
  const collection = known ?? catalog.create(request.db, name);
  const before = collection.indexes.length + 1;
  const made: string[] = [];
  try {
    for (const spec of specs) {
      if (!(spec instanceof Doc)) throw new StoreError(14, 'an index must be an object');
      if (catalog.createIndex(collection, spec)) made.push(collection.indexes.at(-1)?.name ?? '');
    }
  } catch (error) {
    for (const index of collection.indexes.filter((one) => made.includes(one.name)))
      catalog.dropIndex(collection, index);
    throw error;
  }
  const after = collection.indexes.length + 1;
  const note = before === after ? 'all indexes already exist' : undefined;
  return doc({ numIndexesBefore: before, numIndexesAfter: after, createdCollectionAutomatically: !known, note, ok: 1 });
};

function existing(request: Request, { catalog }: Engine): Collection {
  const collection = catalog.find(request.db, collectionName(request));
  if (collection) return collection;
  throw new StoreError(26, `ns does not exist: ${request.db}.${collectionName(request)}`);
}

function listing(documents: readonly Doc[], { cursors }: Engine, namespace: string): Doc {
  return cursors.first(documents.map(encode), { namespace, batchSize: Infinity });
}

export const listIndexes: Command = (request, engine) => {
  checkArguments(request, ['cursor']);
  const collection = existing(request, engine);
  const specs = [collection.idIndex, ...collection.indexes].map(({ spec }) => spec);
  return listing(specs, engine, collection.namespace);
};

export const dropIndexes: Command = (request, engine) => {
  checkArguments(request, ['index']);
  const collection = existing(request, engine);
  const before = collection.indexes.length + 1;
  const wanted = request.body['index'];
  if (wanted === undefined) throw new StoreError(2, `BSON field 'dropIndexes.index' is missing`);
  if (wanted === '*') for (const index of collection.indexes) engine.catalog.dropIndex(collection, index);
  else for (const one of Array.isArray(wanted) ? wanted : [wanted]) dropOne(collection, engine, one);
  return doc({ nIndexesWas: before, ok: 1 });
};

function dropOne(collection: Collection, { catalog }: Engine, wanted: Value): void {
  const index = findIndex(collection, wanted);
  if (!index) throw new StoreError(27, `index not found with name [${describe(wanted)}]`);
  if (index.isId) throw new StoreError(72, 'cannot drop _id index');
  catalog.dropIndex(collection, index);
}

export const create: Command = (request, { catalog }) => {
  checkArguments(request, ['capped', 'autoIndexId', 'idIndex']);
  if (flag(request.body['capped']))
    throw new StoreError(72, 'capped collections are not supported by the embedded store');
  const name = collectionName(request);
  if (catalog.find(request.db, name)) throw new StoreError(48, `Collection ${request.db}.${name} already exists.`);
  catalog.create(request.db, name);
  return doc({ ok: 1 });
};

export const drop: Command = (request, { catalog }) => {
  checkArguments(request, []);
  const collection = catalog.find(request.db, collectionName(request));
  if (!collection) return doc({ ok: 1 });
  const nIndexesWas = collection.indexes.length + 1;
  catalog.drop(collection);
  return doc({ nIndexesWas, ns: collection.namespace, ok: 1 });
};

export const dropDatabase: Command = (request, { catalog }) => {
  checkArguments(request, []);
  const collections = catalog.list(request.db);
  for (const collection of collections) catalog.drop(collection);
  return doc({ dropped: collections.length > 0 ? request.db : undefined, ok: 1 });
};

export const listCollections: Command = (request, engine) => {
  checkArguments(request, ['filter', 'nameOnly', 'authorizedCollections', 'cursor']);
  const { test } = compileFilter(docArgument(request, 'filter'));
  const nameOnly = flag(request.body['nameOnly']);
  const described = engine.catalog.list(request.db).map((collection) =>
    doc({
      name: collection.name,
      type: 'collection',
      ...(nameOnly
        ? {}
        : {
            options: engine.catalog.options(collection),
            info: doc({ readOnly: false }),
            idIndex: collection.idIndex.spec,
          }),
    }),
  );
  return listing(described.filter(test), engine, `${request.db}.$cmd.listCollections`);
};

export const listDatabases: Command = (request, { catalog }) => {
  checkArguments(request, ['filter', 'nameOnly', 'authorizedDatabases']);
  const { test } = compileFilter(docArgument(request, 'filter'));
  const names = [...new Set([...catalog.all()].map(({ db }) => db))].sort();
  const databases = names
    .map((name) =>
      doc({ name, sizeOnDisk: catalog.list(name).reduce((total, one) => total + size(one), 0), empty: false }),
    )
    .filter(test);
  if (flag(request.body['nameOnly'])) return doc({ databases: databases.map(({ name }) => doc({ name })), ok: 1 });
  const totalSize = databases.reduce((total, { sizeOnDisk }) => total + toNumber(sizeOnDisk), 0);
  return doc({ databases, totalSize, ok: 1 });
};

function size(collection: Collection): number {
  return whole(collection.sqlite.all(`SELECT total(length(doc)) AS n FROM ${collection.table} `)[0]?.['n']);
}

export const collStats: Command = (request, { catalog }) => {
  checkArguments(request, ['scale']);
  const name = collectionName(request);
  const scale = isNumeric(request.body['scale']) ? toNumber(request.body['scale']) : 1;
  const collection = catalog.find(request.db, name);
  const [count, bytes] = collection ? [collection.count(), size(collection)] : [0, 0];
  return doc({
    ns: `${request.db}.${name}`,
    count,
    size: Math.floor(bytes / scale),
    avgObjSize: count === 0 ? undefined : Math.floor(bytes / count),
    storageSize: Math.floor(bytes / scale),
    nindexes: collection ? collection.indexes.length + 1 : 0,
    capped: false,
    ok: 1,
  });
};

export const dbStats: Command = (request, { catalog }) => {
  checkArguments(request, ['scale']);
  const collections = catalog.list(request.db);
  const objects = collections.reduce((total, collection) => total + collection.count(), 0);
  const dataSize = collections.reduce((total, collection) => total + size(collection), 0);
  const indexes = collections.reduce((total, collection) => total + collection.indexes.length + 1, 0);
  return doc({
    db: request.db,
    collections: collections.length,
    objects,
    dataSize,
    storageSize: dataSize,
    indexes,
    ok: 1,
  });
};
