/** The stores in memory, as careless as a real one: every single document is a step of its own, before and after its effect. */
import { type ProfileId, type RecordId } from '@tributary/contracts';
import { type BlockCode, emptyComponent, outranks, pairKey, type Assertion } from '@tributary/domain-identity';
import { memoryReviews, type MemoryReview } from './memory-reviews.ts';
import { faultyBlocks, faultyComponents } from './faulty-stores.ts';
import {
  type AssertionStore,
  type Block,
  type BlockStore,
  type ComponentStore,
  type IdentifierEntry,
  type IdentifierStore,
  type ProfileStore,
  type StoredComponent,
  type StoredProfile,
  type Stores,
} from '../ports.ts';

export class Memory {
  readonly blocks = new Map<BlockCode, Block>();
  /** Full, and not yet told. */
  readonly announced = new Set<BlockCode>();
  readonly identifiers = new Map<string, IdentifierEntry>();
  readonly components = new Map<RecordId, StoredComponent>();
  /** Absorbed and not yet emptied. */
  readonly retired = new Set<RecordId>();
  readonly profiles = new Map<ProfileId, StoredProfile>();
  readonly assertions = new Map<string, Assertion>();
  readonly reviews = new Map<string, MemoryReview>();
}

/**
 * Faults to prove that the simulation notices them. `blind`: writes succeed whatever has happened since the read. `forgetful`: what
 * was not compared is forgotten whatever has become of the component since. `selfish`: only who wrote an intent sees it.
 * `hasty`: who is in a block is read before it is joined. `discreet`: nobody is told that a block is full.
 * `trusting`: who is absorbed is taken for what it was when it was read.
 * `unmarked`: nobody looks again at a review that may have come too late.
 */
export type StoreFault = 'blind' | 'forgetful' | 'selfish' | 'hasty' | 'trusting' | 'discreet' | 'unmarked';

export interface MemoryOptions {
  readonly memory: Memory;
  readonly step: () => Promise<void>;
  readonly fault?: StoreFault | undefined;
}

export const memoryStores = (options: MemoryOptions): Stores => ({
  identifiers: identifierStore(options),
  blocks: faultyBlocks(blockStore(options), options),
  components: faultyComponents(componentStore(options), options),
  profiles: profileStore(options),
  assertions: assertionStore(options),
  reviews: memoryReviews(options),
});

type Step = MemoryOptions['step'];

/** One step before each item and one at the end, so that a crash or another worker can come in between any two. */
async function each<T>(items: readonly T[], step: Step, effect: (item: T) => void): Promise<void> {
  for (const item of items) {
    await step();
    effect(item);
  }
  await step();
}

async function readAll<K, V>(from: ReadonlyMap<K, V>, keys: readonly K[], step: Step): Promise<ReadonlyMap<K, V>> {
  const found = new Map<K, V>();
  await each(keys, step, (key) => {
    const value = from.get(key);
    if (value !== undefined) found.set(key, value);
  });
  return found;
}

function identifierStore({ memory, step }: MemoryOptions): IdentifierStore {
  const { identifiers } = memory;
  return {
    find: (keys) => readAll(identifiers, keys, step),
    async claim(entries) {
      const taken = new Set<string>();
      await each(entries, step, (entry) => {
        if (identifiers.has(entry.key)) taken.add(entry.key);
        else identifiers.set(entry.key, entry);
      });
      return taken;
    },
    saturate: (marks) =>
      each(marks, step, ({ key, over }) => {
        const entry = identifiers.get(key);
        if (entry) identifiers.set(key, { ...entry, over: Math.max(entry.over, over) });
      }),
  };
}

function blockStore({ memory, step }: MemoryOptions): BlockStore {
  const { blocks, announced } = memory;
  return {
    find: (codes) => readAll(blocks, codes, step),
    enter: (entries) =>
      each([...entries], step, ([record, codes]) => {
        for (const code of codes) {
          const { records, told } = blocks.get(code) ?? { records: [], told: false };
          if (!told) blocks.set(code, { records: [...new Set([...records, record])], told });
        }
      }),
    announce: (codes) =>
      each(codes, step, (code) => {
        if (blocks.get(code)?.told === false) announced.add(code);
      }),
    told: (codes) =>
      each(codes, step, (code) => {
        blocks.set(code, { records: [], told: true });
        announced.delete(code);
      }),
    leftBehind: () => Promise.resolve([...announced]),
  };
}

const fresh = { unmatched: [], decidedBy: 0, linkedBy: 0 };

