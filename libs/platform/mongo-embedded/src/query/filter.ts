/** Compiles a query filter into conjuncts: each a test of a document, with its path and operator where the planner can use them. */
import { BSONRegExp } from 'bson';
import { compileExpression, scopeOf, truthy, type Variables } from '../aggregate/expression.ts';
import { StoreError, unsupportedOperator } from '../errors.ts';
import { someAtPath, splitPath } from '../values/path.ts';
import { Doc, type Value } from '../values/value.ts';
import { bitTest } from './bits.ts';
import { compares, each, equals, firstName, hasSize, hasType, isIn, type Leaf, matchesRegex, modulo } from './leaf.ts';

interface Condition {
  readonly path: string;
  readonly operator: string;
  readonly operand: Value;
  readonly leaf: Leaf;
}

export interface Conjunct {
  readonly test: (document: Doc) => boolean;
  /** The field at the top that it looks at; undefined: any of them. */
  readonly field?: string;
  readonly condition?: Condition;
  /** The alternatives of a top-level `$or`, for a plan that unites them. */
  readonly branches?: readonly Filter[];
}

export interface Filter {
  readonly conjuncts: readonly Conjunct[];
  readonly test: (document: Doc) => boolean;
}

const bad = (message: string): StoreError => new StoreError(2, message);

export function compileFilter(filter: Doc, variables?: Variables): Filter {
  const conjuncts: Conjunct[] = [];
  for (const name in filter) {
    const value = filter[name];
    if (value === undefined) continue;
    if (name.startsWith('$')) conjuncts.push(...topLevel(name, value, variables));
    else conjuncts.push(...fieldConjuncts(name, value));
  }
  return fromConjuncts(conjuncts);
}

/** Fields at the top that the filter looks at; undefined: any of them. */
export function fieldsOf({ conjuncts }: Filter): ReadonlySet<string> | undefined {
  const fields = new Set<string>();
  for (const { field } of conjuncts) {
    if (field === undefined) return undefined;
    fields.add(field);
  }
  return fields;
}

export function fromConjuncts(conjuncts: readonly Conjunct[]): Filter {
  const [only] = conjuncts;
  if (only && conjuncts.length === 1) return { conjuncts, test: only.test };
  return {
    conjuncts,
    test: (document) => {
      for (const conjunct of conjuncts) if (!conjunct.test(document)) return false;
      return true;
    },
  };
}

function topLevel(name: string, value: Value, variables: Variables | undefined): readonly Conjunct[] {
  switch (name) {
    case '$and':
      return branches(name, value, variables).flatMap((branch) => branch.conjuncts);
    case '$or': {
      const any = branches(name, value, variables);
      return [{ test: (document) => any.some((branch) => branch.test(document)), branches: any }];
    }
    case '$nor': {
      const none = branches(name, value, variables);
      return [{ test: (document) => !none.some((branch) => branch.test(document)) }];
    }
    case '$expr': {
      const evaluate = compileExpression(value);
      return [{ test: (document) => truthy(evaluate(scopeOf(document, variables))) }];
    }
    case '$comment':
      return [];
    case '$alwaysTrue':
      return [];
    case '$alwaysFalse':
      return [{ test: () => false }];
    default:
      throw unsupportedOperator(name, 'a filter');
  }
}

function branches(name: string, value: Value, variables: Variables | undefined): readonly Filter[] {
  if (!Array.isArray(value) || value.length === 0) throw bad(`${name} must be a nonempty array`);
  return value.map((branch) => {
    if (!(branch instanceof Doc)) throw bad(`${name} entries need to be full objects`);
    return compileFilter(branch, variables);
  });
}

export const hasOperators = (value: Value | undefined): value is Doc =>
  value instanceof Doc && firstName(value).startsWith('$');

function fieldConjuncts(path: string, value: Value): readonly Conjunct[] {
  if (!hasOperators(value))
    return [conjunct(path, value instanceof BSONRegExp ? '$regex' : '$eq', value, equals(value))];
  const made: Conjunct[] = [];
  for (const [operator, operand] of Object.entries(value)) {
    if (!operator.startsWith('$')) throw bad(`unknown operator: ${operator}`);
    if (operator === '$options' && '$regex' in value) continue;
    made.push(fieldConjunct(path, operator, operand, value));
  }
  return made;
}

