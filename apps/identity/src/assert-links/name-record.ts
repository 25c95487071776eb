/**
 * Which record somebody means by an id. A record id, also as its source knows it, means itself, even when nobody has seen it yet. A profile id means the record that it was
 * given to, for ever. An identifier means the oldest record that carries it, of the one person who has it.
 */
import { recordId, type RecordId } from '@tributary/contracts';
import { keysOf, readIdentifier, type Policy, type RecordFacts } from '@tributary/domain-identity';
import { type ActivePolicy } from '../ports.ts';
import { bareTypes, type FindPerson, recordOfSource, typedIdentifier } from '../read-profiles/find-person.ts';
import { onlyPerson } from '../read-profiles/only-person.ts';

const mostCharacters = 64;

export class NameRecord {
  constructor(
    private readonly people: FindPerson,
    private readonly policies: ActivePolicy,
  ) {}

  async by(anyId: string): Promise<RecordId> {
    const named = recordNamed(anyId) ?? recordOfSource(anyId);
    if (named !== undefined) return named;
    const { profile, component } = onlyPerson(await this.people.by(anyId), anyId);
    const policy = this.policies.current();
    const keys = claimedKeys(anyId, policy);
    const own = profile.content.records
      .map((id) => component.facts.records.get(id))
      .filter((facts) => facts !== undefined);
    const carriers = own.filter(({ identifiers }) =>
      identifiers.some((fact) => keysOf(fact, policy).some((key) => keys.has(key))),
    );
    const [oldest] = carriers.sort(byAge);
    return oldest?.id ?? recordId(`r_${profile.id.slice(2)}`);
  }
}

function claimedKeys(anyId: string, policy: Policy): ReadonlySet<string> {
  const typed = typedIdentifier(anyId);
  const claimed = [...(typed === undefined ? [] : [typed]), ...bareTypes.map((type) => ({ type, value: anyId }))];
  return new Set(claimed.flatMap((identifier) => keysOf(readIdentifier(identifier, policy), policy)));
}

/** The record that a record id or a profile id stands for. */
export function recordNamed(id: string): RecordId | undefined {
  if (id.length > mostCharacters) return undefined;
  return /^[rp]_\S+$/.test(id) ? recordId(`r_${id.slice(2)}`) : undefined;
}

const byAge = (a: RecordFacts, b: RecordFacts): number => a.firstAt - b.firstAt || (a.id < b.id ? -1 : 1);
