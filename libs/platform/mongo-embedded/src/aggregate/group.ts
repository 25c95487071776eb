/** $group and what is built from it: $bucket, $sortByCount, $count. */
import { StoreError } from '../errors.ts';
import { compare } from '../values/compare.ts';
import { identity } from '../values/key.ts';
import { Doc, doc, type Value } from '../values/value.ts';
import { type Accumulator, accumulatorMaker } from './accumulators.ts';
import { docSpec, type Stage } from './context.ts';
import { compileExpression, scopeOf, type Variables } from './expression.ts';
import { type Evaluate } from './scope.ts';

interface Field {
  readonly name: string;
  readonly make: () => Accumulator;
  readonly evaluate: Evaluate;
}

interface Group {
  readonly id: Value;
  readonly accumulators: readonly Accumulator[];
}

const groupLimit = 1_000_000; // groups are held in memory: about the 100 MB that MongoDB allows without disk

function fieldOf(name: string, spec: Value): Field {
  if (name.includes('.') || name.startsWith('$'))
    throw new StoreError(40235, `The field name '${name}' cannot be used in $group`);
  const [operator = '', ...others] = spec instanceof Doc ? Object.keys(spec) : [];
  if (!(spec instanceof Doc) || others.length > 0 || !operator.startsWith('$')) {
    throw new StoreError(40234, `The field '${name}' must be an accumulator object`);
  }
  if (operator === '$count') return { name, make: accumulatorMaker('$sum'), evaluate: () => 1 };
  return { name, make: accumulatorMaker(operator), evaluate: compileExpression(spec[operator] ?? null) };
}

export function groupStage(spec: Value, variables: Variables): Stage {
  if (!(spec instanceof Doc) || !('_id' in spec))
    throw new StoreError(15955, 'a group specification must include an _id');
  const { _id = null, ...rest } = spec;
  const fields = Object.entries(rest).map(([name, field]) => fieldOf(name, field));
  return grouping(compileExpression(_id), fields, variables);
}

function grouping(id: Evaluate, fields: readonly Field[], variables: Variables): Stage {
  return function* (input) {
    const groups = new Map<string, Group>();
    for (const document of input) {
      const scope = scopeOf(document, variables);
      const value = id(scope) ?? null;
      const key = identity(value);
      let group = groups.get(key);
      if (!group) {
        if (groups.size >= groupLimit) throw new StoreError(292, `$group exceeded ${groupLimit} groups`);
        groups.set(key, (group = { id: value, accumulators: fields.map(({ make }) => make()) }));
      }
      for (let i = 0; i < fields.length; i++) group.accumulators[i]?.add(fields[i]?.evaluate(scope));
    }
    for (const group of groups.values()) yield resultOf(group, fields);
  };
}

function resultOf({ id, accumulators }: Group, fields: readonly Field[]): Doc {
  const made = new Doc();
  made['_id'] = id;
  for (let i = 0; i < fields.length; i++) {
    const name = fields[i]?.name;
    if (name !== undefined) made[name] = accumulators[i]?.result() ?? null;
  }
  return made;
}

export function bucketStage(spec: Value, variables: Variables): Stage {
  const {
    groupBy = null,
    boundaries,
    default: other,
    output,
  } = docSpec('$bucket', spec, ['groupBy', 'boundaries', 'default', 'output']);
  if (!Array.isArray(boundaries) || boundaries.length < 2)
    throw new StoreError(40192, '$bucket needs at least two boundaries');
  const by = compileExpression(groupBy);
  const fields = Object.entries(output instanceof Doc ? output : doc({ count: doc({ $sum: 1 }) }));
  const bucketOf: Evaluate = (scope) => {
    const value = by(scope);
    const next = boundaries.findIndex((boundary) => compare(value, boundary) < 0);
    const found = next > 0 ? boundaries[next - 1] : undefined;
    if (found !== undefined) return found;
    if (other === undefined)
      throw new StoreError(
        40066,
        '$bucket could not find a matching branch for an input, and no default was specified.',
      );
    return other;
  };
  const group = grouping(
    bucketOf,
    fields.map(([name, field]) => fieldOf(name, field)),
    variables,
  );
  return (input) => [...group(input)].sort((a, b) => compare(a['_id'], b['_id']));
}

export function sortByCountStage(spec: Value, variables: Variables): Stage {
  const group = grouping(
    compileExpression(spec),
    [{ name: 'count', make: accumulatorMaker('$sum'), evaluate: () => 1 }],
    variables,
  );
  return (input) => [...group(input)].sort((a, b) => compare(b['count'], a['count']));
}

export function* countStage(name: string, input: Iterable<Doc>): Generator<Doc> {
  let count = 0;
  for (const document of input) count += Number(document instanceof Doc);
  if (count > 0) yield doc({ [name]: count });
}
