/** One index: its definition, and its table of (key, row). The `_id` index has the same face over the collection's own table. */
import { StoreError } from '../errors.ts';
import { compileFilter, fieldsOf, type Filter } from '../query/filter.ts';
import { topOf } from '../values/path.ts';
import { Doc, doc, isNumeric, toNumber, type Value } from '../values/value.ts';
import { describe } from './describe.ts';
import { documentKeys, type DocumentKeys, type IndexField } from './index-keys.ts';
import { type YoungRows } from './young-rows.ts';

export interface IndexDefinition {
  readonly name: string;
  readonly fields: readonly IndexField[];
  readonly unique: boolean;
  readonly sparse: boolean;
  readonly partial: Filter | undefined;
  readonly expireAfterSeconds: number | undefined;
  /** As the client wrote it, for listIndexes. */
  readonly spec: Doc;
}

export interface Index extends IndexDefinition {
  readonly table: string;
  readonly isId: boolean;
  /** Some document has an array here: ranges do not intersect, and order is not that of documents. */
  multikey: boolean;
  /** Rows that are not in its table yet; of an index with many keys for a document, unless one row has to know of all others. */
  young?: YoungRows | undefined;
}

export function keysIn(index: IndexDefinition, document: Doc): DocumentKeys {
  if (index.partial && !index.partial.test(document)) return { keys: [], multikey: false };
  return documentKeys(document, index.fields, index.sparse);
}

/** Fields at the top by which these indexes order a document; undefined: any of them. */
export function fieldsOfIndexes(indexes: readonly IndexDefinition[]): ReadonlySet<string> | undefined {
  const needed = new Set<string>();
  for (const { fields, partial } of indexes) {
    const tested = partial ? fieldsOf(partial) : [];
    if (tested === undefined) return undefined;
    for (const field of tested) needed.add(field);
    for (const { path } of fields) needed.add(topOf(path));
  }
  return needed;
}

export const keyPattern = (index: IndexDefinition): Value => index.spec['key'] ?? new Doc();

export function idIndex(collectionTable: string): Index {
  return {
    name: '_id_',
    fields: [{ path: '_id', direction: 1 }],
    unique: true,
    sparse: false,
    partial: undefined,
    expireAfterSeconds: undefined,
    spec: doc({ v: 2, key: doc({ _id: 1 }), name: '_id_' }),
    table: collectionTable,
    isId: true,
    multikey: false,
  };
}

const knownOptions: readonly string[] = [
  'v',
  'key',
  'name',
  'unique',
  'sparse',
  'partialFilterExpression',
  'expireAfterSeconds',
  'background',
  'ns',
  'hidden',
];

const partialOperators = ['$eq', '$in', '$exists', '$gt', '$gte', '$lt', '$lte', '$type', '$regex'];

export function parseIndex(given: Doc): IndexDefinition {
  for (const [option, value] of Object.entries(given)) {
    if (!knownOptions.includes(option))
      throw new StoreError(67, `the index option ${option} is not supported by the embedded store`);
    if (option === 'hidden' && value !== false)
      throw new StoreError(67, 'the index option hidden is not supported by the embedded store');
  }
  const key = given['key'];
  if (!(key instanceof Doc)) throw new StoreError(67, 'Index keys must be an object.');
  const fields = Object.entries(key).map(([path, direction]) => parseField(path, direction));
  if (fields.length === 0) throw new StoreError(67, 'Index keys cannot be empty.');
  const name =
    typeof given['name'] === 'string'
      ? given['name']
      : fields.map(({ path, direction }) => `${path}_${direction}`).join('_');
  const expire = given['expireAfterSeconds'];
  if (expire !== undefined && (!isNumeric(expire) || toNumber(expire) < 0)) {
    throw new StoreError(67, 'TTL index expireAfterSeconds must be a number of at least 0');
  }
  if (expire !== undefined && fields.length > 1) throw new StoreError(67, 'TTL indexes are single-field indexes');
  return {
    name,
    fields,
    unique: given['unique'] === true || (isNumeric(given['unique']) && toNumber(given['unique']) !== 0),
    sparse: given['sparse'] === true,
    partial: parsePartial(given['partialFilterExpression']),
    expireAfterSeconds: expire === undefined ? undefined : toNumber(expire),
    spec: listed(given, name),
  };
}

function parseField(path: string, direction: Value): IndexField {
  if (!isNumeric(direction)) {
    throw new StoreError(67, `indexes of type ${describe(direction)} are not supported by the embedded store`);
  }
  if (path === '' || path.split('.').includes(''))
    throw new StoreError(67, 'Index keys cannot contain an empty field.');
  if (path.includes('$'))
    throw new StoreError(67, `wildcard indexes and $-fields are not supported by the embedded store: ${path}`);
  const way = toNumber(direction);
  if (way === 0 || Number.isNaN(way)) throw new StoreError(67, 'Values in the index key pattern cannot be 0.');
  return { path, direction: way < 0 ? -1 : 1 };
}

function parsePartial(spec: Value | undefined): Filter | undefined {
  if (spec === undefined) return undefined;
  if (!(spec instanceof Doc)) throw new StoreError(67, 'partialFilterExpression must be an object');
  const filter = compileFilter(spec);
  for (const { condition } of filter.conjuncts) {
    if (!condition || !partialOperators.includes(condition.operator)) {
      throw new StoreError(67, 'unsupported expression in a partial index');
    }
  }
  return filter;
}

const unlisted: readonly string[] = ['v', 'key', 'name', 'background', 'ns'];

/** The definition as listIndexes shows it. */
function listed(given: Doc, name: string): Doc {
  const made = doc({ v: given['v'] ?? 2, key: given['key'], name });
  for (const [option, value] of Object.entries(given)) if (!unlisted.includes(option)) made[option] = value;
  return made;
}
