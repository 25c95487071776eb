/**
 * The one way in which components become one, whatever speaks for it ("absorb with helping"): a single write to the smallest of
 * them adds what is new together with the intent to absorb the others, and whoever meets an intent completes it. What must not
 * be known without its links is written with them: facts that are there prove that the links of their identifiers are
 * intended, and that their records are compared with others or stand among the unmatched, which nobody may call settled.
 * The facts of the others, as they were read, are in that write as well, and new records enter their blocks beside it.
 */
import { type RecordId } from '@tributary/contracts';
import {
  mergeComponents,
  mergeFacts,
  outranks,
  pairKey,
  type Assertion,
  type BlockCode,
  type Comparisons,
  type Policy,
  type RecordFacts,
} from '@tributary/domain-identity';
import { awaitedLater } from '../awaited-later.ts';
import { insist } from '../insist.ts';
import {
  type ActivePolicy,
  type ComparesBy,
  type ComponentStore,
  type Entries,
  type InForce,
  type StoredComponent,
} from '../ports.ts';
import { apart, type Bond, type Group, groupsOf, smallestOf } from './bond-groups.ts';
import { type Components, type FindRoots } from './find-roots.ts';
import { type JoinBlocks } from './join-blocks.ts';
import { takeIn, united } from './take-in.ts';

export interface UniteComponentsParts {
  readonly components: ComponentStore;
  readonly join: JoinBlocks;
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

/** What need not be read again: made of an old view, no write survives the comparison of its version. */
export interface JustSeen {
  /** Components that were written, as they are now. */
  readonly written: Components;
  /** Components that these are to absorb, as they were read for it; their facts are in what was written. */
  readonly met: Components;
  /** Records that look new by what was written, with the blocks that they have entered. */
  readonly entered: Entries;
}

export const nothingSeen: JustSeen = { written: new Map(), met: new Map(), entered: new Map() };

export interface United extends JustSeen {
  /** Components that hold the bonds, written now or before: when these are settled, so are the bonds. */
  readonly holders: ReadonlySet<RecordId>;
}

interface Doing {
  readonly by: InForce;
  readonly anew: boolean;
  readonly written: Map<RecordId, StoredComponent>;
  readonly met: Map<RecordId, StoredComponent>;
  readonly entered: Map<RecordId, readonly BlockCode[]>;
  readonly holders: Set<RecordId>;
}

/** What a group becomes. */
interface Union {
  readonly group: Group;
  /** The very component that is stored, when it holds all of this already. */
  readonly target: StoredComponent;
  /** Records that look new in it. */
  readonly newcomers: readonly RecordId[];
}

export class UniteComponents {
  constructor(private readonly parts: UniteComponentsParts) {}

  async all(bonds: readonly Bond[], terms: Terms = {}): Promise<United> {
    const { known = new Map<RecordId, StoredComponent>(), by = this.parts.policies.inForce(), anew = false } = terms;
    const done: Doing = { by, anew, written: new Map(), met: new Map(), entered: new Map(), holders: new Set() };
    let waiting = bonds;
    let fresh = new Map([...known.values()].map((root) => [root.id, root]));
    await insist('component', async () => {
      waiting = await this.#round(waiting, fresh, done);
      fresh = new Map();
      return waiting.length === 0;
    });
    return done;
  }

  /** One attempt for everything that waits; answers what lost a race and has to look again. */
  async #round(waiting: readonly Bond[], fresh: Components, done: Doing): Promise<readonly Bond[]> {
    const roots = await this.parts.roots.of(
      new Set(waiting.flatMap(({ record, others }) => [record, ...others])),
      fresh,
    );
    const groups = groupsOf(waiting, roots).flatMap((group) => this.#thawed(group, roots, done.by.policy));
    const unions = groups.map((group) => this.#united(group, roots, done));
    const news = unions.filter(({ group, target }) => group.roots.get(target.id) !== target);
    const saved = await this.#save(news, done);
    const lost = new Set(news.filter(({ target }) => !saved.has(target.id)));
    for (const union of unions) if (!lost.has(union)) done.holders.add(union.target.id);
    return [...lost].flatMap(({ group }) => group.bonds);
  }

  async #save(unions: readonly Union[], done: Doing): Promise<ReadonlySet<RecordId>> {
    if (unions.length === 0) return new Set();
    const compare = this.parts.compares(done.by.policy);
    const entries = unions.map((union) => entriesOf(union, compare));
    const entering = awaitedLater(this.parts.join.enter(new Map(entries.flatMap((own) => [...own]))));
    const saved = await this.parts.components.save(unions.map(({ target }) => target));
    await entering;
    for (const [index, { group, target }] of unions.entries()) {
      if (!saved.has(target.id)) continue;
      done.written.set(target.id, target);
      for (const [id, root] of group.roots) done.met.set(id, root);
      for (const [record, codes] of entries[index] ?? []) done.entered.set(record, codes);
    }
    return saved;
  }

