/** The expressions of a mapping: compiled once, evaluated on the typed rows of a group. Every expression is a JSON value. */
import { type JsonObject } from '@tributary/contracts';
import { hash128 } from '../hashing.ts';
import { isObject, pointer, textOf } from '../json.ts';
import { compileCondition } from './condition.ts';
import { roundTo } from './round.ts';
import { absent, column, type Compilation, fail, type Value } from './scope.ts';

type Compile = (argument: unknown, at: string, into: Compilation) => Value;

/**
 * A text is a template: `{Column}` stands for the cell, and alone keeps its type. A number, a boolean or null is itself. An
 * object with one member that begins with `$` is an operator; any other object or list is built member by member, and absent where every
 * member is: an address without a word would say that somebody lives nowhere.
 */
export function compileValue(spec: unknown, at: string, into: Compilation): Value {
  if (typeof spec === 'string') return compileTemplate(spec, at, into);
  if (Array.isArray(spec)) {
    const items = spec.map((item, index) => compileValue(item, pointer(at, index), into));
    return (scope) => {
      const built = items.map((item) => item(scope)).filter((item) => item !== undefined);
      return isHollow(items, built) ? undefined : built;
    };
  }
  if (!isObject(spec)) return () => spec;
  const operator = Object.keys(spec).find((name) => name.startsWith('$'));
  if (operator === undefined) return compileObject(spec, at, into);
  const compile = operators.get(operator);
  if (!compile)
    return fail(into, pointer(at, operator), `Unknown operator; known are ${[...operators.keys()].join(', ')}.`);
  if (Object.keys(spec).length > 1) return fail(into, at, `${operator} must be the only member of its object.`);
  return compile(spec[operator], pointer(at, operator), into);
}

const isHollow = (wanted: readonly unknown[], built: readonly unknown[]): boolean =>
  wanted.length > 0 && built.length === 0;

function compileObject(spec: JsonObject, at: string, into: Compilation): Value {
  const members = Object.entries(spec).map(
    ([name, value]) => [name, compileValue(value, pointer(at, name), into)] as const,
  );
  return (scope) => {
    const built: JsonObject = {};
    for (const [name, value] of members) {
      const result = value(scope);
      if (result !== undefined) built[name] = result;
    }
    return isHollow(members, Object.keys(built)) ? undefined : built;
  };
}

/** A template with an absent cell is absent as a whole: half an id is no id. `{{` is a brace. */
function compileTemplate(text: string, at: string, into: Compilation): Value {
  const parts = text.match(/\{\{|\}\}|\{[^{}]*\}|[^{}]+|[{}]/g) ?? [];
  const pieces = parts.map((part): Value | string => {
    if (part === '{{' || part === '}}') return part.charAt(0);
    if (part === '{' || part === '}') return fail(into, at, 'A brace is open; write {{ or }} for a brace itself.');
    if (!part.startsWith('{')) return part;
    return column(part.slice(1, -1), into);
  });
  const [first] = pieces;
  if (pieces.length === 1 && typeof first === 'function') return first;
  if (pieces.every((piece) => typeof piece === 'string')) return () => pieces.join('');
  return (scope) => {
    const texts = pieces.map((piece) => (typeof piece === 'string' ? piece : piece(scope)));
    return texts.some(isAbsent) ? undefined : texts.map(textOf).join('');
  };
}

const isAbsent = (value: unknown): boolean => value === undefined || value === null;

const number = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);

/** Sums what the rows of the group give; absent values do not count. */
const compileSum: Compile = (argument, at, into) => {
  const value = compileValue(argument, at, into);
  return ({ group }) => group.reduce((sum, row) => sum + (number(value({ row, group })) ?? 0), 0);
};

const compileMultiply: Compile = (argument, at, into) => {
  if (!Array.isArray(argument) || argument.length < 2) return fail(into, at, 'Must be a list of two values or more.');
  const factors = argument.map((factor, index) => compileValue(factor, pointer(at, index), into));
  return (scope) => {
    const numbers = factors.map((factor) => number(factor(scope)));
    return numbers.reduce(
      (product, factor) => (product === undefined || factor === undefined ? undefined : product * factor),
      1,
    );
  };
};

