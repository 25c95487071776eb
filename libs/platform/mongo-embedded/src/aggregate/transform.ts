/** The stages that turn one document into one document: $project, $set, $unset, $replaceRoot. */
import { StoreError } from '../errors.ts';
import { splitPath } from '../values/path.ts';
import { Doc, isNumeric, toNumber, type Value } from '../values/value.ts';
import { compileExpression } from './expression.ts';
import { type Evaluate, type Scope } from './scope.ts';

export type Transform = (scope: Scope) => Doc;

export const transforms: readonly string[] = [
  '$project',
  '$set',
  '$addFields',
  '$unset',
  '$replaceRoot',
  '$replaceWith',
];

export function compileTransform(name: string, spec: Value): Transform {
  switch (name) {
    case '$set':
    case '$addFields':
      return compileSet(spec);
    case '$unset':
      return compileUnset(spec);
    case '$replaceWith':
      return compileReplace(spec);
    case '$replaceRoot':
      return compileReplace(spec instanceof Doc ? (spec['newRoot'] ?? null) : null);
    default:
      if (!(spec instanceof Doc)) throw new StoreError(15969, '$project specification must be an object');
      return compileProject(spec);
  }
}

function rootOf({ root }: Scope): Doc {
  return root instanceof Doc ? root : new Doc();
}

function compileReplace(spec: Value): Transform {
  const evaluate = compileExpression(spec);
  return (scope) => {
    const replaced = evaluate(scope);
    if (replaced instanceof Doc) return replaced;
    throw new StoreError(40228, `'newRoot' expression must evaluate to an object`);
  };
}

/** A tree of a projection: what happens at each field. */
interface Tree {
  readonly children: Map<string, Tree>;
  evaluate?: Evaluate;
  include?: boolean;
}

const newTree = (): Tree => ({ children: new Map() });

function nodeAt(tree: Tree, path: string): Tree {
  let here = tree;
  for (const part of splitPath(path)) {
    if (part === '') throw new StoreError(40353, `FieldPath must not be empty or end with a '.': '${path}'`);
    if (here.evaluate ?? here.include !== undefined) throw collision(path);
    let next = here.children.get(part);
    if (!next) here.children.set(part, (next = newTree()));
    here = next;
  }
  if (here.children.size > 0 || here.evaluate || here.include !== undefined) throw collision(path);
  return here;
}

const collision = (path: string): StoreError => new StoreError(31249, `Path collision at ${path}`);

function compileSet(spec: Value): Transform {
  if (!(spec instanceof Doc)) throw new StoreError(40272, '$set specification stage must be an object');
  const tree = newTree();
  const grow = (prefix: string, fields: Doc): void => {
    for (const [name, value] of Object.entries(fields)) {
      const nested = value instanceof Doc && Object.keys(value).length > 0 && !hasOperator(value);
      if (nested) grow(`${prefix}${name}.`, value);
      else nodeAt(tree, prefix + name).evaluate = compileExpression(value);
    }
  };
  grow('', spec);
  return (scope) => setFields(rootOf(scope), tree, scope);
}

const hasOperator = (value: Doc): boolean => Object.keys(value).some((name) => name.startsWith('$'));

function setFields(document: Doc, tree: Tree, scope: Scope): Doc {
  const made = copyOf(document);
  for (const [name, child] of tree.children) {
    const value = child.evaluate ? child.evaluate(scope) : setInside(made[name], child, scope);
    if (value === undefined) Reflect.deleteProperty(made, name);
    else made[name] = value;
  }
  return made;
}

function setInside(value: Value | undefined, tree: Tree, scope: Scope): Value {
  if (Array.isArray(value)) return value.map((element) => setInside(element, tree, scope));
  return setFields(value instanceof Doc ? value : new Doc(), tree, scope);
}

export function copyOf(document: Doc): Doc {
  const made = new Doc();
  for (const name in document) made[name] = document[name] ?? null;
  return made;
}

