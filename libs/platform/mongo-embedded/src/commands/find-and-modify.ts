/** findAndModify: one document found, changed and answered as it was or as it is. */
import { StoreError } from '../errors.ts';
import { compileProjection } from '../query/projection.ts';
import { type Collection } from '../storage/collection.ts';
import { parseSort } from '../storage/sort.ts';
import { compileUpdate } from '../update/update.ts';
import { decode } from '../values/decode.ts';
import { Doc, doc, Raw, type Value } from '../values/value.ts';
import { changeIn, firstMatch, select, type Selection, upsert } from './modify.ts';
import { checkArguments, collectionName, type Command, docArgument, flag, type Request } from './request.ts';

const known = ['query', 'sort', 'remove', 'update', 'new', 'fields', 'upsert', 'arrayFilters', 'hint', 'let'];

export const findAndModify: Command = (request, { catalog }) => {
  checkArguments(request, known);
  const { body } = request;
  const name = collectionName(request);
  const query = docArgument(request, 'query');
  const selection = select(query, parseSort(body['sort']), body['hint']);
  const show = shower(request, selection);
  if (flag(body['remove'])) {
    if (body['update'] !== undefined || flag(body['new']) || flag(body['upsert'])) {
      throw new StoreError(9, 'Cannot specify remove together with update, new or upsert');
    }
    return removeOne(catalog.find(request.db, name), selection, show);
  }
  if (body['update'] === undefined) throw new StoreError(9, `Either an update or remove=true must be specified`);
  const change = { filter: selection.filter, update: compileUpdate(body['update'], updateOptions(body)) };
  const existing = catalog.find(request.db, name);
  const row = existing && firstMatch(existing, selection);
  if (existing && row) {
    const { before, after } = changeIn(existing, change)(row);
    return answer(show(flag(body['new']) ? after : before), { n: 1, updatedExisting: true });
  }
  if (!flag(body['upsert'])) return answer(null, { n: 0, updatedExisting: false });
  const { id, bytes } = upsert(catalog.findOrCreate(request.db, name), query, change);
  return answer(flag(body['new']) ? show(bytes) : null, { n: 1, updatedExisting: false, upserted: id });
};

type Show = (bytes: Uint8Array) => Value;

function shower(request: Request, { filter }: Selection): Show {
  const projection = docArgument(request, 'fields');
  if (Object.keys(projection).length === 0) return (bytes) => new Raw(bytes);
  const project = compileProjection(projection, filter);
  return (bytes) => project(decode(bytes));
}

function updateOptions(body: Doc): { arrayFilters: Value | undefined; variables: Doc | undefined } {
  const variables = body['let'];
  return { arrayFilters: body['arrayFilters'], variables: variables instanceof Doc ? variables : undefined };
}

function removeOne(collection: Collection | undefined, selection: Selection, show: Show): Doc {
  const row = collection && firstMatch(collection, selection);
  if (!row) return answer(null, { n: 0 });
  const shown = show(row.bytes);
  collection.remove(row);
  return answer(shown, { n: 1 });
}

const answer = (value: Value, lastErrorObject: Readonly<Record<string, Value>>): Doc =>
  doc({ lastErrorObject: doc(lastErrorObject), value, ok: 1 });
