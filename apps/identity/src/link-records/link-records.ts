/**
 * Adds facts to components and unites components that share an identifier: first the identifiers are claimed, then the facts
 * are written together with the intent to unite. So of two records that share one, the later claimant finds the other.
 */
import { type RecordId } from '@tributary/contracts';
import { joiningKeys, mergeFacts, ruleOf, type Policy, type RecordFacts } from '@tributary/domain-identity';
import {
  type ActivePolicy,
  type IdentifierEntry,
  type IdentifierStore,
  type InForce,
  type StoredComponent,
} from '../ports.ts';
import { RecentMap } from '../recent-map.ts';
import { type Bond } from './bond-groups.ts';
import { type Components, type FindRoots } from './find-roots.ts';
import { type JustSeen, type UniteComponents } from './unite-components.ts';

export interface LinkRecordsParts {
  readonly identifiers: IdentifierStore;
  readonly roots: FindRoots;
  readonly unite: UniteComponents;
  readonly policies: ActivePolicy;
}

export interface Relinked {
  /** Components that were written. */
  readonly written: Components;
  /** Identifiers of their records that too many carry, by the policy in force. */
  readonly saturated: ReadonlySet<string>;
}

interface Bonds {
  readonly bonds: readonly Bond[];
  /** Roots of those that carry the same. */
  readonly places: Components;
}

/** What is known of the records. */
interface Before {
  readonly known: Components;
  readonly foreseen: Foreseen;
}

/** By key. */
type Claims = ReadonlyMap<string, IdentifierEntry>;

/** What was found of identifiers before it was known whether their records are new. */
export interface Foreseen {
  readonly asked: ReadonlySet<string>;
  readonly claims: Claims;
}

const nothingAsked: Foreseen = { asked: new Set(), claims: new Map() };

type News = ReadonlyMap<RecordId, RecordFacts>;

/** Some forty megabytes. */
const mostForeseen = 200_000;

export class LinkRecords {
  /** A hint only: what is not foreseen is asked for when its record is found to be new. */
  readonly #foreseen = new RecentMap<string, true>(mostForeseen);

  constructor(private readonly parts: LinkRecordsParts) {}

  /** Asks for the identifiers of records, but for those that were asked for before: these records are known by now. */
  async foresee(news: Iterable<RecordFacts>): Promise<Foreseen> {
    const policy = this.parts.policies.current();
    const asked = new Set<string>();
    for (const facts of news) {
      for (const key of keysIn(facts, policy)) {
        const carried = `${facts.id} ${key}`;
        if (!this.#foreseen.get(carried)) asked.add(key);
        this.#foreseen.set(carried, true);
      }
    }
    return asked.size === 0 ? nothingAsked : { asked, claims: await this.parts.identifiers.find([...asked]) };
  }

  /**
   * `known`: where the records were found; it saves claiming what they carry already. A record may have no component of its own until
   * the absorption is completed, so only what was written leads to it.
   */
  async add(news: News, known: Components, foreseen = nothingAsked): Promise<JustSeen> {
    const by = this.parts.policies.inForce();
    const { bonds, places } = await this.#bonds(news, { known, foreseen }, by.policy);
    return this.parts.unite.all(bonds, { known: new Map([...known, ...places]), by });
  }

  /** Links all records of these components as if they came now: under another policy they may lead elsewhere. */
  async relink(components: readonly StoredComponent[], by: InForce): Promise<Relinked> {
    const all = new Map(components.flatMap(({ facts }) => [...facts.records]));
    const { bonds, places } = await this.#bonds(all, { known: new Map(), foreseen: nothingAsked }, by.policy);
    const { written } = await this.parts.unite.all(bonds, { known: places, by, anew: true });
    return { written, saturated: new Set(bonds.flatMap(({ saturated = [] }) => saturated)) };
  }

  /** Where others have claimed an identifier is looked at while what is free is claimed. */
  async #bonds(news: News, { known, foreseen }: Before, policy: Policy): Promise<Bonds> {
    const keys = newKeysOf(news, known, policy);
    const claimed = await this.#claimed(new Set([...keys.values()].flat()), foreseen);
    const [own, places] = await Promise.all([this.#claim(keys, claimed), this.#placesOf(claimed.values(), policy)]);
    const entries = new Map([...claimed, ...own]);
    const bonds = [...news.values()].map((facts) => bondOf(facts, { keys: keys.get(facts.id) ?? [], entries, policy }));
    return { bonds, places };
  }

  async #claimed(keys: ReadonlySet<string>, { asked, claims }: Foreseen): Promise<Claims> {
    const others = [...keys].filter((key) => !asked.has(key));
    const found = others.length === 0 ? claims : new Map([...claims, ...(await this.parts.identifiers.find(others))]);
    return new Map([...found].filter(([key]) => keys.has(key)));
  }

  /** Claims what nobody has claimed; answers it with whose it has become. */
  async #claim(keys: ReadonlyMap<RecordId, readonly string[]>, claimed: Claims): Promise<Claims> {
    const { identifiers } = this.parts;
    const free = new Map<string, IdentifierEntry>();
    for (const [component, own] of keys) {
      for (const key of own) if (!claimed.has(key) && !free.has(key)) free.set(key, { key, component, over: 0 });
    }
    const taken = free.size === 0 ? new Set<string>() : await identifiers.claim([...free.values()]);
    return taken.size === 0 ? free : new Map([...free, ...(await identifiers.find([...taken]))]);
  }

  #placesOf(claimed: Iterable<IdentifierEntry>, policy: Policy): Promise<Components> {
    const leading = [...claimed].filter((entry) => !isSaturated(entry, policy));
    return this.parts.roots.of(new Set(leading.map(({ component }) => component)));
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

interface Leading {
  readonly keys: readonly string[];
  readonly entries: Claims;
  readonly policy: Policy;
}

function bondOf(facts: RecordFacts, { keys, entries, policy }: Leading): Bond {
  const found = keys.map((key) => entries.get(key)).filter((entry): entry is IdentifierEntry => entry !== undefined);
  return {
    record: facts.id,
    facts,
    others: found.filter((entry) => !isSaturated(entry, policy)).map(({ component }) => component),
    saturated: found.filter((entry) => isSaturated(entry, policy)).map(({ key }) => key),
  };
}

/** More records carry it than the policy allows: it leads nowhere. */
export const isSaturated = ({ key, over }: IdentifierEntry, policy: Policy): boolean =>
  over > 0 && over >= ruleOf(policy, key.slice(0, key.indexOf('|'))).records;
