/** Enters records into the blocks where they may meet others, and tells whom they meet there. */
import { type RecordId } from '@tributary/contracts';
import { insist } from '../insist.ts';
import { type Block, type BlockStore } from '../ports.ts';
import { RecentMap } from '../recent-map.ts';

/** Key → records. */
export type Entries = ReadonlyMap<string, readonly RecordId[]>;

/** Full blocks are few and met again and again; each is some hundred bytes. */
const mostRemembered = 50_000;
/** Blocks of one command: with records to the brim they still fit into one answer. */
const mostAtOnce = 1_500;

export class JoinBlocks {
  /** Full and told: what will never change again. */
  readonly #full = new RecentMap<string, Block>(mostRemembered);

  constructor(private readonly blocks: BlockStore) {}

  /**
   * The blocks of all keys as they were found after their records had joined, so of two records that enter a block one finds
   * the other. A record that is not in its block afterwards was one too many.
   */
  async enter(entries: Entries, most: number): Promise<ReadonlyMap<string, Block>> {
    const found = await this.find(entries.keys());
    let waiting = missing(entries, found, most);
    await insist('block', async () => {
      const news: string[] = [];
      for (const joins of pages(waiting, mostAtOnce)) {
        const founded = await this.blocks.join(joins, most);
        for (const { key, records } of joins) {
          if (founded.has(key)) found.set(key, { key, records, told: false });
          else news.push(key);
        }
      }
      for (const [key, block] of await this.find(news)) found.set(key, block);
      waiting = missing(entries, found, most);
      return waiting.length === 0;
    });
    return found;
  }

  async find(keys: Iterable<string>): Promise<Map<string, Block>> {
    const found = new Map<string, Block>();
    const unknown: string[] = [];
    for (const key of keys) {
      const full = this.#full.get(key);
      if (full === undefined) unknown.push(key);
      else found.set(key, full);
    }
    for (const page of pages(unknown, mostAtOnce)) {
      for (const [key, block] of await this.blocks.find(page)) {
        found.set(key, block);
        if (block.told) this.#full.set(key, block);
      }
    }
    return found;
  }
}

export const isFull = ({ records, told }: Block, most: number): boolean => told || records.length > most;

function missing(entries: Entries, found: ReadonlyMap<string, Block>, most: number) {
  return [...entries].flatMap(([key, records]) => {
    const block = found.get(key);
    if (block === undefined) return [{ key, records, founds: true }];
    if (isFull(block, most)) return [];
    const absent = records.filter((record) => !block.records.includes(record));
    return absent.length === 0 ? [] : [{ key, records: absent, founds: false }];
  });
}

function* pages<T>(items: readonly T[], size: number): Generator<readonly T[]> {
  for (let at = 0; at < items.length; at += size) yield items.slice(at, at + size);
}
