/** explain: which index a command would use, and how many documents it would look at. */
import { StoreError } from '../errors.ts';
import { compileFilter, type Filter } from '../query/filter.ts';
import { type Collection } from '../storage/collection.ts';
import { type Plan, plan } from '../storage/planner.ts';
import { scan } from '../storage/scan.ts';
import { parseSort } from '../storage/sort.ts';
import { decode } from '../values/decode.ts';
import { Doc, doc, type Value } from '../values/value.ts';
import { checkArguments, collectionName, type Command, docArgument, type Request } from './request.ts';

export const explain: Command = (request, { catalog }) => {
  checkArguments(request, ['verbosity']);
  const inner = request.body['explain'];
  if (!(inner instanceof Doc)) throw new StoreError(14, `BSON field 'explain.explain' must be an object`);
  const [command = ''] = Object.keys(inner);
  const wanted: Request = { ...request, name: command, body: inner };
  const name = collectionName(wanted);
  const collection = catalog.find(request.db, name);
  const { filter, sort, hint } = explained(wanted);
  const chosen = collection ? plan(collection, { filter, sort: parseSort(sort), hint }) : undefined;
  const winningPlan = chosen ? describePlan(chosen) : doc({ stage: 'EOF' });
  const planner = doc({ namespace: `${request.db}.${name}`, winningPlan, rejectedPlans: [] });
  return doc({ queryPlanner: planner, executionStats: statsOf(collection, chosen), ok: 1 });
};

function explained(request: Request): { filter: Filter; sort: Value | undefined; hint: Value | undefined } {
  const { body, name } = request;
  if (name === 'aggregate' && Array.isArray(body['pipeline'])) {
    const [first, second] = body['pipeline'];
    const match = first instanceof Doc && first['$match'] instanceof Doc ? first['$match'] : undefined;
    const next = match ? second : first;
    return {
      filter: compileFilter(match ?? new Doc()),
      sort: next instanceof Doc ? next['$sort'] : undefined,
      hint: body['hint'],
    };
  }
  const query = name === 'find' ? 'filter' : 'query';
  return { filter: compileFilter(docArgument(request, query)), sort: body['sort'], hint: body['hint'] };
}

function describePlan({ access, sorted: inOrder }: Plan): Doc {
  const found = describeAccess(access);
  return inOrder ? found : doc({ stage: 'SORT', inputStage: found });
}

function describeAccess(access: Plan['access']): Doc {
  switch (access.kind) {
    case 'collection':
      return doc({ stage: 'COLLSCAN', direction: access.reverse ? 'backward' : 'forward' });
    case 'union':
      return doc({
        stage: 'FETCH',
        inputStage: doc({ stage: 'OR', inputStages: access.scans.map((part) => describeAccess(part)) }),
      });
    case 'index': {
      const { index, reverse, bounds } = access;
      const input = doc({
        stage: 'IXSCAN',
        keyPattern: index.spec['key'],
        indexName: index.name,
        isMultiKey: index.multikey,
        isUnique: index.unique,
        isSparse: index.sparse,
        isPartial: index.partial !== undefined,
        direction: reverse ? 'backward' : 'forward',
        intervals: bounds.intervals.length,
      });
      return doc({ stage: 'FETCH', inputStage: input });
    }
  }
}

function statsOf(collection: Collection | undefined, chosen: Plan | undefined): Doc {
  let [nReturned, totalDocsExamined] = [0, 0];
  if (collection && chosen) {
    for (const row of scan(collection, { ...chosen, residual: undefined })) {
      totalDocsExamined++;
      if (!chosen.residual || chosen.residual.test(decode(row.bytes))) nReturned++;
    }
  }
  return doc({ executionSuccess: true, nReturned, totalDocsExamined });
}
