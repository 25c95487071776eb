/** aggregate: a pipeline over a collection, and the two stages that write: $out and $merge. */
import { ObjectId } from 'bson';
import { compilePipelineUpdate } from '../aggregate/pipeline-update.ts';
import { docSpec, textOf } from '../aggregate/context.ts';
import { copyOf } from '../aggregate/transform.ts';
import { runPipeline } from '../aggregate/pipeline.ts';
import { stageEntry, writingStages } from '../aggregate/stages.ts';
import { StoreError } from '../errors.ts';
import { compileFilter } from '../query/filter.ts';
import { type Catalog } from '../storage/catalog.ts';
import { type Collection } from '../storage/collection.ts';
import { countMatches } from '../storage/count.ts';
import { encode } from '../values/encode.ts';
import { equal } from '../values/compare.ts';
import { readPath } from '../update/target.ts';
import { splitPath } from '../values/path.ts';
import { Doc, doc, isNumeric, toNumber, type Value } from '../values/value.ts';
import { changeIn, firstMatch, select } from './modify.ts';
import {
  checkArguments,
  collectionName,
  type Command,
  docArgument,
  type Engine,
  numberArgument,
  type Request,
} from './request.ts';
import { variablesOf } from './read.ts';

export const aggregate: Command = (request, engine) => {
  checkArguments(request, ['pipeline', 'cursor', 'hint', 'let', 'explain']);
  if (request.body['explain'] === true) throw new StoreError(72, 'explain inside aggregate: use the explain command');
  const stages = request.body['pipeline'];
  if (!Array.isArray(stages)) throw new StoreError(14, `BSON field 'aggregate.pipeline' must be an array`);
  if (request.body['aggregate'] === 1)
    throw new StoreError(73, 'aggregations without a collection are not supported by the embedded store');
  const name = collectionName(request);
  const cursor = docArgument(request, 'cursor');
  const batchSize = isNumeric(cursor['batchSize'])
    ? toNumber(cursor['batchSize'])
    : numberArgument(request, 'batchSize');
  const namespace = `${request.db}.${name}`;
  return engine.cursors.first(results(request, engine, { name, stages }), { namespace, batchSize });
};

interface Wanted {
  readonly name: string;
  readonly stages: readonly Value[];
}

function results(request: Request, { catalog }: Engine, { name, stages }: Wanted): Iterable<Uint8Array> {
  const counted = countOnly(catalog.find(request.db, name), stages);
  if (counted) return [encode(counted)];
  const last = stages.at(-1);
  const [lastName, lastSpec] = last === undefined ? ['', null] : stageEntry(last);
  const writes = writingStages.includes(lastName);
  const place = { catalog, db: request.db };
  const from = { source: { collection: name }, variables: variablesOf(request), hint: request.body['hint'] };
  const documents = runPipeline(place, writes ? stages.slice(0, -1) : stages, from);
  if (lastName === '$out') writeOut(catalog, request.db, { spec: lastSpec, documents: [...documents] });
  else if (lastName === '$merge') mergeAll(catalog, request.db, { spec: lastSpec, documents: [...documents] });
  else return encoded(documents);
  return [];
}

function* encoded(documents: Iterable<Doc>): Generator<Uint8Array> {
  for (const document of documents) yield encode(document);
}

const onlyCounting = doc({ _id: 1, n: doc({ $sum: 1 }) });

/** `countDocuments` of the drivers, answered from the keys. */
function countOnly(collection: Collection | undefined, stages: readonly Value[]): Doc | undefined {
  const [match, group] = stages;
  if (
    stages.length !== 2 ||
    !(match instanceof Doc) ||
    !(group instanceof Doc) ||
    !equal(group['$group'], onlyCounting)
  )
    return undefined;
  const filter = match['$match'];
  if (!collection || !(filter instanceof Doc)) return undefined;
  const n = countMatches(collection, compileFilter(filter));
  return n === 0 ? undefined : doc({ _id: 1, n });
}

