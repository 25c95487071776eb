/**
 * The one way in which components become one, whatever speaks for it ("absorb with helping"): a single write to the smallest of
 * them adds what is new together with the intent to absorb the others, and whoever meets an intent completes it. What must not
 * be known without its links is written with them: facts that are there prove that the links of their identifiers are
 * intended, and that their records are compared with others or stand among the unmatched, which nobody may call settled.
 */
import { type RecordId } from '@tributary/contracts';
import {
  mergeComponents,
  mergeFacts,
  outranks,
  pairKey,
  type Assertion,
  type Comparisons,
  type ComponentFacts,
  type Policy,
  type RecordFacts,
} from '@tributary/domain-identity';
import { insist } from '../insist.ts';
import {
  type ActivePolicy,
  type ComparesBy,
  type ComponentStore,
  type InForce,
  type StoredComponent,
} from '../ports.ts';
import { type Components, type FindRoots } from './find-roots.ts';

/** What is to be known of a record, and the records whose components must become one with its own. */
export interface Bond {
  readonly record: RecordId;
  readonly others: readonly RecordId[];
  readonly facts?: RecordFacts;
  /** Keys that too many records carry. */
  readonly saturated?: readonly string[];
  /** What people say of the record. */
  readonly assertions?: readonly Assertion[];
}

export interface UniteComponentsParts {
  readonly components: ComponentStore;
  readonly roots: FindRoots;
  readonly policies: ActivePolicy;
  readonly compares: ComparesBy;
  /** Told when components were not united because they would be too large together. */
  readonly onFrozen: (component: RecordId) => void;
}

export interface Terms {
  /** Roots of records that were just read. */
  readonly known?: Components;
  /** Absent: what is in force. */
  readonly by?: InForce;
  /** Every record is taken as if it came now, whatever was known of it. */
  readonly anew?: boolean;
}

interface Doing {
  readonly by: InForce;
  readonly anew: boolean;
  readonly written: Map<RecordId, StoredComponent>;
  readonly met: Map<RecordId, StoredComponent>;
  readonly holders: Set<RecordId>;
}

/** What need not be read again: made of an old view, no write survives the comparison of its version. */
export interface JustSeen {
  /** Components that were written, as they are now. */
  readonly written: Components;
  /** Components that these are to absorb, as they were read for it. */
  readonly met: Components;
}

export const nothingSeen: JustSeen = { written: new Map(), met: new Map() };

export interface United extends JustSeen {
  /** Components that hold the bonds, written now or before: when these are settled, so are the bonds. */
  readonly holders: ReadonlySet<RecordId>;
}

/** Components that become one, with the bonds of their records. */
interface Group {
  readonly roots: Map<RecordId, StoredComponent>;
  readonly bonds: Bond[];
}

export class UniteComponents {
  constructor(private readonly parts: UniteComponentsParts) {}

  async all(bonds: readonly Bond[], terms: Terms = {}): Promise<United> {
    const { known = new Map<RecordId, StoredComponent>(), by = this.parts.policies.inForce(), anew = false } = terms;
    const written = new Map<RecordId, StoredComponent>();
    const met = new Map<RecordId, StoredComponent>();
    const holders = new Set<RecordId>();
    let waiting = bonds;
    let fresh = new Map([...known.values()].map((root) => [root.id, root]));
    await insist('component', async () => {
      waiting = await this.#round(waiting, fresh, { written, met, holders, by, anew });
      fresh = new Map();
      return waiting.length === 0;
    });
    return { written, met, holders };
  }

