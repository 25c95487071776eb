/** A message contract: schema, static type, one example, and the compiled check, together. */
import { type Static, type TSchema } from 'typebox';
import { Compile } from 'typebox/compile';

export interface ContractError {
  /** JSON pointer into the value. */
  readonly at: string;
  readonly message: string;
}

export interface Message<T = unknown> {
  /** Past tense with the full noun, e.g. `ProfileMerged`. */
  readonly name: string;
  readonly summary: string;
  readonly schema: TSchema;
  readonly example: T;
  /** True when the value has the shape; unknown fields are allowed. */
  check(value: unknown): value is T;
  /** Why it has not: at most `limit` errors. */
  errors(value: unknown, limit?: number): readonly ContractError[];
}

interface MessageParts<S extends TSchema> {
  readonly name: string;
  readonly summary: string;
  readonly schema: S;
  readonly example: Static<S>;
}

export function defineMessage<const S extends TSchema>(parts: MessageParts<S>): Message<Static<S>> {
  const validator = Compile(parts.schema);
  return {
    ...parts,
    check: (value): value is Static<S> => validator.Check(value),
    errors: (value, limit = 5) =>
      validator
        .Errors(value)
        .slice(0, limit)
        .map((error) => ({ at: error.instancePath, message: error.message })),
  };
}
