/** What a record is called by those who keep it: its own id tells nobody who is meant. */
import { type Identifier, type RecordId } from '@tributary/contracts';
import { type ComponentFacts } from './component.ts';
import { type IdentifierFact, type RecordFacts } from './facts.ts';
import { nameSaid } from './name-said.ts';
import { type Policy } from './policy.ts';

export interface Called {
  readonly record: RecordId;
  /** The number of its row, or the identifier that is the strongest by the policy. */
  readonly identifier?: Identifier;
  /** Who has said that, sorted. */
  readonly sources: readonly string[];
  /** As its owner writes it. */
  readonly name?: string;
}

/** Each record once, in the order in which it comes first. */
export function calledOf(
  records: Iterable<RecordId>,
  { records: all }: ComponentFacts,
  policy: Policy,
): readonly Called[] {
  return [...new Set(records)].flatMap((id) => {
    const facts = all.get(id);
    return facts === undefined ? [] : [called(facts, policy)];
  });
}

function called({ id, identifiers, traits }: RecordFacts, policy: Policy): Called {
  const types = ['record_id', ...Object.keys(policy.identifiers)];
  const place = ({ type }: IdentifierFact): number => (types.includes(type) ? types.indexOf(type) : types.length);
  const [strongest] = [...identifiers].sort((a, b) => place(a) - place(b));
  const name = nameSaid(traits)?.written.full;
  return {
    record: id,
    ...(strongest && { identifier: { type: strongest.type, value: strongest.value } }),
    sources: strongest?.sources ?? [],
    ...(name !== undefined && { name }),
  };
}
