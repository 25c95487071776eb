/** What an expression sees when it is evaluated, and the shape of its parts. */
import { StoreError } from '../errors.ts';
import { Doc, isNumeric, toNumber, type Value } from '../values/value.ts';

export interface Scope {
  readonly root: Value;
  readonly variables: ReadonlyMap<string, Value | undefined>;
}

export type Maybe = Value | undefined;
export type Evaluate = (scope: Scope) => Maybe;
export type Compile = (spec: Value) => Evaluate;

/** An operator whose arguments are all evaluated first. */
export type Eager = (args: readonly Maybe[]) => Maybe;

/** An operator that decides itself what to evaluate, and when. */
export type Form = (operand: Value, compile: Compile) => Evaluate;

export const truthy = (value: Maybe): boolean =>
  value !== undefined && value !== null && value !== false && !(isNumeric(value) && toNumber(value) === 0);

export const missing = (value: Maybe): value is null | undefined => value === undefined || value === null;

export const bind = (scope: Scope, name: string, value: Maybe): Scope => ({
  ...scope,
  variables: new Map(scope.variables).set(name, value),
});

/** The named arguments of an operator written as a document; unknown names are refused. */
export function named(operator: string, operand: Value, allowed: readonly string[]): Doc {
  if (!(operand instanceof Doc)) throw new StoreError(9, `${operator} only supports an object as its argument`);
  for (const name of Object.keys(operand)) {
    if (!allowed.includes(name)) throw new StoreError(9, `Unrecognized argument to ${operator}: ${name}`);
  }
  return operand;
}