function compileUnset(spec: Value): Transform {
  const tree = newTree();
  for (const path of Array.isArray(spec) ? spec : [spec]) {
    if (typeof path !== 'string')
      throw new StoreError(31002, '$unset specification must be a string or an array of strings');
    nodeAt(tree, path).include = false;
  }
  return (scope) => excluded(rootOf(scope), tree);
}

function excluded(document: Doc, tree: Tree): Doc {
  const made = new Doc();
  for (const [name, value] of Object.entries(document)) {
    const child = tree.children.get(name);
    if (!child) made[name] = value;
    else if (child.include === undefined) made[name] = excludedInside(value, child);
  }
  return made;
}

function excludedInside(value: Value, tree: Tree): Value {
  if (Array.isArray(value)) return value.map((element) => excludedInside(element, tree));
  return value instanceof Doc ? excluded(value, tree) : value;
}

export const isFlag = (value: Value): boolean => typeof value === 'boolean' || isNumeric(value);
const isOn = (value: Value): boolean => value === true || (isNumeric(value) && toNumber(value) !== 0);

export function compileProject(spec: Doc): Transform {
  const tree = newTree();
  let including: boolean | undefined;
  let idIncluded: boolean | undefined;
  const grow = (prefix: string, fields: Doc): void => {
    for (const [name, value] of Object.entries(fields)) {
      const path = prefix + name;
      if (value instanceof Doc && !hasOperator(value)) {
        if (Object.keys(value).length === 0)
          throw new StoreError(51270, 'An empty sub-projection is not a valid value');
        grow(`${path}.`, value);
        continue;
      }
      if (path === '_id' && isFlag(value)) {
        idIncluded = isOn(value);
        continue;
      }
      const include = !isFlag(value) || isOn(value);
      if (including !== undefined && including !== include && path !== '_id') {
        throw new StoreError(
          31254,
          `Cannot do ${include ? 'inclusion' : 'exclusion'} on field ${path} in ${include ? 'exclusion' : 'inclusion'} projection`,
        );
      }
      including ??= include;
      const node = nodeAt(tree, path);
      if (isFlag(value)) node.include = include;
      else node.evaluate = compileExpression(value);
    }
  };
  grow('', spec);
  if (including ?? idIncluded === true) {
    if (idIncluded !== false && !tree.children.has('_id')) nodeAt(tree, '_id').include = true;
    return (scope) => included(rootOf(scope), tree, scope);
  }
  if (idIncluded === false) nodeAt(tree, '_id').include = false;
  return (scope) => excluded(rootOf(scope), tree);
}

/** Kept fields in the document's order, then the computed ones in the projection's. */
function included(document: Doc, tree: Tree, scope: Scope): Doc {
  const made = new Doc();
  for (const [name, value] of Object.entries(document)) {
    const child = tree.children.get(name);
    if (!child || child.evaluate) continue;
    const kept = child.include === true ? value : includedInside(value, child, scope);
    if (kept !== undefined) made[name] = kept;
  }
  for (const [name, child] of tree.children) {
    const value = child.evaluate
      ? child.evaluate(scope)
      : made[name] === undefined
        ? computedInside(child, scope)
        : undefined;
    if (value !== undefined) made[name] = value;
  }
  return made;
}

function includedInside(value: Value, tree: Tree, scope: Scope): Value | undefined {
  if (Array.isArray(value)) {
    return value.flatMap((element) => {
      const kept = includedInside(element, tree, scope);
      return kept === undefined ? [] : [kept];
    });
  }
  return value instanceof Doc ? included(value, tree, scope) : computedInside(tree, scope);
}

const computes = (tree: Tree): boolean =>
  [...tree.children.values()].some((child) => child.evaluate !== undefined || computes(child));

function computedInside(tree: Tree, scope: Scope): Doc | undefined {
  return tree.children.size > 0 && computes(tree) ? included(new Doc(), tree, scope) : undefined;
}
