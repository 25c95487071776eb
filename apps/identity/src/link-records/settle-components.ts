/**
 * Completes what was intended, whoever intended it: afterwards the components hold all their records, and each of these has
 * been compared with those that it meets.
 */
import { type RecordId } from '@tributary/contracts';
import { mergeComponents, type ComponentFacts } from '@tributary/domain-identity';
import { awaitedLater } from '../awaited-later.ts';
import { insist } from '../insist.ts';
import { type ActivePolicy, type ComparesBy, type ComponentStore, type StoredComponent } from '../ports.ts';
import { type Components, type FindRoots } from './find-roots.ts';
import { type MatchRecords } from './match-records.ts';
import { nothingSeen, united, type JustSeen } from './unite-components.ts';

export interface SettleComponentsParts {
  readonly components: ComponentStore;
  readonly roots: FindRoots;
  readonly match: MatchRecords;
  readonly policies: ActivePolicy;
  readonly compares: ComparesBy;
}

interface Sources {
  readonly retired: Components;
  readonly roots: Components;
  readonly matched: Matched;
}

interface Copied {
  readonly component: StoredComponent;
  /** All of its records have been compared, by us. */
  readonly compared: boolean;
}

/** What is known beside the store. */
interface Seen {
  readonly matched: Matched;
  /** Components as we have written them. */
  readonly fresh: Map<RecordId, StoredComponent>;
  /** Components that are to be absorbed, as they were read last. */
  readonly met: Map<RecordId, StoredComponent>;
  /** What forgets the facts that were copied: nobody looks at them any more, so nothing waits for it but the end. */
  readonly emptying: Promise<void>[];
}

/** Components in versions in which all of their records have been compared, by us. */
type Matched = Map<RecordId, number>;

const isMatched = ({ id, version, unmatched }: StoredComponent, matched: Matched): boolean =>
  unmatched.length === 0 || matched.get(id) === version;

export class SettleComponents {
  constructor(private readonly parts: SettleComponentsParts) {}

  /**
   * Answers the root of each id, and of whatever had to be completed with them: none of them has an absorption outstanding,
   * and in the version that is answered none of them holds a record that was not compared.
   */
  async of(ids: Iterable<RecordId>, { written, met }: JustSeen = nothingSeen): Promise<Components> {
    const wanted = new Set(ids);
    const seen: Seen = { matched: new Map(), fresh: new Map(written), met: new Map(met), emptying: [] };
    let roots: Components = new Map();
    await insist('absorption', async () => {
      roots = await this.parts.roots.of(wanted, seen.fresh);
      const all = [...new Set(roots.values())];
      const busy = all.filter(({ absorbing }) => absorbing.length > 0);
      // In this order: nobody may meet a record in a block before its own component leads to where its facts are.
      const more = busy.length > 0 ? await this.#absorb(busy, seen) : await this.#match(all, seen);
      for (const id of more ?? []) wanted.add(id);
      return more === undefined;
    });
    await Promise.all(seen.emptying);
    return roots;
  }

