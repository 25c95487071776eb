/** insert, update, delete: many statements in one command, each whole or not at all. */
import { ObjectId } from 'bson';
import { StoreError } from '../errors.ts';
import { type Collection } from '../storage/collection.ts';
import { parseSort } from '../storage/sort.ts';
import { compileUpdate, isReplacement } from '../update/update.ts';
import { decodeValue } from '../values/decode.ts';
import { encode } from '../values/encode.ts';
import { decode } from '../values/decode.ts';
import { Doc, doc, toNumber, type Value } from '../values/value.ts';
import { firstMatch, changeIn, checkId, eachMatch, select, type Selection, upsert } from './modify.ts';
import {
  checkArguments,
  checkFields,
  collectionName,
  type Command,
  encodedDocuments,
  type Engine,
  flag,
  type Request,
  statements,
} from './request.ts';

const statementLimit = 100_000; // maxWriteBatchSize, as hello says

interface Tally {
  n: number;
  nModified: number;
  readonly upserted: Value[];
}

/** Runs the statements in order; an unordered command goes on after an error. */
function runAll<T>(request: Request, items: readonly T[], run: (item: T, index: number) => void): Value[] {
  if (items.length === 0 || items.length > statementLimit) {
    throw new StoreError(
      16,
      `Write batch sizes must be between 1 and ${statementLimit}. Got ${items.length} operations.`,
    );
  }
  const ordered = request.body['ordered'] === undefined || flag(request.body['ordered']);
  const errors: Value[] = [];
  for (const [index, item] of items.entries()) {
    try {
      run(item, index);
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      errors.push(doc({ index, code: error.code, errmsg: error.message, ...error.extra }));
      if (ordered) break;
    }
  }
  return errors;
}

function reply(fields: Readonly<Record<string, Value | undefined>>, errors: readonly Value[]): Doc {
  return doc({ ...fields, writeErrors: errors.length > 0 ? [...errors] : undefined, ok: 1 });
}

export const insert: Command = (request, { catalog }) => {
  checkArguments(request, ['documents', 'ordered']);
  const collection = catalog.findOrCreate(request.db, collectionName(request));
  let n = 0;
  const errors = runAll(request, encodedDocuments(request, 'documents'), (bytes) => {
    const document = withLeadingId(bytes);
    collection.insert(document.id, document.bytes);
    n++;
  });
  return reply({ n }, errors);
};

/** The document with `_id` first. The usual case, where it is, costs no decoding. */
function withLeadingId(bytes: Buffer): { id: Value; bytes: Buffer } {
  const type = bytes[4] ?? 0;
  if (type !== 0 && bytes.toString('latin1', 5, 9) === '_id\0') {
    const id = decodeValue(bytes, type, 9);
    checkId(id);
    return { id, bytes };
  }
  const { _id: given, ...rest } = decode(bytes);
  const id = given ?? new ObjectId();
  checkId(id);
  return { id, bytes: encode(doc({ _id: id, ...rest })) };
}

export const update: Command = (request, engine) => {
  checkArguments(request, ['updates', 'ordered', 'let']);
  const tally: Tally = { n: 0, nModified: 0, upserted: [] };
  const collection = lazily(request, engine);
  const errors = runAll(request, statements(request, 'updates'), (statement, index) => {
    updateStatement(collection, statement, { tally, index, variables: request.body['let'] });
  });
  const { n, nModified, upserted } = tally;
  return reply({ n, nModified, upserted: upserted.length > 0 ? upserted : undefined }, errors);
};

interface LazyCollection {
  existing(): Collection | undefined;
  created(): Collection;
}

/** An update that matches nothing does not create its collection. */
function lazily(request: Request, { catalog }: Engine): LazyCollection {
  const name = collectionName(request);
  return {
    existing: () => catalog.find(request.db, name),
    created: () => catalog.findOrCreate(request.db, name),
  };
}

interface StatementContext {
  readonly tally: Tally;
  readonly index: number;
  readonly variables: Value | undefined;
}

const updateFields = ['q', 'u', 'upsert', 'multi', 'arrayFilters', 'hint', 'sort', 'c', 'upsertSupplied'];

function updateStatement(target: LazyCollection, statement: Doc, { tally, index, variables }: StatementContext): void {
  checkFields('update', statement, updateFields);
  const { q, u = null, arrayFilters, hint } = statement;
  const query = queryOf(q);
  const selection = select(query, parseSort(statement['sort']), hint);
  const multi = flag(statement['multi']);
  if (multi && isReplacement(u)) throw new StoreError(9, 'multi update is not supported for replacement-style update');
  const change = {
    filter: selection.filter,
    update: compileUpdate(u, { arrayFilters, variables: variables instanceof Doc ? variables : undefined }),
  };
  const collection = target.existing();
  let matched = 0;
  if (collection) {
    const changed = changeIn(collection, change);
    for (const row of chosenRows(collection, selection, multi)) {
      matched++;
      tally.n++;
      if (changed(row).modified) tally.nModified++;
    }
  }
  if (matched > 0 || !flag(statement['upsert'])) return;
  const { id } = upsert(target.created(), query, change);
  tally.n++;
  tally.upserted.push(doc({ index, _id: id }));
}

function* chosenRows(collection: Collection, selection: Selection, multi: boolean) {
  if (multi) yield* eachMatch(collection, selection);
  else {
    const row = firstMatch(collection, selection);
    if (row) yield row;
  }
}

function queryOf(value: Value | undefined): Doc {
  if (value instanceof Doc) return value;
  throw new StoreError(14, `BSON field 'q' is missing or not an object`);
}

export const remove: Command = (request, { catalog }) => {
  checkArguments(request, ['deletes', 'ordered', 'let']);
  const collection = catalog.find(request.db, collectionName(request));
  let n = 0;
  const errors = runAll(request, statements(request, 'deletes'), (statement) => {
    checkFields('delete', statement, ['q', 'limit', 'hint']);
    const query = queryOf(statement['q']);
    const limit = toNumber(statement['limit'] ?? 0);
    if (limit !== 0 && limit !== 1) throw new StoreError(9, 'The limit field in delete objects must be 0 or 1.');
    if (!collection) return;
    const selection = select(query, [], statement['hint']);
    if (limit === 0 && Object.keys(query).length === 0) {
      n += collection.count();
      collection.removeAll();
      return;
    }
    for (const row of chosenRows(collection, selection, limit === 0)) {
      collection.remove(row);
      n++;
    }
  });
  return reply({ n }, errors);
};
