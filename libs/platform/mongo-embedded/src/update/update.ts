/** Compiles an update (operators, replacement or pipeline) into a function from a document to the changed document. */
import { compilePipelineUpdate } from '../aggregate/pipeline-update.ts';
import { StoreError, unsupportedOperator } from '../errors.ts';
import { elementTest, type Filter } from '../query/filter.ts';
import { firstName, type Leaf } from '../query/leaf.ts';
import { compareStrings } from '../values/compare.ts';
import { isIndex, splitPath } from '../values/path.ts';
import { Doc, type Value } from '../values/value.ts';
import { type Change, operators } from './operators.ts';
import { expandPlaceholders, type Placeholders } from './placeholders.ts';
import { type Path, readPath, removePath, writePath } from './target.ts';

interface UpdateContext {
  readonly filter: Filter;
  readonly inserting: boolean;
}

export interface Update {
  /** Changes the document, which belongs to the update, in place or answers another. */
  apply(document: Doc, context: UpdateContext): Doc;
  /** Fields at the top that it may change; undefined: any of them. */
  readonly fields: ReadonlySet<string> | undefined;
  /** Those on whose value it depends what becomes of them; undefined: it looks at any field. */
  readonly reads: ReadonlySet<string> | undefined;
}

export interface UpdateOptions {
  readonly arrayFilters?: Value | undefined;
  readonly variables?: Doc | undefined;
}

export function compileUpdate(spec: Value, options: UpdateOptions = {}): Update {
  if (Array.isArray(spec))
    return { apply: compilePipelineUpdate(spec, options.variables), fields: undefined, reads: undefined };
  if (!(spec instanceof Doc)) throw new StoreError(9, 'Update argument must be either an object or an array');
  if (isReplacement(spec)) return { apply: replacement(spec), fields: undefined, reads: undefined };
  const changes = parseChanges(spec);
  const filters = arrayFilters(options.arrayFilters);
  checkFiltersUsed(filters, changes);
  return {
    apply: (document, context) => {
      for (const change of changes) applyChange(document, change, { ...context, filters });
      return document;
    },
    fields: new Set(changes.map(topOf)),
    reads: changes.some(({ placeholders }) => placeholders)
      ? undefined
      : new Set(changes.filter(isRelative).map(topOf)),
  };
}

const topOf = ({ parts }: ParsedChange): string => parts[0] ?? '';

/** What it makes of a field depends on what the field is. */
const isRelative = ({ operator, parts }: ParsedChange): boolean =>
  parts.length > 1 || (operator !== '$set' && operator !== '$unset');

export const isReplacement = (spec: Value): spec is Doc => spec instanceof Doc && !firstName(spec).startsWith('$');

function replacement(spec: Doc): Update['apply'] {
  for (const name in spec)
    if (name.startsWith('$')) throw new StoreError(52, `The dollar ($) prefixed field '${name}' is not allowed`);
  return (document) => {
    const made = new Doc();
    const id = document['_id'] ?? spec['_id'];
    if (id !== undefined) made['_id'] = id;
    for (const name in spec) if (name !== '_id') made[name] = spec[name] ?? null;
    return made;
  };
}

const names: readonly string[] = [...Object.keys(operators), '$rename', '$unset'].sort();

export const updateOperatorNames = (): readonly string[] => names;

interface ParsedChange extends Change {
  readonly parts: Path;
  readonly placeholders: boolean;
}

function parseChanges(spec: Doc): readonly ParsedChange[] {
  const changes: ParsedChange[] = [];
  for (const [operator, fields] of Object.entries(spec)) {
    if (!updateOperatorNames().includes(operator)) {
      throw operator.startsWith('$')
        ? unsupportedOperator(operator, 'an update')
        : new StoreError(9, `Unknown modifier: ${operator}`);
    }
    if (!(fields instanceof Doc))
      throw new StoreError(9, `Modifiers operate on fields but we found another type for ${operator}`);
    for (const [path, operand] of Object.entries(fields)) changes.push(...parsed(operator, path, operand));
  }
  changes.sort((a, b) => comparePaths(a.parts, b.parts));
  checkConflicts(changes);
  return changes;
}

function parsed(operator: string, path: string, operand: Value): readonly ParsedChange[] {
  const parts = splitPath(path);
  if (parts.includes('')) throw new StoreError(56, `The update path '${path}' contains an empty field name`);
  const change = { operator, path, operand, parts, placeholders: path.includes('$') };
  if (operator !== '$rename') return [change];
  if (typeof operand !== 'string') throw new StoreError(2, `The 'to' field for $rename must be a string`);
  return [change, { ...change, operator: '$renamed', path: operand, operand: path, parts: splitPath(operand) }];
}

