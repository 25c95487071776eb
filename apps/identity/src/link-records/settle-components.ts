/**
 * Completes what was intended, whoever intended it: afterwards the components hold all their records, and each of these has
 * been compared with those that it meets.
 */
import { type RecordId } from '@tributary/contracts';
import { type BlockCode } from '@tributary/domain-identity';
import { awaitedLater } from '../awaited-later.ts';
import { insist } from '../insist.ts';
import { type ActivePolicy, type ComparesBy, type ComponentStore, type StoredComponent } from '../ports.ts';
import { type Components, type FindRoots } from './find-roots.ts';
import { type MatchRecords } from './match-records.ts';
import { takeIn } from './take-in.ts';
import { nothingSeen, type JustSeen } from './unite-components.ts';

export interface SettleComponentsParts {
  readonly components: ComponentStore;
  readonly roots: FindRoots;
  readonly match: MatchRecords;
  readonly policies: ActivePolicy;
  readonly compares: ComparesBy;
}

export interface Settled {
  /** Of each id that was asked for, and of whatever had to be completed with them. */
  readonly roots: Components;
  /** Roots that are stored with intents which are fulfilled: these are to be forgotten when the root is settled. */
  readonly fulfilled: ReadonlySet<RecordId>;
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
  /** Components as we have written them, or as they are once their intents are forgotten. */
  readonly fresh: Map<RecordId, StoredComponent>;
  /** Components that are to be absorbed, as they were read last. */
  readonly met: Map<RecordId, StoredComponent>;
  readonly entered: Map<RecordId, readonly BlockCode[]>;
  readonly fulfilled: Set<RecordId>;
  /** What forgets the facts that are held by a successor: nobody looks at them any more, so nothing waits for it but the end. */
  readonly emptying: Promise<void>[];
}

/** Components in versions in which all of their records have been compared, by us. */
type Matched = Map<RecordId, number>;

const isMatched = ({ id, version, unmatched }: StoredComponent, matched: Matched): boolean =>
  unmatched.length === 0 || matched.get(id) === version;

export class SettleComponents {
  constructor(private readonly parts: SettleComponentsParts) {}

  /** None of the roots has an absorption outstanding, and in the version that is answered none holds a record that was not compared. */
  async of(ids: Iterable<RecordId>, { written, met, entered }: JustSeen = nothingSeen): Promise<Settled> {
    const wanted = new Set(ids);
    const seen: Seen = {
      ...{ matched: new Map(), fresh: new Map(written), met: new Map(met), entered: new Map(entered) },
      ...{ fulfilled: new Set(), emptying: [] },
    };
    let roots: Components = new Map();
    await insist('absorption', async () => {
      roots = await this.parts.roots.of(wanted, seen.fresh);
      const all = [...new Set(roots.values())];
      const busy = all.filter(({ absorbing }) => absorbing.length > 0);
      // In this order: nobody may look into a block before its own component leads to where its facts are.
      const more = busy.length > 0 ? await this.#absorb(busy, seen) : await this.#match(all, seen);
      for (const id of more ?? []) wanted.add(id);
      return more === undefined;
    });
    await Promise.all(seen.emptying);
    return { roots, fulfilled: seen.fulfilled };
  }