function componentStore(options: MemoryOptions): ComponentStore {
  const { memory, step, fault } = options;
  const { components, retired } = memory;
  return {
    ...activations(options),
    find: (ids) => readAll(components, ids, step),
    async save(writes) {
      const saved = new Set<RecordId>();
      await each(writes, step, (component) => {
        const stored = components.get(component.id);
        if (fault !== 'blind' && (stored?.version ?? 0) !== component.version - 1) return;
        components.set(component.id, component);
        saved.add(component.id);
      });
      return saved;
    },
    async retire(moves) {
      const asKnown = new Map<RecordId, StoredComponent>();
      await each(moves, step, ({ id, into, known }) => {
        const stored = components.get(id);
        if (stored?.into !== undefined) return;
        if (fault !== 'trusting' && known && known.version !== (stored?.version ?? 0)) return;
        const base = stored ?? { id, version: 0, facts: emptyComponent, absorbing: [], ...fresh };
        components.set(id, { ...base, into, version: base.version + 1, unsettled: true });
        retired.add(id);
        if (known !== undefined) asKnown.set(id, { ...known, into, version: known.version + 1 });
      });
      const others = moves.map(({ id }) => id).filter((id) => !asKnown.has(id));
      return new Map([...asKnown, ...(await readAll(components, others, step))]);
    },
    empty: (ids) =>
      each(ids, step, (id) => {
        const stored = components.get(id);
        if (stored?.into === undefined) return;
        components.set(id, { ...stored, facts: emptyComponent, absorbing: [], unsettled: false, unmatched: [] });
        retired.delete(id);
      }),
    async settle(marks) {
      const settled = new Set<RecordId>();
      await each(marks, step, ({ id, version, fulfilled }) => {
        const stored = components.get(id);
        if (stored?.version !== version) {
          if (stored !== undefined && fault === 'forgetful') components.set(id, { ...stored, unmatched: [] });
          return;
        }
        const { absorbing } = fulfilled ?? stored;
        components.set(id, { ...stored, absorbing, unsettled: false, unmatched: [] });
        settled.add(id);
      });
      return settled;
    },
    leftBehind: () => Promise.resolve([...retired]),
  };
}

function activations({
  memory: { components },
  step,
}: MemoryOptions): Pick<ComponentStore, 'linkedBefore' | 'countLinkedBefore' | 'relinked'> {
  const behind = (activation: number) =>
    [...components.values()].filter((one) => one.into === undefined && one.linkedBy < activation);
  return {
    async linkedBefore(activation, limit) {
      const ids = behind(activation).map(({ id }) => id);
      const read = await readAll(components, ids.slice(0, limit), step);
      return [...read.values()].filter(({ into }) => into === undefined);
    },
    countLinkedBefore: (activation) => Promise.resolve(behind(activation).length),
    relinked: (marks, activation) =>
      each(marks, step, ({ id, version }) => {
        const stored = components.get(id);
        if (stored?.version === version && stored.into === undefined) {
          components.set(id, { ...stored, linkedBy: Math.max(stored.linkedBy, activation) });
        }
      }),
  };
}

function profileStore({ memory, step, fault }: MemoryOptions): ProfileStore {
  const { profiles } = memory;
  return {
    find: (ids) => readAll(profiles, ids, step),
    async save(writes) {
      const saved = new Set<ProfileId>();
      await each(writes, step, ({ profile }) => {
        const stored = profiles.get(profile.id);
        if (fault !== 'blind' && (stored?.revision ?? 0) !== profile.revision - 1) return;
        profiles.set(profile.id, profile);
        saved.add(profile.id);
      });
      return saved;
    },
    async clear(sent) {
      const overtaken: ProfileId[] = [];
      await each(sent, step, ({ id, version }) => {
        const stored = profiles.get(id);
        if (stored?.version === version) profiles.set(id, { ...stored, unsent: undefined });
        else overtaken.push(id);
      });
      return overtaken.length === 0 ? [] : [...(await readAll(profiles, overtaken, step)).values()];
    },
    leftBehind: () => Promise.resolve([...profiles.values()].filter(({ unsent }) => unsent !== undefined)),
  };
}

function assertionStore({ memory: { assertions }, step }: MemoryOptions): AssertionStore {
  return {
    find: (ids) => readAll(assertions, ids, step),
    keep: (words) =>
      each(words, step, (word) => {
        const known = assertions.get(pairKey(word.records));
        if (known === undefined || outranks(word, known)) assertions.set(pairKey(word.records), word);
      }),
    list(before, limit) {
      const newestFirst = [...assertions].sort(([a, { at }], [b, { at: other }]) => other - at || (a < b ? 1 : -1));
      const behind = newestFirst.filter(
        ([id, { at }]) => before === undefined || at < before.at || (at === before.at && id < before.id),
      );
      return Promise.resolve(behind.slice(0, limit).map(([, word]) => word));
    },
  };
}
