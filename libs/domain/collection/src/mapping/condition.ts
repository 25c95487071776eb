/** The conditions of a mapping: judged on the first row of a group; `some` on each. */
import { isObject, pointer, textOf } from '../json.ts';
import { column, type Compilation, type Condition, fail } from './scope.ts';

type Test = (value: unknown, operand: unknown) => boolean;
const compare = (value: unknown, operand: unknown): number =>
  typeof value === 'number' && typeof operand === 'number'
    ? value - operand
    : textOf(value) < textOf(operand)
      ? -1
      : Number(textOf(value) > textOf(operand));

const tests: ReadonlyMap<string, Test> = new Map<string, Test>([
  ['equals', (value, operand) => value === operand || textOf(value) === operand],
  ['oneOf', (value, operand) => Array.isArray(operand) && (operand.includes(value) || operand.includes(textOf(value)))],
  ['startsWith', (value, operand) => textOf(value).startsWith(textOf(operand))],
  ['endsWith', (value, operand) => textOf(value).endsWith(textOf(operand))],
  ['contains', (value, operand) => textOf(value).includes(textOf(operand))],
  ['empty', (value, operand) => (value === undefined) === operand],
  ['atLeast', (value, operand) => value !== undefined && compare(value, operand) >= 0],
  ['atMost', (value, operand) => value !== undefined && compare(value, operand) <= 0],
]);

/** `{column, <test>: operand}`, or `all`, `any`, `not`, `some` of conditions. */
export function compileCondition(spec: unknown, at: string, into: Compilation): Condition {
  const never: Condition = () => false;
  if (!isObject(spec)) {
    fail(into, at, 'A condition is an object.');
    return never;
  }
  for (const name of ['all', 'any'] as const) {
    const listed = spec[name];
    if (!Array.isArray(listed)) continue;
    const conditions = listed.map((item, index) => compileCondition(item, pointer(pointer(at, name), index), into));
    return name === 'all'
      ? (scope) => conditions.every((condition) => condition(scope))
      : (scope) => conditions.some((condition) => condition(scope));
  }
  if ('not' in spec) {
    const condition = compileCondition(spec['not'], pointer(at, 'not'), into);
    return (scope) => !condition(scope);
  }
  if ('some' in spec) {
    const condition = compileCondition(spec['some'], pointer(at, 'some'), into);
    return ({ group }) => group.some((row) => condition({ row, group }));
  }
  const { column: name, ...rest } = spec;
  const [test, ...more] = Object.keys(rest);
  const judge = test === undefined ? undefined : tests.get(test);
  if (typeof name !== 'string' || test === undefined || !judge || more.length > 0) {
    fail(into, at, `A condition is all, any, not, some, or a column with one of ${[...tests.keys()].join(', ')}.`);
    return never;
  }
  const value = column(name, into);
  return (scope) => judge(value(scope), rest[test]);
}
