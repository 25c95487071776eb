/** Updates written as a pipeline: $set, $unset, $replaceRoot and their other names. */
import { StoreError } from '../errors.ts';
import { Doc, type Value } from '../values/value.ts';
import { scopeOf } from './expression.ts';
import { compileTransform, transforms } from './transform.ts';

export function compilePipelineUpdate(stages: readonly Value[], variables: Doc | undefined): (document: Doc) => Doc {
  const steps = stages.map((stage) => {
    const [name = ''] = stage instanceof Doc ? Object.keys(stage) : [];
    if (!(stage instanceof Doc) || !transforms.includes(name)) {
      throw new StoreError(72, `${name} is not allowed to be used within an update`);
    }
    return compileTransform(name, stage[name] ?? null);
  });
  const bound = new Map(Object.entries(variables ?? {}));
  return (document) => {
    const id = document['_id'];
    const result = steps.reduce((current, step) => step(scopeOf(current, bound)), document);
    if (id === undefined || result['_id'] !== undefined) return result;
    const kept = new Doc();
    kept['_id'] = id;
    for (const [name, value] of Object.entries(result)) kept[name] = value;
    return kept;
  };
}
