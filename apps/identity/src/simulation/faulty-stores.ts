/** Stores that keep their promises and yet are used wrongly. */
import { type RecordId } from '@tributary/contracts';
import { type BlockCode } from '@tributary/domain-identity';
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
    async find(codes) {
      const found = await blocks.find(codes);
      return new Map([...found].map(([code, block]) => [code, { ...block, told: block.records.length > most }]));
    },
  };
}

function hasty(blocks: BlockStore): BlockStore {
  const before = new Map<BlockCode, Block>();
  return {
    ...blocks,
    async enter(entries) {
      const codes = [...new Set([...entries.values()].flat())];
      const found = await blocks.find(codes);
      for (const code of codes) {
        const { records, told } = found.get(code) ?? { records: [], told: false };
        const own = [...entries].filter(([, entered]) => entered.includes(code)).map(([record]) => record);
        before.set(code, { records: [...new Set([...records, ...own])], told });
      }
      await blocks.enter(entries);
    },
    async find(codes) {
      const found = new Map(await blocks.find(codes));
      for (const code of codes) {
        const old = before.get(code);
        if (old) found.set(code, old);
        before.delete(code);
      }
      return found;
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
