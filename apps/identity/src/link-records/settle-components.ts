/** Completes absorptions that were intended, whoever intended them: afterwards the components hold all their records. */
import { type RecordId } from '@tributary/contracts';
import { mergeComponents } from '@tributary/domain-identity';
import { insist } from '../insist.ts';
import { type ActivePolicy, type ComponentStore, type StoredComponent } from '../ports.ts';
import { type FindRoots } from './find-roots.ts';

export interface SettleComponentsParts {
  readonly components: ComponentStore;
  readonly roots: FindRoots;
  readonly policies: ActivePolicy;
}

type Components = ReadonlyMap<RecordId, StoredComponent>;

export class SettleComponents {
  constructor(private readonly parts: SettleComponentsParts) {}

  /** Answers the root of each id; none of them has an absorption outstanding. */
  async of(ids: Iterable<RecordId>): Promise<Components> {
    const wanted = new Set(ids);
    let roots: Components = new Map();
    await insist('absorption', async () => {
      roots = await this.parts.roots.of(wanted);
      const busy = [...new Set(roots.values())].filter(({ absorbing }) => absorbing.length > 0);
      for (const rival of await this.#absorb(busy)) wanted.add(rival);
      return busy.length === 0;
    });
    return roots;
  }

  /** Absorbed, and emptied by a process that died before it could say so, or not emptied at all. */
  async tidy(ids: readonly RecordId[]): Promise<void> {
    const roots = await this.of(ids);
    await this.parts.components.empty(ids.filter((id) => roots.get(id)?.id !== id));
  }

  /** Answers smaller components that have to absorb some of these first. */
  async #absorb(busy: readonly StoredComponent[]): Promise<Iterable<RecordId>> {
    if (busy.length === 0) return [];
    const { components } = this.parts;
    await components.retire(busy.flatMap((target) => target.absorbing.map((id) => ({ id, into: target.id }))));
    const others = new Set(busy.flatMap(({ absorbing }) => absorbing));
    const retired = await components.find([...others]);
    const roots = await this.parts.roots.of(others);
    const larger = busy.flatMap((target) => this.#rivals(target, roots));
    const copies = busy.filter((target) => !larger.some(({ id }) => id === target.id));
    const written = copies.map((target) => this.#copied(target, retired, roots));
    const rivals = new Map<RecordId, StoredComponent>();
    for (const { id, rival } of larger) {
      const known = rivals.get(rival.id) ?? { ...rival, version: rival.version + 1, unsettled: true };
      rivals.set(rival.id, { ...known, absorbing: [...new Set([...known.absorbing, id])].sort() });
    }
    const busyIds = new Set(written.map(({ id }) => id));
    const saved = await components.save([...written, ...[...rivals.values()].filter(({ id }) => !busyIds.has(id))]);
    const done = copies.filter(({ id }) => saved.has(id)).flatMap(({ id, absorbing }) => ofOwn(absorbing, id, roots));
    if (done.length > 0) await components.empty(done);
    return rivals.keys();
  }

  /** Another process has moved one of ours into a smaller component: then we are part of that one as well. */
  #rivals(target: StoredComponent, roots: Components): readonly { id: RecordId; rival: StoredComponent }[] {
    return target.absorbing.flatMap((other) => {
      const root = roots.get(other);
      return root !== undefined && root.id < target.id ? [{ id: target.id, rival: root }] : [];
    });
  }

  #copied(target: StoredComponent, retired: Components, roots: Components): StoredComponent {
    let { facts } = target;
    const absorbing = new Set<RecordId>();
    for (const id of target.absorbing) {
      const other = retired.get(id);
      const root = roots.get(id);
      if (other?.into === undefined || root === undefined) {
        absorbing.add(id); // not retired yet: the next round does it
        continue;
      }
      facts = mergeComponents(facts, other.facts, this.parts.policies.current().limits);
      for (const inherited of other.absorbing) absorbing.add(inherited);
      if (root.id !== target.id) absorbing.add(root.id);
    }
    absorbing.delete(target.id);
    return { ...target, version: target.version + 1, facts, absorbing: [...absorbing].sort(), unsettled: true };
  }
}

/** Only its own successor may declare a component copied. */
const ofOwn = (absorbed: readonly RecordId[], target: RecordId, roots: Components): readonly RecordId[] =>
  absorbed.filter((id) => roots.get(id)?.id === target);
