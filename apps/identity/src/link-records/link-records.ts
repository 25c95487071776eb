/**
 * Adds facts to components and unites components that share an identifier: first the identifiers are claimed, then the facts
 * are written together with the intent to unite. So of two records that share one, the later claimant finds the other.
 */
import { type RecordId } from '@tributary/contracts';
import { joiningKeys, mergeFacts, type Policy, type RecordFacts } from '@tributary/domain-identity';
import { type ActivePolicy, type IdentifierEntry, type IdentifierStore, type StoredComponent } from '../ports.ts';
import { type Components } from './find-roots.ts';
import { type Bond, type UniteComponents } from './unite-components.ts';

export interface LinkRecordsParts {
  readonly identifiers: IdentifierStore;
  readonly unite: UniteComponents;
  readonly policies: ActivePolicy;
}

type News = ReadonlyMap<RecordId, RecordFacts>;

export class LinkRecords {
  constructor(private readonly parts: LinkRecordsParts) {}

  /**
   * `known`: where the records were found; it saves claiming what they carry already. Answers the components that were
   * written: a record may have no component of its own until the absorption is completed, so only they lead to it.
   */
  async add(news: News, known: Components): Promise<Components> {
    const keys = newKeysOf(news, known, this.parts.policies.current());
    const entries = await this.#claim(keys);
    const bonds = [...news.values()].map((facts) => bondOf(facts, keys.get(facts.id) ?? [], entries));
    const { written } = await this.parts.unite.all(bonds, known);
    return written;
  }

  async #claim(keys: ReadonlyMap<RecordId, readonly string[]>): Promise<ReadonlyMap<string, IdentifierEntry>> {
    const { identifiers } = this.parts;
    const all = new Set([...keys.values()].flat());
    if (all.size === 0) return new Map();
    const entries = new Map(await identifiers.find([...all]));
    const free = new Map<string, IdentifierEntry>();
    for (const [component, own] of keys) {
      for (const key of own)
        if (!entries.has(key) && !free.has(key)) free.set(key, { key, component, saturated: false });
    }
    if (free.size > 0) {
      for (const [key, entry] of free) entries.set(key, entry);
      const taken = await identifiers.claim([...free.values()]);
      if (taken.size > 0) for (const [key, entry] of await identifiers.find([...taken])) entries.set(key, entry);
    }
    return entries;
  }
}

/**
 * Keys by which the records are not known to join: those by which they are were claimed before their facts were written. What
 * only a browser claims leads nowhere, or anybody could fill up a component or use up a value by typing.
 */
const newKeysOf = (news: News, known: Components, policy: Policy): ReadonlyMap<RecordId, readonly string[]> =>
  new Map([...news.values()].map((facts) => [facts.id, newKeys(facts, known.get(facts.id), policy)]));

function newKeys(facts: RecordFacts, root: StoredComponent | undefined, policy: Policy): readonly string[] {
  const known = root?.facts.records.get(facts.id);
  if (known === undefined) return [...new Set(keysIn(facts, policy))];
  const joined = new Set(keysIn(known, policy));
  const fresh = keysIn(mergeFacts(known, facts, policy.limits), policy).filter((key) => !joined.has(key));
  return [...new Set(fresh)];
}

const keysIn = (record: RecordFacts, policy: Policy): readonly string[] =>
  record.identifiers.flatMap((identifier) => joiningKeys(identifier, record, policy));

/** A saturated identifier leads nowhere. */
function bondOf(facts: RecordFacts, keys: readonly string[], entries: ReadonlyMap<string, IdentifierEntry>): Bond {
  const found = keys.map((key) => entries.get(key)).filter((entry): entry is IdentifierEntry => entry !== undefined);
  return {
    record: facts.id,
    facts,
    others: found.filter(({ saturated }) => !saturated).map(({ component }) => component),
    saturated: found.filter(({ saturated }) => saturated).map(({ key }) => key),
  };
}
