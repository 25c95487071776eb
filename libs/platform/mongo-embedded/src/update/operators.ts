/** What each update operator makes of the value at a path (undefined: missing, and as an answer: leave it). */
import { Timestamp } from 'bson';
import { StoreError } from '../errors.ts';
import { add, multiply } from '../values/arithmetic.ts';
import { compare } from '../values/compare.ts';
import { Doc, isNumeric, type Numeric, type Value } from '../values/value.ts';
import { addToSet, arrayAt, bitwise, pop, pull, pullAll, push } from './push.ts';

export interface Change {
  readonly operator: string;
  readonly path: string;
  readonly operand: Value;
}

export type Operator = (current: Value | undefined, change: Change) => Value | undefined;

function numericOperand({ operator, path, operand }: Change): Numeric {
  if (isNumeric(operand)) return operand;
  throw new StoreError(14, `Cannot ${operator} with non-numeric argument: {${path}: ${JSON.stringify(operand)}}`);
}

function numericCurrent(current: Value, { operator, path }: Change): Numeric {
  if (isNumeric(current)) return current;
  throw new StoreError(14, `Cannot apply ${operator} to a value of non-numeric type at '${path}'`);
}

function fitting(result: Value | undefined, { operator, path }: Change): Value {
  if (result === undefined) throw new StoreError(2, `Failed to apply ${operator} to '${path}': integer overflow`);
  return result;
}

function increment(current: Value | undefined, change: Change): Value {
  const by = numericOperand(change);
  return current === undefined ? by : fitting(add(numericCurrent(current, change), by), change);
}

function scale(current: Value | undefined, change: Change): Value {
  const by = numericOperand(change);
  return fitting(multiply(current === undefined ? 0 : numericCurrent(current, change), by), change);
}

function currentDate({ operand }: Change): Value {
  const type = operand instanceof Doc ? operand['$type'] : 'date';
  if (type === 'date') return new Date();
  if (type === 'timestamp') return new Timestamp({ t: Math.floor(Date.now() / 1000), i: 1 });
  throw new StoreError(2, `The '$type' string field is required to be 'date' or 'timestamp'`);
}

/** An operator on an existing array; what is missing stays missing. */
const onArray =
  (apply: (array: readonly Value[], operand: Value) => Value[]): Operator =>
  (current, { operator, path, operand }) => {
    const array = arrayAt(current, operator, path);
    return array && apply(array, operand);
  };

/** An operator that starts from an empty array. */
const onNewArray =
  (apply: (array: readonly Value[], operand: Value) => Value[]): Operator =>
  (current, { operator, path, operand }) =>
    apply(arrayAt(current, operator, path) ?? [], operand);

export const operators: Readonly<Record<string, Operator>> = {
  $set: (_, { operand }) => operand,
  $setOnInsert: (_, { operand }) => operand,
  $inc: increment,
  $mul: scale,
  $min: (current, { operand }) => (current === undefined || compare(operand, current) < 0 ? operand : undefined),
  $max: (current, { operand }) => (current === undefined || compare(operand, current) > 0 ? operand : undefined),
  $currentDate: (_, change) => currentDate(change),
  $push: onNewArray(push),
  $addToSet: onNewArray(addToSet),
  $pull: onArray(pull),
  $pullAll: onArray(pullAll),
  $pop: onArray(pop),
  $bit: (current, { operand }) => bitwise(current, operand),
};
