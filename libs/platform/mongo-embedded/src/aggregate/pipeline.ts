/** Runs a pipeline; leading $match and $sort go to the planner, so that they use indexes. */
import { compileFilter } from '../query/filter.ts';
import { type Catalog } from '../storage/catalog.ts';
import { type Collection } from '../storage/collection.ts';
import { plan } from '../storage/planner.ts';
import { type Found, scan } from '../storage/scan.ts';
import { parseSort, sorted } from '../storage/sort.ts';
import { Doc, doc, toNumber, type Value } from '../values/value.ts';
import { type Context, type Source, type Stage } from './context.ts';
import { type Variables } from './expression.ts';
import { compileStage, sortStage, stageEntry } from './stages.ts';

export interface Place {
  readonly catalog: Catalog;
  readonly db: string;
}

export function runPipeline(
  place: Place,
  stages: readonly Value[],
  from: { source: Source; variables: Variables; hint?: Value | undefined },
): Iterable<Doc> {
  const context: Context = {
    ...place,
    variables: from.variables,
    run: (inner, source, variables) => runPipeline(place, inner, { source, variables }),
  };
  if ('documents' in from.source) return flow(from.source.documents, compileAll(stages, context));
  const collection = place.catalog.find(place.db, from.source.collection);
  const head = leading(stages);
  const rest = compileAll(stages.slice(head.taken), context);
  if (!collection) return flow([], rest);
  return flow(read(collection, { ...head, variables: from.variables, hint: from.hint }), rest);
}

function flow(documents: Iterable<Doc>, stages: readonly Stage[]): Iterable<Doc> {
  return stages.reduce((input, stage) => stage(input), documents);
}

/** A $sort directly before a $limit needs to keep no more than the limit. */
function compileAll(stages: readonly Value[], context: Context): readonly Stage[] {
  return stages.map((stage, i) => {
    const [name, spec] = stageEntry(stage);
    return name === '$sort' ? sortStage(spec, limitAfter(stages, i)) : compileStage(stage, context);
  });
}

function limitAfter(stages: readonly Value[], i: number): number | undefined {
  const next = stages[i + 1];
  if (!(next instanceof Doc) || next['$limit'] === undefined) return undefined;
  const limit = toNumber(next['$limit']);
  return Number.isInteger(limit) && limit > 0 ? limit : undefined;
}

interface Head {
  readonly filter: Doc;
  readonly sort: Value | undefined;
  readonly limit: number | undefined;
  readonly taken: number;
}

function leading(stages: readonly Value[]): Head {
  const matches: Value[] = [];
  let taken = 0;
  for (const stage of stages) {
    if (!(stage instanceof Doc) || !(stage['$match'] instanceof Doc)) break;
    matches.push(stage['$match']);
    taken++;
  }
  const next = stages[taken];
  const sort = next instanceof Doc && Object.keys(next).length === 1 ? next['$sort'] : undefined;
  const [only] = matches;
  const filter =
    only instanceof Doc && matches.length === 1 ? only : matches.length === 0 ? new Doc() : doc({ $and: matches });
  const limit = sort === undefined ? undefined : limitAfter(stages, taken);
  return { filter, sort, limit, taken: sort === undefined ? taken : taken + 1 };
}

const look = (row: Found): { size: number; document: () => Doc } => ({
  size: row.bytes.length,
  document: () => row.document(),
});

function* read(collection: Collection, head: Head & { variables: Variables; hint: Value | undefined }): Generator<Doc> {
  const sort = parseSort(head.sort);
  const chosen = plan(collection, { filter: compileFilter(head.filter, head.variables), sort, hint: head.hint });
  const rows = scan(collection, chosen);
  for (const row of chosen.sorted ? rows : sorted(rows, look, { fields: sort, limit: head.limit }))
    yield row.document();
}
