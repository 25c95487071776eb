/** Every stage by name; a stage that is not here is refused by its name. */
import { StoreError } from '../errors.ts';
import { compileFilter } from '../query/filter.ts';
import { parseSort, sorted } from '../storage/sort.ts';
import { writePath } from '../update/target.ts';
import { splitPath } from '../values/path.ts';
import { Doc, doc, isNumeric, toNumber, type Value } from '../values/value.ts';
import { type Context, docSpec, pipelineOf, type Stage, textOf } from './context.ts';
import { scopeOf } from './expression.ts';
import { bucketStage, countStage, groupStage, sortByCountStage } from './group.ts';
import { lookupStage, unionStage } from './join.ts';
import { follow } from './expression.ts';
import { compileTransform, copyOf, transforms } from './transform.ts';

type Maker = (spec: Value, context: Context) => Stage;

function count(stage: string, spec: Value | undefined, least: number): number {
  const n = isNumeric(spec) ? toNumber(spec) : NaN;
  if (!Number.isInteger(n) || n < least)
    throw new StoreError(15957, `the ${stage} must be a whole number of at least ${least}`);
  return n;
}

const match: Maker = (spec, { variables }) => {
  if (!(spec instanceof Doc)) throw new StoreError(15959, 'the match filter must be an expression in an object');
  const { test } = compileFilter(spec, variables);
  return function* (input) {
    for (const document of input) if (test(document)) yield document;
  };
};

const limit: Maker = (spec) => {
  const most = count('limit', spec, 1);
  return function* (input) {
    let taken = 0;
    for (const document of input) {
      yield document;
      if (++taken >= most) return;
    }
  };
};

const skip: Maker = (spec) => {
  const first = count('skip', spec, 0);
  return function* (input) {
    let seen = 0;
    for (const document of input) if (seen++ >= first) yield document;
  };
};

/** Documents in memory are counted by a guess: measuring each would cost more than the sort. */
const guessedBytes = 500;

export function sortStage(spec: Value, most?: number): Stage {
  const fields = parseSort(spec);
  if (fields.length === 0) throw new StoreError(15976, '$sort stage must have at least one sort key');
  return (input) =>
    sorted(input, (document) => ({ size: guessedBytes, document: () => document }), { fields, limit: most });
}

const unwind: Maker = (spec) => {
  const options =
    typeof spec === 'string'
      ? doc({ path: spec })
      : docSpec('$unwind', spec, ['path', 'includeArrayIndex', 'preserveNullAndEmptyArrays']);
  const path = textOf('$unwind.path', options['path']);
  if (!path.startsWith('$'))
    throw new StoreError(28818, `path option to $unwind stage should be prefixed with a '$': ${path}`);
  const parts = splitPath(path.slice(1));
  const indexField =
    options['includeArrayIndex'] === undefined
      ? undefined
      : splitPath(textOf('$unwind.includeArrayIndex', options['includeArrayIndex']));
  const preserve = options['preserveNullAndEmptyArrays'] === true;
  const at = (document: Doc, element: Value | undefined, index: bigint | null): Doc => {
    const made = element === undefined ? copyOf(document) : withValue(document, parts, element);
    if (indexField) writePath(made, indexField, index);
    return made;
  };
  return function* (input) {
    for (const document of input) {
      const value = follow(document, parts, 0);
      if (Array.isArray(value)) {
        for (const [i, element] of value.entries()) yield at(document, element, BigInt(i));
        if (value.length === 0 && preserve) yield at(withoutValue(document, parts), undefined, null);
      } else if ((value !== undefined && value !== null) || preserve) yield at(document, value, null);
    }
  };
};

/** A copy along the path, so that the documents made from one share the rest. */
function withValue(document: Doc, parts: readonly string[], value: Value): Doc {
  const made = copyOf(document);
  const [first = '', ...rest] = parts;
  const inner = made[first];
  made[first] = rest.length === 0 ? value : withValue(inner instanceof Doc ? inner : new Doc(), rest, value);
  return made;
}

function withoutValue(document: Doc, parts: readonly string[]): Doc {
  const made = copyOf(document);
  const [first = '', ...rest] = parts;
  const inner = made[first];
  if (rest.length === 0) Reflect.deleteProperty(made, first);
  else if (inner instanceof Doc) made[first] = withoutValue(inner, rest);
  return made;
}

const facet: Maker = (spec, context) => {
  if (!(spec instanceof Doc) || Object.keys(spec).length === 0)
    throw new StoreError(40169, 'the $facet specification must be a non-empty object');
  const facets = Object.entries(spec).map(([name, stages]) => [name, pipelineOf(`$facet.${name}`, stages)] as const);
  return function* (input) {
    const documents = [...input];
    const made = new Doc();
    for (const [name, stages] of facets) made[name] = [...context.run(stages, { documents }, context.variables)];
    yield made;
  };
};

/** A uniform choice in one pass (reservoir sampling). */
const sample: Maker = (spec) => {
  const size = count('sample size', docSpec('$sample', spec, ['size'])['size'], 1);
  return (input) => {
    const kept: Doc[] = [];
    let seen = 0;
    for (const document of input) {
      const place = seen < size ? seen : Math.floor(Math.random() * (seen + 1));
      if (place < size) kept[place] = document;
      seen++;
    }
    return kept;
  };
};

const counting: Maker = (spec) => {
  const name = textOf('$count', spec);
  if (name === '' || name.startsWith('$') || name.includes('.'))
    throw new StoreError(40156, `the count field is not valid: '${name}'`);
  return (input) => countStage(name, input);
};

const stages: Readonly<Record<string, Maker>> = {
  $match: match,
  $limit: limit,
  $skip: skip,
  $sort: (spec) => sortStage(spec),
  $group: (spec, { variables }) => groupStage(spec, variables),
  $bucket: (spec, { variables }) => bucketStage(spec, variables),
  $sortByCount: (spec, { variables }) => sortByCountStage(spec, variables),
  $count: counting,
  $unwind: unwind,
  $lookup: lookupStage,
  $unionWith: unionStage,
  $facet: facet,
  $sample: sample,
};

/** The stages that write; they may only come last, and the aggregate command runs them. */
export const writingStages: readonly string[] = ['$out', '$merge'];

export const stageNames = (): readonly string[] => [...Object.keys(stages), ...transforms, ...writingStages].sort();

export function compileStage(stage: Value, context: Context): Stage {
  const [name, spec] = stageEntry(stage);
  const maker = stages[name];
  if (maker) return maker(spec, context);
  if (writingStages.includes(name)) throw new StoreError(40601, `${name} can only be the final stage in the pipeline`);
  if (!transforms.includes(name)) {
    throw new StoreError(40324, `Unrecognized pipeline stage name: '${name}': not supported by the embedded store`);
  }
  const transform = compileTransform(name, spec);
  return function* (input) {
    for (const document of input) yield transform(scopeOf(document, context.variables));
  };
}

export function stageEntry(stage: Value): readonly [string, Value] {
  const entries = stage instanceof Doc ? Object.entries(stage) : [];
  const [entry] = entries;
  if (!entry || entries.length !== 1)
    throw new StoreError(40323, 'A pipeline stage specification object must contain exactly one field.');
  return entry;
}
