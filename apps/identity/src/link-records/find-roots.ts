/** Follows pointers of absorbed components to the one that holds their records now. */
import { type RecordId } from '@tributary/contracts';
import { emptyComponent } from '@tributary/domain-identity';
import { type ComponentStore, type StoredComponent } from '../ports.ts';
import { RecentMap } from '../recent-map.ts';

/** Hints only: a pointer never goes back, so an old hint costs one more hop and nothing else. */
const mostHints = 200_000;

export class FindRoots {
  readonly #hints = new RecentMap<RecordId, RecordId>(mostHints);

  constructor(private readonly components: ComponentStore) {}

  /** The root of each id; an id that is not stored is an active, empty component of its own. */
  async of(ids: Iterable<RecordId>): Promise<ReadonlyMap<RecordId, StoredComponent>> {
    const found = new Map<RecordId, StoredComponent>();
    let waiting = new Map([...ids].map((id) => [id, this.#hints.get(id) ?? id]));
    const read = new Map<RecordId, StoredComponent>();
    while (waiting.size > 0) {
      const unread = [...new Set(waiting.values())].filter((id) => !read.has(id));
      for (const [id, component] of await this.#read(unread)) read.set(id, component);
      const next = new Map<RecordId, RecordId>();
      for (const [id, at] of waiting) {
        const component = read.get(at);
        if (component?.into !== undefined) next.set(id, component.into);
        else found.set(id, component ?? absent(at));
      }
      waiting = next;
    }
    for (const [id, { id: root }] of found) if (root !== id) this.#hints.set(id, root);
    return found;
  }

  #read(ids: readonly RecordId[]): Promise<ReadonlyMap<RecordId, StoredComponent>> {
    return ids.length === 0 ? Promise.resolve(new Map()) : this.components.find(ids);
  }
}

const absent = (id: RecordId): StoredComponent => ({
  id,
  version: 0,
  into: undefined,
  facts: emptyComponent,
  absorbing: [],
  unsettled: false,
});
