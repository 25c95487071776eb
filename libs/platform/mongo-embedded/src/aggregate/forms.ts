/** Operators that decide what to evaluate: conditions, variables, iteration, literals. */
import { StoreError } from '../errors.ts';
import { compare } from '../values/compare.ts';
import { Doc, isNumeric, toNumber, type Value } from '../values/value.ts';
import { accumulate } from './accumulators.ts';
import {
  bind,
  type Compile,
  type Evaluate,
  type Form,
  type Maybe,
  missing,
  named,
  type Scope,
  truthy,
} from './scope.ts';

const $cond: Form = (operand, compile) => {
  const parts = Array.isArray(operand) ? operand : condParts(operand);
  if (parts.length !== 3) throw new StoreError(16020, 'Expression $cond takes exactly 3 arguments');
  const [test, yes, no] = parts.map(compile);
  return (scope) => (truthy(test?.(scope)) ? yes?.(scope) : no?.(scope));
};

function condParts(operand: Value): Value[] {
  const { if: test, then, else: otherwise } = named('$cond', operand, ['if', 'then', 'else']);
  if (test === undefined || then === undefined || otherwise === undefined) {
    throw new StoreError(17080, `Missing 'if', 'then' or 'else' parameter to $cond`);
  }
  return [test, then, otherwise];
}

const listOf = (operand: Value): readonly Value[] => (Array.isArray(operand) ? operand : [operand]);

const $switch: Form = (operand, compile) => {
  const { branches, default: otherwise } = named('$switch', operand, ['branches', 'default']);
  if (!Array.isArray(branches)) throw new StoreError(40061, '$switch expected an array for branches');
  const compiled = branches.map((branch) => {
    const { case: test = null, then = null } = named('$switch', branch, ['case', 'then']);
    return { test: compile(test), then: compile(then) };
  });
  const last = otherwise === undefined ? undefined : compile(otherwise);
  return (scope) => {
    for (const { test, then } of compiled) if (truthy(test(scope))) return then(scope);
    if (!last)
      throw new StoreError(
        40066,
        '$switch could not find a matching branch for an input, and no default was specified.',
      );
    return last(scope);
  };
};

const $let: Form = (operand, compile) => {
  const { vars, in: body = null } = named('$let', operand, ['vars', 'in']);
  const bindings =
    vars instanceof Doc ? Object.entries(vars).map(([name, value]) => [name, compile(value)] as const) : [];
  const evaluate = compile(body);
  return (scope) => {
    const variables = new Map(scope.variables);
    for (const [name, value] of bindings) variables.set(name, value(scope));
    return evaluate({ ...scope, variables });
  };
};

function arrayOf(operator: string, value: Maybe): readonly Value[] | undefined {
  if (missing(value)) return undefined;
  if (Array.isArray(value)) return value;
  throw new StoreError(28651, `input to ${operator} must be an array`);
}

const nameOr = (value: Value | undefined, fallback: string): string => (typeof value === 'string' ? value : fallback);

const $map: Form = (operand, compile) => {
  const { input = null, as, in: body = null } = named('$map', operand, ['input', 'as', 'in']);
  const [from, each, name] = [compile(input), compile(body), nameOr(as, 'this')];
  return (scope) => arrayOf('$map', from(scope))?.map((element) => each(bind(scope, name, element)) ?? null) ?? null;
};

const $filter: Form = (operand, compile) => {
  const { input = null, as, cond = null, limit } = named('$filter', operand, ['input', 'as', 'cond', 'limit']);
  const [from, test, name] = [compile(input), compile(cond), nameOr(as, 'this')];
  const bound = limit === undefined ? undefined : compile(limit);
  return (scope) => {
    const kept = arrayOf('$filter', from(scope))?.filter((element) => truthy(test(bind(scope, name, element))));
    const most = bound?.(scope);
    return kept === undefined ? null : missing(most) ? kept : kept.slice(0, toNumber(most));
  };
};

