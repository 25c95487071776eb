/** Words on pairs as messages, and back. */
import { randomUUID } from 'node:crypto';
import { type Output } from '@tributary/bus';
import { topics, type IdentityAsserted } from '@tributary/contracts';
import { pairKey, pairOf, type Assertion } from '@tributary/domain-identity';

const instant = (at: number): string => new Date(at).toISOString();

export function assertedOf({ records: [a, b], kind, by, at, why, until }: Assertion): IdentityAsserted {
  const asserted = { a, b, kind, by, at: instant(at), why };
  return until === undefined ? asserted : { ...asserted, until: instant(until) };
}

/** A word that is said again is the same word: what its copies do is decided by its content, never by the id of a message. */
export const messageOf = (word: Assertion, id: string = randomUUID()): Output => ({
  ...{ topic: topics.identityAsserted, key: pairKey(word.records), id },
  ...{ value: assertedOf(word), time: word.at },
});

export function assertionOf({ a, b, kind, by, at, why, until }: IdentityAsserted): Assertion {
  const word = { kind, records: pairOf(a, b), by, at: Date.parse(at), why };
  return until === undefined ? word : { ...word, until: Date.parse(until) };
}
