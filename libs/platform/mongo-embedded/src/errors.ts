/** The errors a client sees, with MongoDB's codes and names. */
import { type Doc, doc, type Value } from './values/value.ts';

const names = {
  1: 'InternalError',
  2: 'BadValue',
  9: 'FailedToParse',
  14: 'TypeMismatch',
  17: 'ProtocolError',
  20: 'IllegalOperation',
  26: 'NamespaceNotFound',
  27: 'IndexNotFound',
  28: 'PathNotViable',
  40: 'ConflictingUpdateOperators',
  43: 'CursorNotFound',
  48: 'NamespaceExists',
  50: 'MaxTimeMSExpired',
  52: 'DollarPrefixedFieldName',
  53: 'InvalidIdField',
  56: 'EmptyFieldName',
  66: 'ImmutableField',
  67: 'CannotCreateIndex',
  68: 'IndexAlreadyExists',
  72: 'InvalidOptions',
  73: 'InvalidNamespace',
  85: 'IndexOptionsConflict',
  86: 'IndexKeySpecsConflict',
  115: 'CommandNotSupported',
  168: 'InvalidPipelineOperator',
  171: 'CannotIndexParallelArrays',
  225: 'TransactionTooOld',
  238: 'OperatorNotSupported',
  292: 'QueryExceededMemoryLimitNoDiskUseAllowed',
  10334: 'BSONObjectTooLarge',
  11000: 'DuplicateKey',
} as const;

export type ErrorCode = number;

const nameOf = (code: number): string =>
  Object.entries(names).find(([known]) => Number(known) === code)?.[1] ?? `Location${code}`;

export class StoreError extends Error {
  readonly code: number;
  readonly codeName: string;
  readonly extra: Readonly<Record<string, Value>>;

  constructor(code: ErrorCode, message: string, extra: Readonly<Record<string, Value>> = {}) {
    super(message);
    this.code = code;
    this.codeName = nameOf(code);
    this.extra = extra;
  }
}

export const unsupportedOperator = (name: string, where: string): StoreError =>
  new StoreError(238, `${name} is not supported by the embedded store (in ${where})`);

export const unsupportedCommand = (name: string): StoreError =>
  new StoreError(115, `the command ${name} is not supported by the embedded store`);

export function errorReply(error: unknown): Doc {
  if (error instanceof StoreError) {
    return doc({ ok: 0, errmsg: error.message, code: error.code, codeName: error.codeName, ...error.extra });
  }
  const message = error instanceof Error ? error.message : String(error);
  return doc({ ok: 0, errmsg: message, code: 1, codeName: 'InternalError' });
}