  /** Answers components that have to be completed as well; undefined when nothing was left to do. */
  async #match(
    all: readonly StoredComponent[],
    { matched, fresh, met: read }: Seen,
  ): Promise<Iterable<RecordId> | undefined> {
    const unmatched = all.filter((component) => !isMatched(component, matched));
    const { written, met, involved, incomplete } = await this.parts.match.of(unmatched);
    for (const { id, version } of unmatched) if (!incomplete.has(id)) matched.set(id, version);
    for (const [id, component] of met) read.set(id, component);
    // Our own write on top of what was matched brings nobody new.
    for (const [id, component] of written) {
      if (matched.get(id) === component.version - 1) matched.set(id, component.version);
      fresh.set(id, component);
    }
    const own = new Set(all.map(({ id }) => id));
    const more = [...involved].filter((id) => !own.has(id));
    return written.size + incomplete.size + more.length === 0 ? undefined : more;
  }

  /** Absorbed, and emptied by a process that died before it could say so, or not emptied at all. */
  async tidy(ids: readonly RecordId[]): Promise<void> {
    const roots = await this.of(ids);
    await this.parts.components.empty(ids.filter((id) => roots.get(id)?.id !== id));
  }

  /** Answers smaller components that have to absorb some of these first. */
  async #absorb(
    busy: readonly StoredComponent[],
    { matched, fresh, met, emptying }: Seen,
  ): Promise<Iterable<RecordId>> {
    const { components, roots: places } = this.parts;
    const others = new Set(busy.flatMap(({ absorbing }) => absorbing));
    const retired = await components.retire(
      busy.flatMap(({ id: into, absorbing }) =>
        absorbing.map((id) => ({ id, into, known: fresh.get(id) ?? met.get(id) })),
      ),
    );
    for (const { id, into } of retired.values()) if (into !== undefined) places.moved(id, into);
    const roots = await this.#successors(busy, retired);
    const larger = busy.flatMap((target) => this.#rivals(target, roots));
    const copies = busy.filter((target) => !larger.some(({ id }) => id === target.id));
    const written = copies.map((target) => this.#copied(target, { retired, roots, matched }));
    const rivals = new Map<RecordId, StoredComponent>();
    for (const { id, rival } of larger) {
      const known = rivals.get(rival.id) ?? { ...rival, version: rival.version + 1, unsettled: true };
      rivals.set(rival.id, { ...known, absorbing: [...new Set([...known.absorbing, id])].sort() });
    }
    for (const id of others) met.delete(id);
    for (const id of [...others, ...rivals.keys()]) fresh.delete(id);
    const busyIds = new Set(written.map(({ component: { id } }) => id));
    const saved = await components.save([
      ...written.map(({ component }) => component),
      ...[...rivals.values()].filter(({ id }) => !busyIds.has(id)),
    ]);
    for (const { component, compared } of written) {
      if (!saved.has(component.id)) fresh.delete(component.id);
      else fresh.set(component.id, component);
      if (compared && saved.has(component.id)) matched.set(component.id, component.version);
    }
    const done = copies.filter(({ id }) => saved.has(id)).flatMap(({ id, absorbing }) => ofOwn(absorbing, id, roots));
    if (done.length > 0) emptying.push(awaitedLater(components.empty(done)));
    return rivals.keys();
  }

  /** The roots of those that are retired, mostly who wanted them; none of one that has changed since it was known, which stays. */
  async #successors(busy: readonly StoredComponent[], retired: Components): Promise<Components> {
    const roots = new Map<RecordId, StoredComponent>();
    const elsewhere: RecordId[] = [];
    for (const target of busy) {
      for (const id of target.absorbing) {
        const into = retired.get(id)?.into;
        if (into === target.id) roots.set(id, target);
        else if (into !== undefined) elsewhere.push(id);
      }
    }
    for (const [id, root] of await this.parts.roots.of(elsewhere)) roots.set(id, root);
    return roots;
  }

  /** Another process has moved one of ours into a smaller component: then we are part of that one as well. */
  #rivals(target: StoredComponent, roots: Components): readonly { id: RecordId; rival: StoredComponent }[] {
    return target.absorbing.flatMap((other) => {
      const root = roots.get(other);
      return root !== undefined && root.id < target.id ? [{ id: target.id, rival: root }] : [];
    });
  }

  #copied(target: StoredComponent, { retired, roots, matched }: Sources): Copied {
    let { facts, unmatched, decidedBy, linkedBy } = target;
    let compared = isMatched(target, matched);
    const absorbing = new Set<RecordId>();
    for (const id of target.absorbing) {
      const other = retired.get(id);
      const root = roots.get(id);
      if (other?.into === undefined || root === undefined) {
        absorbing.add(id); // not retired yet: the next round does it
        continue;
      }
      const before = facts;
      facts = mergeComponents(before, other.facts, this.parts.policies.current().limits);
      const changed = this.#looksNew(facts, [before, other.facts]);
      unmatched = united(unmatched, [...other.unmatched, ...changed]);
      // That it was retired is the one change since it was compared.
      if (other.facts.records.size > 0) {
        decidedBy = Math.max(decidedBy, other.decidedBy);
        linkedBy = Math.min(linkedBy, other.linkedBy);
      }
      compared &&= changed.length === 0 && isMatched({ ...other, version: other.version - 1 }, matched);
      for (const inherited of other.absorbing) absorbing.add(inherited);
      if (root.id !== target.id) absorbing.add(root.id);
    }
    absorbing.delete(target.id);
    const version = target.version + 1;
    const next = { ...target, version, facts, absorbing: [...absorbing].sort(), unsettled: true, unmatched };
    return { component: { ...next, decidedBy, linkedBy }, compared };
  }

  /**
   * News of a record may stand in the successor before the record itself is there. Who wrote them compared each side with
   * what was known then; only what looks the same from both sides looks as it did when it was matched.
   */
  #looksNew(merged: ComponentFacts, sides: readonly [ComponentFacts, ComponentFacts]): readonly RecordId[] {
    const compare = this.parts.compares(this.parts.policies.current());
    if (compare === undefined) return [];
    return [...sides[1].records.keys()].filter((id) => {
      const [a, b, now] = [...sides, merged].map(({ records }) => records.get(id));
      if (a === undefined || b === undefined || now === undefined) return false;
      const looks = compare.fingerprintOf(now);
      return looks !== undefined && (looks !== compare.fingerprintOf(a) || looks !== compare.fingerprintOf(b));
    });
  }
}

/** Only its own successor may declare a component copied. */
const ofOwn = (absorbed: readonly RecordId[], target: RecordId, roots: Components): readonly RecordId[] =>
  absorbed.filter((id) => roots.get(id)?.id === target);
