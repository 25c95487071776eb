/** Follows pointers of absorbed components to the one that holds their records now. */
import { type RecordId } from '@tributary/contracts';
import { emptyComponent } from '@tributary/domain-identity';
import { type ActivePolicy, type ComponentStore, type StoredComponent } from '../ports.ts';
import { RecentMap } from '../recent-map.ts';

/** Hints only: a pointer never goes back, so an old hint costs one more hop and nothing else. */
const mostHints = 200_000;
/** Components of one command: a hundred crowds of full size still fit into an answer. */
const mostAtOnce = 1_000;

/** By id. */
export type Components = ReadonlyMap<RecordId, StoredComponent>;

export class FindRoots {
  readonly #hints = new RecentMap<RecordId, RecordId>(mostHints);

  constructor(
    private readonly components: ComponentStore,
    private readonly policies: Pick<ActivePolicy, 'learn'>,
  ) {}

  /**
   * The root of each id; an id that is not stored is an active, empty component of its own. A root is read after the pointer
   * that leads to it, so it holds the records of whoever it has absorbed, or the intent to absorb them. `fresh`: components that
   * need not be read; what is made of an old one does not survive the comparison of its version.
   */
  async of(ids: Iterable<RecordId>, fresh: Components = new Map()): Promise<Components> {
    const ends = new Map<RecordId, RecordId>();
    const newest = new Map<RecordId, StoredComponent>();
    let waiting = new Map([...ids].map((id) => [id, this.#hinted(id)]));
    while (waiting.size > 0) {
      const read = await this.#read([...new Set(waiting.values())].filter((id) => !fresh.has(id)));
      const next = new Map<RecordId, RecordId>();
      for (const [id, at] of waiting) {
        const component = fresh.get(at) ?? read.get(at) ?? absent(at);
        if (component.into !== undefined) {
          next.set(id, component.into);
          continue;
        }
        ends.set(id, at);
        newest.set(at, component);
      }
      waiting = next;
    }
    // Another process may have heard of an activation first: from here on its components can be decided here as well.
    await this.policies.learn(Math.max(0, ...[...newest.values()].map(({ decidedBy }) => decidedBy)));
    const found = new Map<RecordId, StoredComponent>();
    for (const [id, end] of ends) {
      const root = newest.get(end);
      if (root !== undefined) found.set(id, root);
      if (end !== id) this.#hints.set(id, end);
    }
    return found;
  }

  /** Another has absorbed it: who asks for it next need not ask where it is. */
  moved(id: RecordId, into: RecordId): void {
    this.#hints.set(id, into);
  }

  /** As far as is known; pointers lead to smaller ids only, so there is an end. */
  #hinted(id: RecordId): RecordId {
    let at = id;
    for (let next = this.#hints.get(at); next !== undefined; next = this.#hints.get(at)) at = next;
    return at;
  }

  async #read(ids: readonly RecordId[]): Promise<Components> {
    if (ids.length === 0) return new Map();
    if (ids.length <= mostAtOnce) return this.components.find(ids);
    const read = new Map<RecordId, StoredComponent>();
    for (let at = 0; at < ids.length; at += mostAtOnce) {
      for (const [id, component] of await this.components.find(ids.slice(at, at + mostAtOnce))) read.set(id, component);
    }
    return read;
  }
}

const absent = (id: RecordId): StoredComponent => ({
  ...{ id, version: 0, into: undefined, facts: emptyComponent },
  ...{ absorbing: [], unsettled: false, unmatched: [], decidedBy: 0, linkedBy: 0 },
});