  /** Answers components that have to be completed as well; undefined when nothing was left to do. */
  async #match(all: readonly StoredComponent[], seen: Seen): Promise<Iterable<RecordId> | undefined> {
    const { matched } = seen;
    const unmatched = all.filter((component) => !isMatched(component, matched));
    const { written, met, entered, involved, incomplete } = await this.parts.match.of(unmatched, seen.entered);
    for (const { id, version } of unmatched) if (!incomplete.has(id)) matched.set(id, version);
    for (const component of written.values()) {
      if (isCompared(component, { met, entered }, matched)) matched.set(component.id, component.version);
      remember(component, seen);
    }
    for (const [id, component] of met) seen.met.set(id, component);
    for (const [record, codes] of entered) seen.entered.set(record, codes);
    const own = new Set(all.map(({ id }) => id));
    const more = [...involved].filter((id) => !own.has(id));
    return written.size + incomplete.size + more.length === 0 ? undefined : more;
  }

  /** Absorbed, and emptied by a process that died before it could say so, or not emptied at all. */
  async tidy(ids: readonly RecordId[]): Promise<void> {
    const { roots } = await this.of(ids);
    await this.parts.components.empty(ids.filter((id) => roots.get(id)?.id !== id));
  }

  /** Answers smaller components that have to absorb some of these first. */
  async #absorb(busy: readonly StoredComponent[], seen: Seen): Promise<Iterable<RecordId>> {
    const { fresh, met, fulfilled, emptying } = seen;
    const { components, roots: places } = this.parts;
    const moves = busy.flatMap(({ id: into, absorbing }) =>
      absorbing.map((id) => ({ id, into, known: fresh.get(id) ?? met.get(id) })),
    );
    const retired = await components.retire(moves);
    for (const { id, into } of retired.values()) if (into !== undefined) places.moved(id, into);
    const held = busy.filter((target) => holdsAll(target, retired, seen));
    for (const target of held) {
      fresh.set(target.id, { ...target, absorbing: [] });
      fulfilled.add(target.id);
      for (const id of target.absorbing) fresh.delete(id);
    }
    if (held.length > 0) emptying.push(awaitedLater(components.empty(held.flatMap(({ absorbing }) => absorbing))));
    const other = busy.filter((target) => !held.includes(target));
    const rivals = other.length === 0 ? [] : await this.#copy(other, retired, seen);
    for (const { id } of moves) met.delete(id);
    return rivals;
  }

  /** Takes in what was retired and is not held yet. */
  async #copy(busy: readonly StoredComponent[], retired: Components, seen: Seen): Promise<Iterable<RecordId>> {
    const { components } = this.parts;
    const { matched, fresh, emptying } = seen;
    const roots = await this.#successors(busy, retired);
    const larger = busy.flatMap((target) => this.#rivals(target, roots));
    const copies = busy.filter((target) => !larger.some(({ id }) => id === target.id));
    const written = copies.map((target) => this.#copied(target, { retired, roots, matched }));
    const rivals = new Map<RecordId, StoredComponent>();
    for (const { id, rival } of larger) {
      const known = rivals.get(rival.id) ?? { ...rival, version: rival.version + 1, unsettled: true };
      rivals.set(rival.id, { ...known, absorbing: [...new Set([...known.absorbing, id])].sort() });
    }
    for (const id of [...busy.flatMap(({ absorbing }) => absorbing), ...rivals.keys()]) fresh.delete(id);
    const busyIds = new Set(written.map(({ component: { id } }) => id));
    const saved = await components.save([
      ...written.map(({ component }) => component),
      ...[...rivals.values()].filter(({ id }) => !busyIds.has(id)),
    ]);
    for (const { component, compared } of written) {
      if (!saved.has(component.id)) fresh.delete(component.id);
      else remember(component, seen);
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
    const policy = this.parts.policies.current();
    const terms = { limits: policy.limits, compare: this.parts.compares(policy) };
    let component = target;
    let compared = isMatched(target, matched);
    const absorbing = new Set<RecordId>();
    for (const id of target.absorbing) {
      const other = retired.get(id);
      const root = roots.get(id);
      if (other?.into === undefined || root === undefined) {
        absorbing.add(id); // not retired yet: the next round does it
        continue;
      }
      const taken = takeIn(component, other, terms);
      component = taken.component;
      // That it was retired is the one change since it was compared.
      compared &&= taken.changed.length === 0 && isMatched({ ...other, version: other.version - 1 }, matched);
      for (const inherited of other.absorbing) absorbing.add(inherited);
      if (root.id !== target.id) absorbing.add(root.id);
    }
    absorbing.delete(target.id);
    const version = target.version + 1;
    return { component: { ...component, version, absorbing: [...absorbing].sort(), unsettled: true }, compared };
  }
}

/** As it is stored now. */
function remember(component: StoredComponent, { fresh, fulfilled }: Seen): void {
  fresh.set(component.id, component);
  fulfilled.delete(component.id);
}

/** Our own write on top of what was matched brings nobody new, if nobody in it looks otherwise. */
function isCompared(
  { id, absorbing, unmatched }: StoredComponent,
  { met, entered }: Pick<JustSeen, 'met' | 'entered'>,
  matched: Matched,
): boolean {
  const sources = [id, ...absorbing].map((source) => met.get(source)).filter((source) => source !== undefined);
  const compared = new Set(
    sources.filter((source) => matched.get(source.id) === source.version).flatMap((source) => source.unmatched),
  );
  return unmatched.every((record) => compared.has(record) && !entered.has(record));
}

/** It was written by us with everything that it absorbs, and nothing of that has changed before it was retired. */
const holdsAll = (target: StoredComponent, retired: Components, { fresh, met }: Seen): boolean =>
  fresh.get(target.id) === target &&
  target.absorbing.every((id) => {
    const [before, after] = [met.get(id), retired.get(id)];
    if (before === undefined || after === undefined || before.absorbing.length > 0) return false;
    const isUnchanged = after.into === target.id && after.version === before.version + 1;
    return isUnchanged && [...before.facts.records.keys()].every((record) => target.facts.records.has(record));
  });

/** Only its own successor may declare a component copied. */
const ofOwn = (absorbed: readonly RecordId[], target: RecordId, roots: Components): readonly RecordId[] =>
  absorbed.filter((id) => roots.get(id)?.id === target);