  /** Too large together: each record stays where it is, and the links between them are refused. */
  #thawed(group: Group, roots: Components, policy: Policy): readonly Group[] {
    const records = new Set([...group.roots.values()].flatMap(({ facts }) => [...facts.records.keys()]));
    for (const { record } of group.bonds) records.add(record);
    if (group.roots.size < 2 || records.size <= policy.limits.recordsPerComponent) return [group];
    this.parts.onFrozen(smallestOf(group).id);
    return apart(group, roots);
  }

  #united(group: Group, roots: Components, { by: { activation, policy }, anew }: Doing): Union {
    const target = smallestOf(group);
    const { bonds } = group;
    const others = [...group.roots.values()].filter((root) => root !== target);
    const absorbing = united(
      target.absorbing,
      others.map(({ id }) => id),
    );
    const known = anew ? forgetting(target, bonds) : target;
    const saturated = bonds
      .flatMap((bond) => bond.saturated ?? [])
      .filter((key) => !known.facts.saturated.includes(key));
    const facts = bonds.flatMap((bond) => bond.facts ?? []);
    const assertions = newWords(bonds, target);
    const news = absorbing.length - target.absorbing.length + saturated.length + facts.length + assertions.length;
    if (news === 0) return { group, target, newcomers: [] };
    const terms = { limits: policy.limits, compare: this.parts.compares(policy) };
    const newcomers = new Set<RecordId>();
    let union = target.version === 0 ? { ...known, linkedBy: activation } : known;
    for (const other of others) {
      const { component, changed } = takeIn(union, anew ? forgetting(other, bonds) : other, terms);
      union = component;
      for (const id of changed) newcomers.add(id);
    }
    const before = { limits: policy.limits, compare: terms.compare, roots: anew ? nowhere : roots };
    for (const one of facts) if (looksNew(one, before)) newcomers.add(one.id);
    const added = { records: new Map(facts.map((one) => [one.id, one])), saturated, assertions };
    const next: StoredComponent = {
      ...union,
      version: target.version + 1,
      decidedBy: Math.max(union.decidedBy, activation),
      linkedBy: Math.min(union.linkedBy, activation),
      facts: mergeComponents(union.facts, added, policy.limits),
      absorbing,
      unsettled: true,
      unmatched: united(union.unmatched, [...newcomers]),
    };
    return { group, target: next, newcomers: [...newcomers] };
  }
}

const nowhere: Components = new Map();

interface Before {
  readonly roots: Components;
  readonly compare: Comparisons | undefined;
  readonly limits: Policy['limits'];
}

function looksNew(news: RecordFacts, { roots, compare, limits }: Before): boolean {
  if (compare === undefined) return false;
  const known = roots.get(news.id)?.facts.records.get(news.id);
  const now = known === undefined ? news : mergeFacts(known, news, limits);
  const looks = compare.fingerprintOf(now);
  return looks !== undefined && looks !== (known && compare.fingerprintOf(known));
}

function entriesOf({ target, newcomers }: Union, compare: Comparisons | undefined): Entries {
  const looking = newcomers.map((id) => target.facts.records.get(id)).filter((facts) => facts !== undefined);
  return new Map(looking.map((facts) => [facts.id, compare === undefined ? [] : [...new Set(compare.codesOf(facts))]]));
}

/** Where every record was asked anew, their answers are all that is known of what is saturated. */
function forgetting(component: StoredComponent, bonds: readonly Bond[]): StoredComponent {
  const { facts } = component;
  const asked = [...facts.records.keys()].every((id) => bonds.some(({ record }) => record === id));
  return asked ? { ...component, facts: { ...facts, saturated: [] } } : component;
}

function newWords(bonds: readonly Bond[], { facts }: StoredComponent): readonly Assertion[] {
  const words = bonds.flatMap((bond) => bond.assertions ?? []);
  if (words.length === 0) return words;
  const known = new Map(facts.assertions.map((word) => [pairKey(word.records), word]));
  return words.filter((word) => {
    const last = known.get(pairKey(word.records));
    return last === undefined || outranks(word, last);
  });
}
