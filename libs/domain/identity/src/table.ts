/** A line of a table as a record, for training and for measuring: each column is a trait under its own name. */
import { type RecordId } from '@tributary/contracts';
import { type IdentifierFact, type RecordFacts } from './facts.ts';
import { readIdentifier } from './identifier.ts';
import { type Policy } from './policy.ts';

export interface TableRow {
  readonly id: RecordId;
  /** By column; empty ones say nothing. */
  readonly cells: Readonly<Record<string, unknown>>;
}

/** An e-mail address or a phone number that somebody wrote into a table is compared; it joins nobody by itself, as nobody has verified it. */
export function factsOfRow({ id, cells }: TableRow, policy: Policy): RecordFacts {
  const said = Object.entries(cells).filter(([, value]) => value !== undefined && value !== null && value !== '');
  const identifiers = said.flatMap(([type, value]): readonly IdentifierFact[] => {
    const kind = policy.identifiers[type]?.kind;
    if (typeof value !== 'string' || (kind !== 'exclusive' && kind !== 'device')) return [];
    return [{ ...readIdentifier({ type, value }, policy), firstAt: 0, sources: ['table'] }];
  });
  const traits = said
    .filter(([name]) => !identifiers.some(({ type }) => type === name))
    .map(([name, value]) => ({ name, source: 'table', value, event: 'e_table', time: 0 }));
  return { id, firstAt: 0, identifiers, traits: traits.sort((a, b) => (a.name < b.name ? -1 : 1)) };
}
