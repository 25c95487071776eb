/** Everything that records which may be one person have in common: the unit of storage and of concurrency. */
import { type RecordId } from '@tributary/contracts';
import { mergeAssertions, type Assertion } from './assertion.ts';
import { mergeFacts, type RecordFacts } from './facts.ts';
import { type Limits } from './policy.ts';

export interface ComponentFacts {
  readonly records: ReadonlyMap<RecordId, RecordFacts>;
  readonly assertions: readonly Assertion[];
  /** Keys of identifiers that too many records carry, some of them elsewhere; sorted. */
  readonly saturated: readonly string[];
}

export const emptyComponent: ComponentFacts = { records: new Map(), assertions: [], saturated: [] };

export const factsOnly = (facts: Iterable<RecordFacts>): ComponentFacts => ({
  ...emptyComponent,
  records: new Map([...facts].map((fact) => [fact.id, fact])),
});

/** Commutative, associative, idempotent. */
export function mergeComponents(a: ComponentFacts, b: ComponentFacts, limits: Limits): ComponentFacts {
  const records = new Map(a.records);
  for (const [id, facts] of b.records) {
    const known = records.get(id);
    records.set(id, known ? mergeFacts(known, facts, limits) : facts);
  }
  return {
    records,
    assertions: b.assertions.length === 0 ? a.assertions : mergeAssertions(a.assertions, b.assertions),
    saturated: b.saturated.length === 0 ? a.saturated : [...new Set([...a.saturated, ...b.saturated])].sort(),
  };
}