const compileRound: Compile = (argument, at, into) => {
  const parts: readonly unknown[] = Array.isArray(argument) ? argument : [];
  const [spec, digits] = parts;
  if (typeof digits !== 'number' || !Number.isInteger(digits) || digits < 0 || digits > 8) {
    return fail(into, at, 'Must be a list of a value and a number of digits from 0 to 8.');
  }
  const value = compileValue(spec, pointer(at, 0), into);
  return (scope) => {
    const result = number(value(scope));
    return result === undefined ? undefined : roundTo(result, digits);
  };
};

const compileEach: Compile = (argument, at, into) => {
  const value = compileValue(argument, at, into);
  return ({ group }) => group.map((row) => value({ row, group })).filter((item) => item !== undefined);
};

const compileCount: Compile = (argument, at, into) =>
  argument === true ? ({ group }) => group.length : fail(into, at, 'Must be true.');

/** The first that is present. */
const compileFirst: Compile = (argument, at, into) => {
  if (!Array.isArray(argument) || argument.length === 0) return fail(into, at, 'Must be a list of values.');
  const values = argument.map((value, index) => compileValue(value, pointer(at, index), into));
  return (scope) => {
    for (const value of values) {
      const result = value(scope);
      if (result !== undefined) return result;
    }
    return undefined;
  };
};

/** The texts of the values with a dash between; absent as a whole where one is: half an id is no id. */
const compileJoin: Compile = (argument, at, into) => {
  if (!Array.isArray(argument) || argument.length === 0) return fail(into, at, 'Must be a list of values.');
  const values = argument.map((value, index) => compileValue(value, pointer(at, index), into));
  return (scope) => {
    const texts = values.map((value) => value(scope));
    return texts.includes(undefined) ? undefined : texts.map(textOf).join('-');
  };
};

const compileIf: Compile = (argument, at, into) => {
  if (!Array.isArray(argument) || argument.length < 2 || argument.length > 3) {
    return fail(into, at, 'Must be a list of a condition, a value and perhaps another value.');
  }
  const condition = compileCondition(argument[0], pointer(at, 0), into);
  const then = compileValue(argument[1], pointer(at, 1), into);
  const otherwise = argument.length === 3 ? compileValue(argument[2], pointer(at, 2), into) : absent;
  return (scope) => (condition(scope) ? then(scope) : otherwise(scope));
};

/**
 * An id of what is said: the same has the same, and anything else another. `true`, of a message: the door makes one of the event. A list of
 * values: one of these, absent where none of them is there.
 */
const compileContent: Compile = (argument, at, into) => {
  if (argument === true) return absent;
  if (!Array.isArray(argument) || argument.length === 0) return fail(into, at, 'Must be true, or a list of values.');
  const values = argument.map((value, index) => compileValue(value, pointer(at, index), into));
  return (scope) => {
    const said = values.map((value) => value(scope));
    return said.every(isAbsent) ? undefined : hash128(...said.map(textOf));
  };
};

/** Translates a value by a table; what is not in it takes `otherwise`, or is absent. */
const compileLookup: Compile = (argument, at, into) => {
  const table = isObject(argument) ? argument['in'] : undefined;
  if (!isObject(argument) || !isObject(table)) {
    return fail(into, at, 'Must be an object with "of", "in" (a table) and perhaps "otherwise".');
  }
  const value = compileValue(argument['of'], pointer(at, 'of'), into);
  const otherwise =
    argument['otherwise'] === undefined ? absent : compileValue(argument['otherwise'], pointer(at, 'otherwise'), into);
  return (scope) => {
    const key = textOf(value(scope));
    return Object.hasOwn(table, key) ? table[key] : otherwise(scope);
  };
};

const compileText: Compile = (argument, at, into) => {
  const value = compileValue(argument, at, into);
  return (scope) => {
    const result = value(scope);
    return result === undefined ? undefined : textOf(result);
  };
};

const operators: ReadonlyMap<string, Compile> = new Map([
  ['$sum', compileSum],
  ['$multiply', compileMultiply],
  ['$round', compileRound],
  ['$each', compileEach],
  ['$count', compileCount],
  ['$first', compileFirst],
  ['$join', compileJoin],
  ['$if', compileIf],
  ['$lookup', compileLookup],
  ['$text', compileText],
  ['$content', compileContent],
]);
