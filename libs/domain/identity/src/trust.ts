/** Who has to have said something before it may join people: what a browser says is a claim until somebody else confirms it. */
import { type IdentifierFact, type RecordFacts } from './facts.ts';
import { keysOf } from './identifier.ts';
import { ruleOf, type Policy } from './policy.ts';

/** Somebody's word: which source, and whether a browser or an app spoke for it. */
export interface Voice {
  readonly source: string;
  readonly client?: true;
}

export function trustOf({ trust }: Policy, { source, client }: Voice): number {
  const listed = trust.sources[source];
  // The key of a client is public: no source makes its word better than that of any client.
  return client ? Math.min(trust.clients ?? 0, listed ?? trust.otherwise) : (listed ?? trust.otherwise);
}

/** True when the identifier may join its record with others: it names a person, and whoever said so is trusted enough. */
export const mayJoin = (fact: IdentifierFact, record: RecordFacts, policy: Policy): boolean =>
  joiningKeys(fact, record, policy).length > 0;

/** The keys under which a record meets others through an identifier. */
export function joiningKeys(fact: IdentifierFact, record: RecordFacts, policy: Policy): readonly string[] {
  const keys = keysOf(fact, policy);
  if (keys.length === 0 || fact.verified) return keys;
  const trust = Math.max(...fact.sources.map((source) => trustOf(policy, { source, ...clientOf(fact) })));
  if (fact.type !== 'previous_id') return trust >= neededFor(fact.type, record, policy) ? keys : [];
  // Whoever knows a device's random id has sat before it; the former login is anybody's to guess.
  return trust >= policy.joinTrust ? keys : keys.filter((key) => !key.startsWith('user_id|'));
}

/** A device is of the login that was used there only as surely as the login itself: the word of one is the word on both. */
function neededFor(type: string, record: RecordFacts, policy: Policy): number {
  const rule = ruleOf(policy, type);
  const own = rule.trust ?? (rule.kind === 'personal' ? policy.joinTrust : 0);
  const hasLogin = record.identifiers.some((other) => other.type === 'user_id');
  const ofDevice = rule.kind === 'device' || rule.kind === 'session';
  return ofDevice && hasLogin ? Math.max(own, ruleOf(policy, 'user_id').trust ?? 0) : own;
}

const clientOf = ({ client }: { readonly client?: true }): { client?: true } => (client ? { client } : {});
