/** A command as it arrives, and the ways to read its arguments. */
import { StoreError } from '../errors.ts';
import { type Catalog } from '../storage/catalog.ts';
import { decode } from '../values/decode.ts';
import { encode } from '../values/encode.ts';
import { Doc, isNumeric, toNumber, type Value } from '../values/value.ts';
import { type Cursors } from './cursors.ts';

export interface Request {
  readonly name: string;
  readonly db: string;
  readonly body: Doc;
  /** Documents sent beside the body, still encoded: `documents`, `updates`, `deletes`. */
  readonly sequences: ReadonlyMap<string, readonly Buffer[]>;
}

export interface Engine {
  readonly catalog: Catalog;
  readonly cursors: Cursors;
  readonly host: string;
  readonly startedAt: number;
}

export type Command = (request: Request, engine: Engine) => Doc;

const missing = (request: Request, name: string, type: string): StoreError =>
  new StoreError(14, `BSON field '${request.name}.${name}' is missing or of the wrong type, expected ${type}`);

/** The collection's name is the value of the command itself. */
export function collectionName(request: Request): string {
  const name = request.body[request.name];
  if (typeof name !== 'string' || name === '')
    throw new StoreError(73, `Invalid namespace specified for ${request.name}`);
  return name;
}

export function docArgument(request: Request, name: string): Doc {
  const value = request.body[name];
  if (value === undefined || value === null) return new Doc();
  if (value instanceof Doc) return value;
  throw missing(request, name, 'object');
}

export function numberArgument(request: Request, name: string): number | undefined {
  const value = request.body[name];
  if (value === undefined || value === null) return undefined;
  if (isNumeric(value)) return Math.trunc(toNumber(value));
  throw missing(request, name, 'number');
}

export function flag(value: Value | undefined): boolean {
  return value === true || (isNumeric(value) && toNumber(value) !== 0);
}

/** The statements of a write, from beside the body or from within it. */
export function statements(request: Request, name: string): readonly Doc[] {
  const beside = request.sequences.get(name);
  if (beside) return beside.map((bytes) => decode(bytes));
  const within = request.body[name];
  if (!Array.isArray(within)) throw missing(request, name, 'array');
  return within.map((statement) => {
    if (statement instanceof Doc) return statement;
    throw missing(request, name, 'array of objects');
  });
}

export function encodedDocuments(request: Request, name: string): readonly Buffer[] {
  return request.sequences.get(name) ?? statements(request, name).map(encode);
}

const harmless: readonly string[] = [
  'lsid',
  'txnNumber',
  '$db',
  '$clusterTime',
  '$readPreference',
  'readConcern',
  'writeConcern',
  'comment',
  'maxTimeMS',
  'apiVersion',
  'apiStrict',
  'apiDeprecationErrors',
  'bypassDocumentValidation',
  'bypassEmptyTsReplacement',
  'stmtId',
  'allowDiskUse',
];

/** Refuses by name an argument that would change the answer and is not known here. */
export function checkArguments(request: Request, known: readonly string[]): void {
  for (const name of Object.keys(request.body)) {
    if (name !== request.name && !known.includes(name) && !harmless.includes(name)) {
      throw new StoreError(72, `the argument ${name} of ${request.name} is not supported by the embedded store`);
    }
  }
}

/** The same for a statement inside a command. */
export function checkFields(where: string, statement: Doc, known: readonly string[]): void {
  for (const name in statement) {
    if (!known.includes(name))
      throw new StoreError(72, `the argument ${name} of ${where} is not supported by the embedded store`);
  }
}
