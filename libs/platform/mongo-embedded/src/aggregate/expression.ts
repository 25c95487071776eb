/** Compiles an aggregation expression into a function of a document and its variables. */
import { StoreError } from '../errors.ts';
import { Doc, type Value } from '../values/value.ts';
import { arithmetic } from './arithmetic-operators.ts';
import { arrays } from './array-operators.ts';
import { comparisons } from './comparison-operators.ts';
import { conversions } from './conversion-operators.ts';
import { dates } from './date-operators.ts';
import { forms } from './forms.ts';
import { type Compile, type Eager, type Evaluate, type Form, type Maybe, type Scope, truthy } from './scope.ts';
import { strings } from './string-operators.ts';

export { truthy };

const eager: ReadonlyMap<string, Eager> = new Map([
  ...Object.entries(comparisons),
  ...Object.entries(arithmetic),
  ...Object.entries(strings),
  ...Object.entries(arrays),
  ...Object.entries(conversions),
]);
const special: ReadonlyMap<string, Form> = new Map([...Object.entries(forms), ...Object.entries(dates)]);

/** Every operator that an expression may use. */
export const expressionOperators = (): readonly string[] => [...eager.keys(), ...special.keys()].sort();

export type Variables = ReadonlyMap<string, Maybe>;

const noVariables: Variables = new Map();

export const scopeOf = (root: Value, variables: Variables = noVariables): Scope => ({ root, variables });

export const compileExpression: Compile = (spec) => {
  if (typeof spec === 'string') {
    if (spec.startsWith('$$')) return variable(spec.slice(2));
    return spec.startsWith('$') ? fieldPath(spec.slice(1)) : () => spec;
  }
  if (Array.isArray(spec)) {
    const elements = spec.map(compileExpression);
    return (scope) => elements.map((element) => element(scope) ?? null);
  }
  if (!(spec instanceof Doc)) return () => spec;
  const names = Object.keys(spec);
  const operator = names.find((name) => name.startsWith('$'));
  if (operator === undefined) return documentOf(spec);
  if (names.length > 1) throw new StoreError(15983, 'an expression specification must contain exactly one field');
  return operatorCall(operator, spec[operator] ?? null);
};

function operatorCall(operator: string, operand: Value): Evaluate {
  const form = special.get(operator);
  if (form) return form(operand, compileExpression);
  const apply = eager.get(operator);
  if (!apply) throw new StoreError(168, `Unrecognized expression '${operator}': not supported by the embedded store`);
  const args = (Array.isArray(operand) ? operand : [operand]).map(compileExpression);
  const [first, second] = args;
  if (first && args.length === 1) return (scope) => apply([first(scope)]);
  if (first && second && args.length === 2) return (scope) => apply([first(scope), second(scope)]);
  return (scope) => apply(args.map((arg) => arg(scope)));
}

function documentOf(spec: Doc): Evaluate {
  const fields = Object.entries(spec).map(([name, value]) => [name, compileExpression(value)] as const);
  return (scope) => {
    const made = new Doc();
    for (const [name, evaluate] of fields) {
      const value = evaluate(scope);
      if (value !== undefined) made[name] = value;
    }
    return made;
  };
}

function fieldPath(path: string): Evaluate {
  checkPath(path);
  const parts = path.split('.');
  const [only] = parts;
  if (only !== undefined && parts.length === 1) {
    return ({ root }) => (root instanceof Doc ? root[only] : undefined);
  }
  return ({ root }) => follow(root, parts, 0);
}

function checkPath(path: string): void {
  if (path === '' || path.endsWith('.') || path.includes('..')) {
    throw new StoreError(40353, `FieldPath must not be empty or end with a '.': '${path}'`);
  }
}

/** Through arrays: the values of all elements that have the field. */
export function follow(value: Maybe, parts: readonly string[], from: number): Maybe {
  let here = value;
  for (let i = from; i < parts.length; i++) {
    if (here instanceof Doc) here = here[parts[i] ?? ''];
    else if (Array.isArray(here)) {
      return here.flatMap((element) => {
        const found = element instanceof Doc || Array.isArray(element) ? follow(element, parts, i) : undefined;
        return found === undefined ? [] : [found];
      });
    } else return undefined;
  }
  return here;
}

function variable(path: string): Evaluate {
  const [name = '', ...rest] = path.split('.');
  const start = variableStart(name);
  return rest.length === 0 ? start : (scope) => follow(start(scope), rest, 0);
}

function variableStart(name: string): Evaluate {
  switch (name) {
    case 'ROOT':
    case 'CURRENT':
      return ({ root }) => root;
    case 'NOW': {
      const now = new Date();
      return () => now;
    }
    case 'REMOVE':
      return () => undefined;
    default:
      return ({ variables }) => {
        if (!variables.has(name)) throw new StoreError(17276, `Use of undefined variable: ${name}`);
        return variables.get(name);
      };
  }
}
