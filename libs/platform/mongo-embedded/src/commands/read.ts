/** find, getMore, killCursors, count, distinct, explain. */
import { StoreError } from '../errors.ts';
import { compileFilter, type Filter } from '../query/filter.ts';
import { compileProjection, wholeFields } from '../query/projection.ts';
import { type Collection } from '../storage/collection.ts';
import { countMatches } from '../storage/count.ts';
import { type Plan, plan } from '../storage/planner.ts';
import { type Found, scan } from '../storage/scan.ts';
import { parseSort, sorted } from '../storage/sort.ts';
import { encode } from '../values/encode.ts';
import { identity } from '../values/key.ts';
import { expandPath } from '../values/path.ts';
import { doc, type Value } from '../values/value.ts';
import { sizeOf } from './modify.ts';
import {
  checkArguments,
  collectionName,
  type Command,
  docArgument,
  flag,
  numberArgument,
  type Request,
} from './request.ts';

export function variablesOf(request: Request): ReadonlyMap<string, Value> {
  return new Map(Object.entries(docArgument(request, 'let')));
}

const findArguments = [
  'filter',
  'sort',
  'projection',
  'skip',
  'limit',
  'batchSize',
  'singleBatch',
  'hint',
  'let',
  'noCursorTimeout',
  'allowPartialResults',
];

export const find: Command = (request, { catalog, cursors }) => {
  checkArguments(request, findArguments);
  const name = collectionName(request);
  const source = foundBytes(request, catalog.find(request.db, name));
  const limit = numberArgument(request, 'limit') ?? 0;
  return cursors.first(source, {
    namespace: `${request.db}.${name}`,
    batchSize: numberArgument(request, 'batchSize'),
    single: limit < 0 || flag(request.body['singleBatch']),
  });
};

function foundBytes(request: Request, collection: Collection | undefined): Iterable<Uint8Array> {
  const filter = compileFilter(docArgument(request, 'filter'), variablesOf(request));
  const sort = parseSort(request.body['sort']);
  const skip = numberArgument(request, 'skip') ?? 0;
  if (skip < 0) throw new StoreError(51024, `BSON field 'skip' value must be >= 0, actual value '${skip}'`);
  const limit = Math.abs(numberArgument(request, 'limit') ?? 0) || Infinity;
  const show = showing(request, filter);
  if (!collection) return [];
  const chosen = plan(collection, { filter, sort, hint: request.body['hint'] });
  return slice(readPlan(collection, chosen, { sort, limit: skip + limit, show }), skip, limit);
}

type Show = (row: Found) => Uint8Array;

function showing(request: Request, filter: Filter): Show {
  const spec = docArgument(request, 'projection');
  if (Object.keys(spec).length === 0) return ({ bytes }) => bytes;
  const whole = wholeFields(spec);
  if (whole) return ({ bytes }) => whole(bytes);
  const project = compileProjection(spec, filter);
  return (row) => encode(project(row.document()));
}

interface ReadWish {
  readonly sort: ReturnType<typeof parseSort>;
  readonly limit: number;
  readonly show: Show;
}

function* readPlan(collection: Collection, chosen: Plan, { sort, limit, show }: ReadWish): Generator<Uint8Array> {
  const rows = scan(collection, chosen);
  for (const row of chosen.sorted ? rows : sorted(rows, sizeOf, { fields: sort, limit })) {
    yield show(row);
  }
}

function* slice(source: Iterable<Uint8Array>, skip: number, limit: number): Generator<Uint8Array> {
  let seen = 0;
  for (const bytes of source) {
    if (seen++ < skip) continue;
    yield bytes;
    if (seen - skip >= limit) return;
  }
}

export const getMore: Command = (request, { cursors }) => {
  checkArguments(request, ['collection', 'batchSize']);
  const id = request.body['getMore'];
  if (typeof id !== 'bigint' && typeof id !== 'number')
    throw new StoreError(14, `BSON field 'getMore.getMore' must be a long`);
  return cursors.next(BigInt(id), numberArgument(request, 'batchSize'));
};

export const killCursors: Command = (request, { cursors }) => {
  checkArguments(request, ['cursors']);
  const wanted = request.body['cursors'];
  if (!Array.isArray(wanted)) throw new StoreError(14, `BSON field 'killCursors.cursors' must be an array`);
  const ids = wanted.map((id) => (typeof id === 'bigint' ? id : 0n));
  const killed = ids.filter((id) => cursors.kill(id));
  const unknown = ids.filter((id) => !killed.includes(id));
  return doc({ cursorsKilled: killed, cursorsNotFound: unknown, cursorsAlive: [], cursorsUnknown: [], ok: 1 });
};

export const count: Command = (request, { catalog }) => {
  checkArguments(request, ['query', 'limit', 'skip', 'hint', 'fields']);
  const collection = catalog.find(request.db, collectionName(request));
  const filter = compileFilter(docArgument(request, 'query'));
  const skip = numberArgument(request, 'skip') ?? 0;
  const limit = Math.abs(numberArgument(request, 'limit') ?? 0) || Infinity;
  const matches = collection ? countMatches(collection, filter, request.body['hint']) : 0;
  return doc({ n: Math.min(Math.max(0, matches - skip), limit), ok: 1 });
};

export const distinct: Command = (request, { catalog }) => {
  checkArguments(request, ['key', 'query', 'hint']);
  const key = request.body['key'];
  if (typeof key !== 'string') throw new StoreError(14, `BSON field 'distinct.key' must be a string`);
  const filter = compileFilter(docArgument(request, 'query'));
  const collection = catalog.find(request.db, collectionName(request));
  const values = new Map<string, Value>();
  if (collection) {
    for (const row of scan(collection, plan(collection, { filter, sort: [], hint: request.body['hint'] }))) {
      for (const value of expandPath(row.document(), key).values)
        if (value !== undefined) values.set(identity(value), value);
    }
  }
  return doc({ values: [...values.values()], ok: 1 });
};