function fieldConjunct(path: string, operator: string, operand: Value, all: Doc): Conjunct {
  const parts = splitPath(path);
  const field = parts[0] ?? '';
  const never = (leaf: Leaf): Conjunct => ({ field, test: (document) => !someAtPath(document, parts, 0, leaf) });
  switch (operator) {
    case '$ne':
      return never(equals(operand));
    case '$nin':
      return never(isIn(operand));
    case '$exists': {
      const present: Leaf = (value) => value !== undefined;
      return truthy(operand) ? conjunct(path, operator, operand, present) : never(present);
    }
    case '$not': {
      const inner = fieldConjuncts(path, checkedNot(operand));
      return { field, test: (document) => !inner.every((part) => part.test(document)) };
    }
    default:
      return conjunct(path, operator, operand, leafOf(operator, operand, all));
  }
}

function checkedNot(operand: Value): Value {
  if (operand instanceof BSONRegExp || hasOperators(operand)) return operand;
  throw bad('$not needs a regex or a document');
}

function conjunct(path: string, operator: string, operand: Value, leaf: Leaf): Conjunct {
  const condition: Condition = { path, operator, operand, leaf };
  if (!path.includes('.')) return { condition, field: path, test: (document) => leaf(document[path]) };
  const parts = splitPath(path);
  return { condition, field: parts[0] ?? '', test: (document) => someAtPath(document, parts, 0, leaf) };
}

/** The test of one positive operator. */
function leafOf(operator: string, operand: Value, all: Doc): Leaf {
  switch (operator) {
    case '$eq':
      return operand instanceof BSONRegExp ? each((value) => sameRegex(value, operand)) : equals(operand);
    case '$in':
      return isIn(operand);
    case '$gt':
      return compares(operand, (difference) => difference > 0);
    case '$gte':
      return compares(operand, (difference) => difference >= 0);
    case '$lt':
      return compares(operand, (difference) => difference < 0);
    case '$lte':
      return compares(operand, (difference) => difference <= 0);
    case '$type':
      return hasType(operand);
    case '$size':
      return hasSize(operand);
    case '$mod':
      return modulo(operand);
    case '$regex':
      return matchesRegex(regexOf(operand, all['$options']));
    case '$all':
      return containsAll(operand);
    case '$elemMatch':
      return matchesElement(operand);
    default:
      return bitTest(operator, operand);
  }
}

const sameRegex = (value: Value | undefined, wanted: BSONRegExp): boolean =>
  value instanceof BSONRegExp && value.pattern === wanted.pattern && value.options === wanted.options;

function regexOf(operand: Value, options: Value | undefined): BSONRegExp {
  const flags = typeof options === 'string' ? options : undefined;
  if (operand instanceof BSONRegExp) return flags === undefined ? operand : new BSONRegExp(operand.pattern, flags);
  if (typeof operand !== 'string') throw bad('$regex has to be a string');
  return new BSONRegExp(operand, flags);
}

function containsAll(operand: Value): Leaf {
  if (!Array.isArray(operand)) throw bad('$all needs an array');
  const wanted = operand.map((value) =>
    value instanceof Doc && '$elemMatch' in value ? matchesElement(value['$elemMatch'] ?? null) : equals(value),
  );
  return (value) => wanted.length > 0 && wanted.every((test) => test(value));
}

function matchesElement(operand: Value): Leaf {
  if (!(operand instanceof Doc)) throw bad('$elemMatch needs an Object');
  const test =
    hasOperators(operand) && !logical.includes(firstName(operand)) ? valueTest(operand) : elementTest(operand);
  return (value) => Array.isArray(value) && value.some((element) => test(element));
}

const wholeArrayOperators = ['$size', '$all', '$elemMatch', '$exists', '$not', '$type'];

/** Inside $elemMatch an element that is an array is one value: its own elements do not count. */
function valueTest(operand: Doc): Leaf {
  const tests = Object.entries(operand).map(([operator, value]) => {
    const one = new Doc();
    one[operator] = value;
    if (operator === '$regex' && operand['$options'] !== undefined) one['$options'] = operand['$options'];
    const test = operator === '$options' ? () => true : elementTest(one);
    return wholeArrayOperators.includes(operator) ? test : (element: Value | undefined) => test(single(element));
  });
  return (element) => tests.every((test) => test(element));
}

const single = (element: Value | undefined): Value | undefined => (Array.isArray(element) ? [element] : element);

const logical = ['$and', '$or', '$nor', '$expr'];

export function elementTest(operand: Doc): Leaf {
  if (hasOperators(operand) && !logical.includes(firstName(operand))) {
    const wrapped = fieldConjuncts('element', operand);
    return (element) => {
      const holder = new Doc();
      if (element !== undefined) holder['element'] = element;
      return wrapped.every((part) => part.test(holder));
    };
  }
  const filter = compileFilter(operand);
  return (element) => element instanceof Doc && filter.test(element);
}
