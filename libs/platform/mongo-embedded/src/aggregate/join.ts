/** $lookup and $unionWith: documents of other collections of the same database. */
import { StoreError } from '../errors.ts';
import { copyOf } from './transform.ts';
import { expandPath, splitPath } from '../values/path.ts';
import { writePath } from '../update/target.ts';
import { Doc, doc, type Value } from '../values/value.ts';
import { type Context, docSpec, pipelineOf, type Source, type Stage, textOf } from './context.ts';
import { compileExpression, scopeOf, type Variables } from './expression.ts';

export function lookupStage(spec: Value, context: Context): Stage {
  const fields = docSpec('$lookup', spec, ['from', 'localField', 'foreignField', 'as', 'let', 'pipeline']);
  const as = splitPath(textOf('$lookup.as', fields['as']));
  const collection = textOf('$lookup.from', fields['from']);
  const byField = matchOf(fields);
  const pipeline = fields['pipeline'] === undefined ? [] : pipelineOf('$lookup.pipeline', fields['pipeline']);
  if (!byField && fields['pipeline'] === undefined)
    throw new StoreError(9, '$lookup needs localField and foreignField, or a pipeline');
  const bind = bindings(fields['let'], context.variables);
  return function* (input) {
    for (const document of input) {
      const stages = byField ? [byField(document), ...pipeline] : pipeline;
      const joined = copyOf(document);
      writePath(joined, as, [...context.run(stages, { collection }, bind(document))]);
      yield joined;
    }
  };
}

/** The `$match` of the documents that belong to a given one. */
function matchOf({ localField, foreignField }: Doc): ((document: Doc) => Doc) | undefined {
  if (localField === undefined && foreignField === undefined) return undefined;
  const local = textOf('$lookup.localField', localField);
  const foreign = textOf('$lookup.foreignField', foreignField);
  return (document) => {
    const values = expandPath(document, local).values.map((value) => value ?? null);
    const condition = values.length === 1 ? doc({ $eq: values[0] }) : doc({ $in: values });
    return doc({ $match: doc({ [foreign]: condition }) });
  };
}

function bindings(spec: Value | undefined, outer: Variables): (document: Doc) => Variables {
  if (spec === undefined) return () => outer;
  const compiled = Object.entries(spec instanceof Doc ? spec : {}).map(
    ([name, value]) => [name, compileExpression(value)] as const,
  );
  return (document) => {
    const scope = scopeOf(document, outer);
    const variables = new Map(outer);
    for (const [name, evaluate] of compiled) variables.set(name, evaluate(scope));
    return variables;
  };
}

export function unionStage(spec: Value, context: Context): Stage {
  const fields = typeof spec === 'string' ? doc({ coll: spec }) : docSpec('$unionWith', spec, ['coll', 'pipeline']);
  const source: Source = { collection: textOf('$unionWith.coll', fields['coll']) };
  const stages = fields['pipeline'] === undefined ? [] : pipelineOf('$unionWith.pipeline', fields['pipeline']);
  return function* (input) {
    yield* input;
    yield* context.run(stages, source, context.variables);
  };
}