/** Fields are touched in the order of their names, positions as numbers, as MongoDB does. */
function comparePaths(a: Path, b: Path): number {
  for (let i = 0; i < a.length && i < b.length; i++) {
    const [left = '', right = ''] = [a[i], b[i]];
    const difference = isIndex(left) && isIndex(right) ? Number(left) - Number(right) : compareStrings(left, right);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

function checkConflicts(changes: readonly ParsedChange[]): void {
  for (let i = 1; i < changes.length; i++) {
    const [before, here] = [changes[i - 1], changes[i]];
    if (!before || !here || before.parts.some((part, at) => part !== here.parts[at])) continue;
    throw new StoreError(40, `Updating the path '${here.path}' would create a conflict at '${before.path}'`);
  }
}

function arrayFilters(spec: Value | undefined): ReadonlyMap<string, Leaf> {
  const filters = new Map<string, Leaf>();
  if (spec === undefined) return filters;
  if (!Array.isArray(spec)) throw new StoreError(14, 'arrayFilters must be an array');
  for (const filter of spec) {
    if (!(filter instanceof Doc)) throw new StoreError(14, 'arrayFilters must hold documents');
    const [name, leaf] = namedFilter(filter);
    if (filters.has(name))
      throw new StoreError(9, `Found multiple array filters with the same top-level field name ${name}`);
    filters.set(name, leaf);
  }
  return filters;
}

/** `{'x.a': 1, 'x.b': 2}` is the filter `{a: 1, b: 2}` of elements called x; `{x: …}` tests the element itself. */
function namedFilter(filter: Doc): readonly [string, Leaf] {
  const first = firstName(filter);
  if (first === '$and' || first === '$or' || first === '$nor') return namedLogical(first, filter[first] ?? null);
  const name = splitPath(first)[0] ?? '';
  if (name === '') throw new StoreError(9, 'Cannot use an expression without a top-level field name in arrayFilters');
  const tests: Leaf[] = [];
  const fields = new Doc();
  for (const [path, value] of Object.entries(filter)) {
    if (path === name) tests.push(elementTest(hasDollar(value) ? value : wrapEqual(value)));
    else if (path.startsWith(`${name}.`)) fields[path.slice(name.length + 1)] = value;
    else throw new StoreError(9, 'Error parsing array filter: expected a single top-level field name');
  }
  if (firstName(fields) !== '') tests.push(elementTest(fields));
  return [name, (element) => tests.every((test) => test(element))];
}

const hasDollar = (value: Value): value is Doc => value instanceof Doc && firstName(value).startsWith('$');

function wrapEqual(value: Value): Doc {
  const made = new Doc();
  made['$eq'] = value;
  return made;
}

function namedLogical(operator: string, value: Value): readonly [string, Leaf] {
  if (!Array.isArray(value)) throw new StoreError(2, `${operator} must be an array`);
  const parts = value.flatMap((part) => (part instanceof Doc ? [namedFilter(part)] : []));
  const name = parts[0]?.[0] ?? '';
  const leaves = parts.map(([, leaf]) => leaf);
  if (operator === '$and') return [name, (element) => leaves.every((leaf) => leaf(element))];
  if (operator === '$or') return [name, (element) => leaves.some((leaf) => leaf(element))];
  return [name, (element) => !leaves.some((leaf) => leaf(element))];
}

function checkFiltersUsed(filters: ReadonlyMap<string, Leaf>, changes: readonly ParsedChange[]): void {
  for (const name of filters.keys()) {
    if (!changes.some((change) => change.parts.includes(`$[${name}]`))) {
      throw new StoreError(9, `The array filter for identifier '${name}' was not used in the update`);
    }
  }
}

function applyChange(document: Doc, change: ParsedChange, context: UpdateContext & Placeholders): void {
  if (change.operator === '$setOnInsert' && !context.inserting) return;
  if (!change.placeholders) {
    applyAt(document, change, change.parts);
    return;
  }
  for (const path of expandPlaceholders(document, change.parts, context)) applyAt(document, change, path);
}

function applyAt(document: Doc, change: ParsedChange, path: Path): void {
  if (change.operator === '$unset') removePath(document, path);
  else if (change.operator === '$renamed') rename(document, change);
  else if (change.operator !== '$rename') {
    const result = operators[change.operator]?.(readPath(document, path), change);
    if (result !== undefined) writePath(document, path, result);
  }
}

function rename(document: Doc, { operand, parts }: ParsedChange): void {
  const from = splitPath(typeof operand === 'string' ? operand : '');
  const value = readPath(document, from);
  if (value === undefined) return;
  removePath(document, from);
  writePath(document, parts, value);
}
