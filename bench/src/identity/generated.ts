/** Generated people as a set, the truth beside them. */
import { defaultPolicy, factsOf, type RecordFacts } from '@tributary/domain-identity';
import { identifyEvent, peopleRecords } from '@tributary/testing';
import { type KnownSet } from './known-sets.ts';

const now = Date.UTC(2026, 0, 1);

/** Another seed than the one that the shipped model was trained on. */
const seed = 2_026;

export function generatedSet(records: number): KnownSet {
  const facts: RecordFacts[] = [];
  const truth: string[] = [];
  for (const person of peopleRecords({ seed, records, now })) {
    const { identifiers, ...rest } = factsOf(identifyEvent(person), defaultPolicy);
    // As in every set here, what a person only wrote down is compared; what a source has given joins.
    const given = identifiers.filter(({ type }) => type !== 'email' && type !== 'phone');
    facts.push({ ...rest, identifiers: given });
    truth.push(person.person);
  }
  return { name: `generated ${records}`, facts, truth, notes: [] };
}
