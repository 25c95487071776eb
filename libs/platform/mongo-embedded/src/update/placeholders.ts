/** Turns `$`, `$[]` and `$[name]` in an update path into the positions they stand for. */
import { StoreError } from '../errors.ts';
import { type Filter } from '../query/filter.ts';
import { type Leaf } from '../query/leaf.ts';
import { someAtPath, splitPath } from '../values/path.ts';
import { type Doc, type Value } from '../values/value.ts';
import { type Path, readPath } from './target.ts';

export interface Placeholders {
  readonly filter: Filter;
  readonly filters: ReadonlyMap<string, Leaf>;
}

export function expandPlaceholders(document: Doc, path: Path, context: Placeholders): readonly Path[] {
  const at = path.findIndex((part) => part.startsWith('$'));
  if (at < 0) return [path];
  const before = path.slice(0, at);
  const after = path.slice(at + 1);
  const part = path[at] ?? '';
  if (part === '$') {
    const position = matchedPosition(document, before, context.filter);
    return expandPlaceholders(document, [...before, String(position), ...after], context);
  }
  const array = readPath(document, before);
  if (!Array.isArray(array)) {
    throw new StoreError(
      2,
      `The path '${before.join('.')}' must exist in the document in order to apply array updates.`,
    );
  }
  const test = elementTestOf(part, context);
  return array.flatMap((element, position) =>
    test(element) ? expandPlaceholders(document, [...before, String(position), ...after], context) : [],
  );
}

function elementTestOf(part: string, { filters }: Placeholders): Leaf {
  const name = /^\$\[(.*)\]$/.exec(part)?.[1];
  if (name === undefined) throw new StoreError(2, `The field name '${part}' is not allowed in an update path`);
  if (name === '') return () => true;
  const test = filters.get(name);
  if (!test) throw new StoreError(2, `No array filter found for identifier '${name}' in path`);
  return test;
}

/** The position of the first element that made the filter's condition on this array true. */
export function matchedPosition(document: Doc, arrayPath: Path, filter: Filter): number {
  const path = arrayPath.join('.');
  const array = readPath(document, arrayPath);
  const test = elementCondition(path, filter);
  const position = Array.isArray(array) && test ? array.findIndex((element) => test(element)) : -1;
  if (position < 0) {
    throw new StoreError(2, 'The positional operator did not find the match needed from the query.');
  }
  return position;
}

function elementCondition(path: string, filter: Filter): ((element: Value) => boolean) | undefined {
  for (const { condition, branches } of filter.conjuncts.toReversed()) {
    for (const branch of branches ?? []) {
      const test = elementCondition(path, branch);
      if (test) return test;
    }
    if (!condition) continue;
    if (condition.path === path) {
      return condition.operator === '$elemMatch'
        ? (element) => condition.leaf([element])
        : (element) => condition.leaf(element);
    }
    if (condition.path.startsWith(`${path}.`)) {
      const rest = splitPath(condition.path.slice(path.length + 1));
      return (element) => someAtPath(element, rest, 0, condition.leaf);
    }
  }
  return undefined;
}
