/** What stages need from outside: the collections, and a way to run a pipeline inside a pipeline. */
import { type Catalog } from '../storage/catalog.ts';
import { Doc, type Value } from '../values/value.ts';
import { StoreError } from '../errors.ts';
import { type Variables } from './expression.ts';

export interface Context {
  readonly catalog: Catalog;
  readonly db: string;
  readonly variables: Variables;
  /** Runs a pipeline over a collection, or over given documents. */
  readonly run: (stages: readonly Value[], source: Source, variables: Variables) => Iterable<Doc>;
}

export type Source = { readonly collection: string } | { readonly documents: Iterable<Doc> };

export type Stage = (input: Iterable<Doc>) => Iterable<Doc>;

export function docSpec(stage: string, spec: Value, allowed: readonly string[]): Doc {
  if (!(spec instanceof Doc)) throw new StoreError(9, `the ${stage} specification must be an object`);
  for (const name of Object.keys(spec)) {
    if (!allowed.includes(name)) throw new StoreError(9, `unrecognized argument to ${stage}: ${name}`);
  }
  return spec;
}

export function textOf(stage: string, value: Value | undefined): string {
  if (typeof value === 'string') return value;
  throw new StoreError(9, `${stage} needs a string argument`);
}

export function pipelineOf(stage: string, value: Value | undefined): readonly Value[] {
  if (Array.isArray(value)) return value;
  throw new StoreError(9, `${stage} needs an array of stages`);
}
