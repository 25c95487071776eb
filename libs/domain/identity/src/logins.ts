/** Exclusive identifiers as people: an alias says that two logins are one person, unless several people say so of one. */
import { type Logins } from './evidence.ts';
import { type RecordFacts } from './facts.ts';
import { identifierKey } from './identifier.ts';
import { type Policy } from './policy.ts';
import { joiningKeys, mayJoin } from './trust.ts';

export interface ReadLogins {
  readonly logins: Logins;
  /** Keys of former ids that several people claim as theirs. */
  readonly contested: ReadonlySet<string>;
}

export function readLogins(facts: readonly RecordFacts[], policy: Policy): ReadLogins {
  const types = Object.keys(policy.identifiers).filter((type) => policy.identifiers[type]?.kind === 'exclusive');
  const classes = new Map<string, string>();
  const classOf = (value: string): string => {
    const next = classes.get(value);
    return next === undefined || next === value ? value : classOf(next);
  };
  const claims = claimsOf(facts, policy);
  const contested = new Set(claims.keys());
  // Each settled claim can settle another (a became b, b became c), so the claims are read until nothing changes.
  for (let settled = -1; settled !== contested.size;) {
    settled = contested.size;
    for (const former of contested) {
      const claimants = new Set((claims.get(former) ?? []).map(classOf));
      const [only] = claimants;
      if (claimants.size !== 1 || only === undefined) continue;
      if (classOf(former) !== only) classes.set(classOf(former), only);
      contested.delete(former);
    }
  }
  const of = (type: string, record: RecordFacts): readonly string[] => valuesOf(record, type, policy).map(classOf);
  return { logins: { types, of }, contested };
}

/** Former login → who says that it was theirs: a login, or a record that has none. */
function claimsOf(facts: readonly RecordFacts[], policy: Policy): ReadonlyMap<string, readonly string[]> {
  const claims = new Map<string, string[]>();
  for (const record of facts) {
    for (const fact of record.identifiers) {
      const former = identifierKey('user_id', fact.value);
      if (fact.type !== 'previous_id' || !joiningKeys(fact, record, policy).includes(former)) continue;
      const claimants = claims.get(former) ?? [];
      const own = valuesOf(record, 'user_id', policy);
      claimants.push(...(own.length > 0 ? own : [`record|${record.id}`]));
      claims.set(former, claimants);
    }
  }
  return claims;
}

const valuesOf = (record: RecordFacts, type: string, policy: Policy): readonly string[] =>
  record.identifiers
    .filter((fact) => fact.type === type && mayJoin(fact, record, policy))
    .map((fact) => identifierKey(type, fact.match ?? fact.value));