const $reduce: Form = (operand, compile) => {
  const {
    input = null,
    initialValue = null,
    in: body = null,
  } = named('$reduce', operand, ['input', 'initialValue', 'in']);
  const [from, start, step] = [compile(input), compile(initialValue), compile(body)];
  return (scope) => {
    const elements = arrayOf('$reduce', from(scope));
    if (!elements) return null;
    return elements.reduce<Maybe>(
      (value, element) => step(bind(bind(scope, 'value', value), 'this', element)),
      start(scope),
    );
  };
};

const $sortArray: Form = (operand, compile) => {
  const { input = null, sortBy = null } = named('$sortArray', operand, ['input', 'sortBy']);
  const from = compile(input);
  const order = elementOrder(sortBy);
  return (scope) => arrayOf('$sortArray', from(scope))?.toSorted(order) ?? null;
};

function elementOrder(sortBy: Value): (a: Value, b: Value) => number {
  if (isNumeric(sortBy)) return (a, b) => compare(a, b) * toNumber(sortBy);
  const fields = Object.entries(sortBy instanceof Doc ? sortBy : {});
  const at = (value: Value, name: string): Value => (value instanceof Doc ? (value[name] ?? null) : null);
  return (a, b) => {
    for (const [name, way] of fields) {
      const difference = compare(at(a, name), at(b, name)) * toNumber(way);
      if (difference !== 0) return difference;
    }
    return 0;
  };
}

/** An accumulator used in an expression: over the elements of one array, or over its arguments. */
function accumulatorForm(name: string): Form {
  return (operand, compile) => {
    const args = listOf(operand).map(compile);
    const [only] = args;
    return (scope) => accumulate(name, only && args.length === 1 ? spread(only(scope)) : args.map((arg) => arg(scope)));
  };
}

const spread = (value: Maybe): readonly Maybe[] => (Array.isArray(value) ? value : [value]);

const $getField: Form = (operand, compile) => {
  const { field = null, input } =
    operand instanceof Doc && 'field' in operand ? operand : { field: operand, input: undefined };
  const [name, from] = [compile(field), compile(input ?? '$$CURRENT')];
  return (scope) => {
    const [key, source] = [name(scope), from(scope)];
    if (source instanceof Doc && typeof key === 'string') return source[key];
    return missing(source) ? null : undefined;
  };
};

const setField =
  (operator: string): Form =>
  (operand, compile) => {
    const { field = null, input = null, value } = named(operator, operand, ['field', 'input', 'value']);
    const [name, from, to]: readonly Evaluate[] = [compile(field), compile(input), compile(value ?? '$$REMOVE')];
    return (scope) => {
      const [key, source] = [name?.(scope), from?.(scope)];
      if (!(source instanceof Doc) || typeof key !== 'string') return null;
      const made = new Doc();
      for (const [known, kept] of Object.entries(source)) made[known] = kept;
      const replaced = operator === '$setField' ? to?.(scope) : undefined;
      if (replaced === undefined) Reflect.deleteProperty(made, key);
      else made[key] = replaced;
      return made;
    };
  };

const all = (args: readonly Evaluate[], scope: Scope): boolean => args.every((arg) => truthy(arg(scope)));

const logical =
  (verdict: (args: readonly Evaluate[], scope: Scope) => boolean): Form =>
  (operand: Value, compile: Compile) => {
    const args = listOf(operand).map(compile);
    return (scope) => verdict(args, scope);
  };

export const forms: Readonly<Record<string, Form>> = {
  $and: logical(all),
  $or: logical((args, scope) => args.some((arg) => truthy(arg(scope)))),
  $cond,
  $ifNull: (operand, compile) => {
    const args = listOf(operand).map(compile);
    return (scope) => {
      let value: Maybe;
      for (const arg of args) if (!missing((value = arg(scope)))) return value;
      return value;
    };
  },
  $switch,
  $let,
  $literal: (operand) => () => operand,
  $map,
  $filter,
  $reduce,
  $sortArray,
  $getField,
  $setField: setField('$setField'),
  $unsetField: setField('$unsetField'),
  $sum: accumulatorForm('$sum'),
  $avg: accumulatorForm('$avg'),
  $min: accumulatorForm('$min'),
  $max: accumulatorForm('$max'),
  $stdDevPop: accumulatorForm('$stdDevPop'),
  $stdDevSamp: accumulatorForm('$stdDevSamp'),
};