  /** One attempt for everything that waits; answers what lost a race and has to look again. */
  async #round(waiting: readonly Bond[], fresh: Components, done: Doing): Promise<readonly Bond[]> {
    const roots = await this.parts.roots.of(
      new Set(waiting.flatMap(({ record, others }) => [record, ...others])),
      fresh,
    );
    const groups = groupsOf(waiting, roots).flatMap((group) => this.#thawed(group, roots, done.by.policy));
    const writes = groups.map((group) => ({ group, target: this.#united(group, roots, done) }));
    const news = writes.filter(({ group, target }) => group.roots.get(target.id) !== target);
    const saved = news.length === 0 ? new Set() : await this.parts.components.save(news.map(({ target }) => target));
    const lost = new Set(news.filter(({ target }) => !saved.has(target.id)));
    for (const write of writes) if (!lost.has(write)) done.holders.add(write.target.id);
    for (const { target, group } of news) {
      if (!saved.has(target.id)) continue;
      done.written.set(target.id, target);
      for (const [id, root] of group.roots) done.met.set(id, root);
    }
    return [...lost].flatMap(({ group }) => group.bonds);
  }

  /** Too large together: each record stays where it is, and the links between them are refused. */
  #thawed(group: Group, roots: Components, policy: Policy): readonly Group[] {
    const records = new Set([...group.roots.values()].flatMap(({ facts }) => [...facts.records.keys()]));
    for (const { record } of group.bonds) records.add(record);
    if (group.roots.size < 2 || records.size <= policy.limits.recordsPerComponent) return [group];
    this.parts.onFrozen(smallest(group.roots.keys()));
    const apart = new Map<RecordId, Group>();
    for (const bond of group.bonds) {
      const root = roots.get(bond.record);
      if (root === undefined) continue;
      const own = apart.get(root.id) ?? { roots: new Map([[root.id, root]]), bonds: [] };
      own.bonds.push(bond);
      apart.set(root.id, own);
    }
    return [...apart.values()];
  }

  /** The very component that is stored, when it holds all of this already. */
  #united({ roots: own, bonds }: Group, roots: Components, { by, anew }: Doing): StoredComponent {
    const id = smallest(own.keys());
    const target = own.get(id);
    if (target === undefined) throw new Error(`Component ${id} is not in its own group.`);
    const others = [...own.keys()].filter((other) => other !== id && !target.absorbing.includes(other));
    const known = anew ? forgetting(target.facts, bonds) : target.facts;
    const saturated = bonds.flatMap((bond) => bond.saturated ?? []).filter((key) => !known.saturated.includes(key));
    const facts = bonds.flatMap((bond) => bond.facts ?? []);
    const assertions = newWords(bonds, target);
    if (others.length + saturated.length + facts.length + assertions.length === 0) return target;
    const { activation, policy } = by;
    const added = { records: new Map(facts.map((news) => [news.id, news])), saturated, assertions };
    const merged = mergeComponents(known, added, policy.limits);
    const compare = this.parts.compares(policy);
    const unmatched =
      compare === undefined
        ? []
        : facts.filter((news) => looksNew(news, { known: anew ? undefined : roots.get(news.id), compare, policy }));
    return {
      ...target,
      version: target.version + 1,
      decidedBy: Math.max(target.decidedBy, activation),
      linkedBy: target.version === 0 ? activation : Math.min(target.linkedBy, activation),
      facts: merged,
      absorbing: united(target.absorbing, others),
      unsettled: true,
      unmatched: united(
        target.unmatched,
        unmatched.map(({ id: record }) => record),
      ),
    };
  }
}

interface Before {
  readonly known: StoredComponent | undefined;
  readonly compare: Comparisons;
  readonly policy: Policy;
}

function looksNew(news: RecordFacts, { known: root, compare, policy }: Before): boolean {
  const known = root?.facts.records.get(news.id);
  const now = known === undefined ? news : mergeFacts(known, news, policy.limits);
  const looks = compare.fingerprintOf(now);
  return looks !== undefined && looks !== (known && compare.fingerprintOf(known));
}

/** Where every record was asked anew, their answers are all that is known of what is saturated. */
const forgetting = (facts: ComponentFacts, bonds: readonly Bond[]): ComponentFacts =>
  [...facts.records.keys()].every((id) => bonds.some(({ record }) => record === id))
    ? { ...facts, saturated: [] }
    : facts;

function newWords(bonds: readonly Bond[], { facts }: StoredComponent): readonly Assertion[] {
  const words = bonds.flatMap((bond) => bond.assertions ?? []);
  if (words.length === 0) return words;
  const known = new Map(facts.assertions.map((word) => [pairKey(word.records), word]));
  return words.filter((word) => {
    const last = known.get(pairKey(word.records));
    return last === undefined || outranks(word, last);
  });
}

/** Sorted, each once. */
export const united = <T extends string>(some: readonly T[], more: readonly T[]): readonly T[] =>
  more.length === 0 ? some : [...new Set([...some, ...more])].sort();

function groupsOf(waiting: readonly Bond[], roots: Components): readonly Group[] {
  const groupOf = new Map<RecordId, Group>();
  for (const bond of waiting) {
    const group: Group = { roots: new Map(), bonds: [bond] };
    for (const start of [bond.record, ...bond.others]) {
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
  group.bonds.push(...other.bonds);
}

function smallest(ids: Iterable<RecordId>): RecordId {
  const [first] = [...ids].sort();
  if (first === undefined) throw new Error('A group has at least one component.');
  return first;
}
