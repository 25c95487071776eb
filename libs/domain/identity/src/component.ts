/** Everything that records which may be one person have in common: the unit of storage and of concurrency. */
import { type RecordId } from '@tributary/contracts';
import { mergeFacts, type RecordFacts } from './facts.ts';
import { type Limits } from './policy.ts';

/** A person's word on two records; the last one on a pair (by time, then author) holds. `retracted`: nothing is said. */
export interface Assertion {
  readonly kind: 'must-link' | 'cannot-link' | 'retracted';
  /** Sorted. */
  readonly records: readonly [RecordId, RecordId];
  readonly by: string;
  readonly at: number;
  readonly why: string;
}

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

function mergeAssertions(a: readonly Assertion[], b: readonly Assertion[]): readonly Assertion[] {
  const latest = new Map<string, Assertion>();
  for (const assertion of [...a, ...b]) {
    const pair = assertion.records.join('|');
    const known = latest.get(pair);
    if (known === undefined || rank(assertion) > rank(known)) latest.set(pair, assertion);
  }
  return [...latest.entries()].sort(([p], [q]) => (p < q ? -1 : 1)).map(([, assertion]) => assertion);
}

// Times have at most 16 digits; the rest breaks ties so that every order of merging gives the same.
const rank = (assertion: Assertion): string =>
  `${String(assertion.at).padStart(16, '0')}|${assertion.by}|${assertion.kind}|${assertion.why}`;
