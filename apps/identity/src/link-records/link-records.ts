/**
 * Adds facts to components and unites components that share an identifier ("absorb with helping"): first the identifiers
 * are claimed, then one write to the smallest of the components adds the facts together with the intent to absorb the
 * others. Facts that are there prove that all links are at least intended, and whoever meets an intent completes it.
 */
import { type RecordId } from '@tributary/contracts';
import { factsOnly, keysOf, mergeComponents, type Policy, type RecordFacts } from '@tributary/domain-identity';
import { insist } from '../insist.ts';
import {
  type ActivePolicy,
  type ComponentStore,
  type IdentifierEntry,
  type IdentifierStore,
  type StoredComponent,
} from '../ports.ts';
import { type FindRoots } from './find-roots.ts';

export interface LinkRecordsParts {
  readonly identifiers: IdentifierStore;
  readonly components: ComponentStore;
  readonly roots: FindRoots;
  readonly policies: ActivePolicy;
  /** Told when components were not united because they would be too large together. */
  readonly onFrozen: (component: RecordId) => void;
}

type News = ReadonlyMap<RecordId, RecordFacts>;

/** Where a record's identifiers lead. */
interface Links {
  readonly components: readonly RecordId[];
  readonly saturated: readonly string[];
}

/** Components that become one, with the news of their records. */
interface Group {
  readonly roots: Map<RecordId, StoredComponent>;
  readonly news: RecordFacts[];
}

export class LinkRecords {
  constructor(private readonly parts: LinkRecordsParts) {}

  /**
   * `known`: where the records were found; it saves claiming what they carry already. Answers the components that were
   * written: a record may have no component of its own until the absorption is completed, so only they lead to it.
   */
  async add(news: News, known: ReadonlyMap<RecordId, StoredComponent>): Promise<ReadonlySet<RecordId>> {
    const links = await this.#claim(news, known);
    const written = new Set<RecordId>();
    let waiting = news;
    await insist('component', async () => {
      waiting = await this.#round(waiting, links, written);
      return waiting.size === 0;
    });
    return written;
  }

  async #claim(news: News, known: ReadonlyMap<RecordId, StoredComponent>): Promise<ReadonlyMap<RecordId, Links>> {
    const { identifiers, policies } = this.parts;
    const policy = policies.current();
    const keys = new Map([...news.values()].map((facts) => [facts.id, newKeys(facts, known.get(facts.id), policy)]));
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
    return new Map([...keys].map(([record, own]) => [record, linksOf(own, entries)]));
  }

  /** One attempt for everything that waits; answers what lost a race and has to look again. */
  async #round(waiting: News, links: ReadonlyMap<RecordId, Links>, written: Set<RecordId>): Promise<News> {
    const starts = [...waiting.keys()].flatMap((record) => [record, ...(links.get(record)?.components ?? [])]);
    const roots = await this.parts.roots.of(new Set(starts));
    const groups = groupsOf(waiting, links, roots).flatMap((group) => this.#thawed(group, roots));
    const writes = groups.map((group) => ({ group, component: this.#united(group, links) }));
    const saved = await this.parts.components.save(writes.map(({ component }) => component));
    for (const id of saved) written.add(id);
    const lost = writes.filter(({ component }) => !saved.has(component.id));
    return new Map(lost.flatMap(({ group }) => group.news).map((facts) => [facts.id, facts]));
  }

  /** Too large together: each record stays where it is, and the links between them are refused. */
  #thawed(group: Group, roots: ReadonlyMap<RecordId, StoredComponent>): readonly Group[] {
    const records = new Set([...group.roots.values()].flatMap(({ facts }) => [...facts.records.keys()]));
    for (const { id } of group.news) records.add(id);
    if (group.roots.size < 2 || records.size <= this.parts.policies.current().limits.recordsPerComponent)
      return [group];
    this.parts.onFrozen(smallest(group.roots.keys()));
    const apart = new Map<RecordId, Group>();
    for (const facts of group.news) {
      const root = roots.get(facts.id);
      if (root === undefined) continue;
      const own = apart.get(root.id) ?? { roots: new Map([[root.id, root]]), news: [] };
      own.news.push(facts);
      apart.set(root.id, own);
    }
    return [...apart.values()];
  }

  #united({ roots, news }: Group, links: ReadonlyMap<RecordId, Links>): StoredComponent {
    const id = smallest(roots.keys());
    const target = roots.get(id);
    if (target === undefined) throw new Error(`Component ${id} is not in its own group.`);
    const saturated = news.flatMap((facts) => links.get(facts.id)?.saturated ?? []);
    const others = [...roots.keys()].filter((other) => other !== id);
    return {
      ...target,
      version: target.version + 1,
      facts: mergeComponents(target.facts, { ...factsOnly(news), saturated }, this.parts.policies.current().limits),
      absorbing: [...new Set([...target.absorbing, ...others])].sort(),
      unsettled: true,
    };
  }
}

/** Keys that the record is not known to carry: those that it carries were claimed before its facts were written. */
function newKeys(facts: RecordFacts, root: StoredComponent | undefined, policy: Policy): readonly string[] {
  const known = root?.facts.records.get(facts.id)?.identifiers ?? [];
  const fresh = facts.identifiers.filter(
    ({ type, value }) => !known.some((other) => other.type === type && other.value === value),
  );
  return [...new Set(fresh.flatMap((identifier) => keysOf(identifier, policy)))];
}

function linksOf(keys: readonly string[], entries: ReadonlyMap<string, IdentifierEntry>): Links {
  const found = keys.map((key) => entries.get(key)).filter((entry): entry is IdentifierEntry => entry !== undefined);
  return {
    components: found.filter(({ saturated }) => !saturated).map(({ component }) => component),
    saturated: found.filter(({ saturated }) => saturated).map(({ key }) => key),
  };
}

function groupsOf(
  waiting: News,
  links: ReadonlyMap<RecordId, Links>,
  roots: ReadonlyMap<RecordId, StoredComponent>,
): readonly Group[] {
  const groupOf = new Map<RecordId, Group>();
  for (const [record, facts] of waiting) {
    const group: Group = { roots: new Map(), news: [facts] };
    for (const start of [record, ...(links.get(record)?.components ?? [])]) {
      const root = roots.get(start);
      if (root === undefined) continue;
      const met = groupOf.get(root.id);
      if (met !== undefined && met !== group) takeOver(group, met, groupOf);
      group.roots.set(root.id, root);
      groupOf.set(root.id, group);
    }
  }
  return [...new Set(groupOf.values())];
}

function takeOver(group: Group, other: Group, groupOf: Map<RecordId, Group>): void {
  for (const [id, root] of other.roots) {
    group.roots.set(id, root);
    groupOf.set(id, group);
  }
  group.news.push(...other.news);
}

function smallest(ids: Iterable<RecordId>): RecordId {
  const [first] = [...ids].sort();
  if (first === undefined) throw new Error('A group has at least one component.');
  return first;
}