interface Output {
  readonly spec: Value;
  readonly documents: readonly Doc[];
}

function place(spec: Value | undefined, db: string, stage: string): { db: string; coll: string } {
  if (typeof spec === 'string') return { db, coll: spec };
  const fields = docSpec(stage, spec ?? null, ['db', 'coll']);
  return { db: fields['db'] === undefined ? db : textOf(stage, fields['db']), coll: textOf(stage, fields['coll']) };
}

/** Replaces the target's documents; it keeps its indexes. */
function writeOut(catalog: Catalog, db: string, { spec, documents }: Output): void {
  const target = place(spec, db, '$out');
  const collection = catalog.findOrCreate(target.db, target.coll);
  collection.removeAll();
  for (const document of documents) insertDocument(collection, document);
}

function merged(base: Doc, over: Doc): Doc {
  const made = copyOf(base);
  for (const [name, value] of Object.entries(over)) made[name] = value;
  return made;
}

function insertDocument(collection: Collection, document: Doc): void {
  const id = document['_id'] ?? new ObjectId();
  collection.insert(id, encode(merged(doc({ _id: id }), document)));
}

function mergeAll(catalog: Catalog, db: string, { spec, documents }: Output): void {
  const fields =
    typeof spec === 'string'
      ? doc({ into: spec })
      : docSpec('$merge', spec, ['into', 'on', 'whenMatched', 'whenNotMatched', 'let']);
  const target = place(fields['into'], db, '$merge');
  const collection = catalog.findOrCreate(target.db, target.coll);
  const on = fields['on'] ?? '_id';
  const keys = (Array.isArray(on) ? on : [on]).map((key) => textOf('$merge.on', key));
  checkUniqueKey(collection, keys);
  for (const document of documents) {
    if (document['_id'] === undefined && keys.includes('_id')) document['_id'] = new ObjectId();
    mergeOne(collection, document, { keys, fields });
  }
}

function checkUniqueKey(collection: Collection, keys: readonly string[]): void {
  const covers = [collection.idIndex, ...collection.indexes].some(
    (index) =>
      index.unique && index.fields.length === keys.length && index.fields.every(({ path }) => keys.includes(path)),
  );
  if (!covers) throw new StoreError(51183, 'Cannot find index to verify that join fields will be unique');
}

interface Merge {
  readonly keys: readonly string[];
  readonly fields: Doc;
}

function mergeOne(collection: Collection, document: Doc, { keys, fields }: Merge): void {
  const query = new Doc();
  for (const key of keys) query[key] = readPath(document, splitPath(key)) ?? null;
  const selection = select(query);
  const row = firstMatch(collection, selection);
  if (row) {
    const update = whenMatched(fields['whenMatched'] ?? 'merge', document);
    const whole = { fields: undefined, reads: undefined };
    if (update) changeIn(collection, { filter: selection.filter, update: { apply: update, ...whole } })(row);
    return;
  }
  const otherwise = fields['whenNotMatched'] ?? 'insert';
  if (otherwise === 'insert') insertDocument(collection, document);
  else if (otherwise === 'fail')
    throw new StoreError(13113, '$merge could not find a matching document in the target collection');
  else if (otherwise !== 'discard') throw new StoreError(9, '$merge.whenNotMatched must be insert, discard or fail');
}

function whenMatched(how: Value, document: Doc): ((target: Doc) => Doc) | undefined {
  if (Array.isArray(how)) return compilePipelineUpdate(how, doc({ new: document }));
  switch (how) {
    case 'merge':
      return (target) => merged(target, document);
    case 'replace':
      return (target) => merged(doc({ _id: target['_id'] }), document);
    case 'keepExisting':
      return undefined;
    case 'fail':
      throw new StoreError(11000, '$merge found a matching document and whenMatched is fail');
    default:
      throw new StoreError(9, '$merge.whenMatched must be merge, replace, keepExisting, fail or a pipeline');
  }
}
