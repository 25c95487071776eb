/** Stores that keep their promises and yet are used wrongly. */
import { type RecordId } from '@tributary/contracts';
import { type Block, type BlockStore, type ComponentStore, type StoredComponent } from '../ports.ts';
import { type MemoryOptions } from './memory-stores.ts';
import { tinyComparisons } from './tiny-matcher.ts';

export function faultyBlocks(blocks: BlockStore, { fault }: MemoryOptions): BlockStore {
  if (fault === 'discreet') return discreet(blocks);
  return fault === 'hasty' ? hasty(blocks) : blocks;
}

function discreet(blocks: BlockStore): BlockStore {
  const most = tinyComparisons.rules.recordsPerBlock;
  return {
    ...blocks,
    announce: () => Promise.resolve(),
    async find(keys) {
      const found = await blocks.find(keys);
      return new Map([...found].map(([key, block]) => [key, { ...block, told: block.records.length > most }]));
    },
  };
}

function hasty(blocks: BlockStore): BlockStore {
  const before = new Map<string, Block>();
  const joined = new Map<string, Block>();
  return {
    ...blocks,
    async find(keys) {
      const found = new Map(await blocks.find(keys));
      for (const key of keys) {
        const old = joined.get(key);
        if (old) found.set(key, old);
        joined.delete(key);
        const block = found.get(key);
        if (block) before.set(key, block);
        else before.delete(key);
      }
      return found;
    },
    async join(joins, most) {
      const founded = await blocks.join(joins, most);
      for (const { key, records } of joins) {
        const old = before.get(key) ?? { key, records: [], told: false };
        if (!founded.has(key)) joined.set(key, { ...old, records: [...new Set([...old.records, ...records])] });
      }
      return founded;
    },
  };
}

export function faultyComponents(components: ComponentStore, { fault, memory }: MemoryOptions): ComponentStore {
  if (fault !== 'selfish') return components;
  const own = new Set<RecordId>();
  const shown = (component: StoredComponent): StoredComponent =>
    own.has(component.id) ? component : { ...component, absorbing: [], unmatched: [], unsettled: false };
  return {
    ...components,
    async find(ids) {
      const found = await components.find(ids);
      return new Map([...found].map(([id, component]) => [id, shown(component)]));
    },
    async save(writes) {
      const saved = await components.save(
        writes.map((component) => {
          const stored = memory.components.get(component.id);
          if (stored === undefined || own.has(component.id)) return component;
          const absorbing = [...new Set([...stored.absorbing, ...component.absorbing])];
          return { ...component, absorbing, unmatched: [...new Set([...stored.unmatched, ...component.unmatched])] };
        }),
      );
      for (const id of saved) own.add(id);
      return saved;
    },
  };
}
