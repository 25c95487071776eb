/** Enters records into the blocks where they may meet others, and tells whom they meet there. */
import { type BlockCode } from '@tributary/domain-identity';
import { type Block, type Blocks, type BlockStore, type Entries } from '../ports.ts';
import { RecentMap } from '../recent-map.ts';

/** Full blocks are few and met again and again. */
const mostRemembered = 200_000;
/** Blocks of one command. */
const mostAtOnce = 5_000;

const fullAndTold: Block = { records: [], told: true };

export class JoinBlocks {
  /** Full and told: what will never change again. Whoever enters such a block unknowingly is not looked for there. */
  readonly #full = new RecentMap<BlockCode, true>(mostRemembered);

  constructor(private readonly blocks: BlockStore) {}

  async enter(entries: Entries): Promise<void> {
    const open = new Map(
      [...entries].map(([record, codes]) => [record, codes.filter((code) => !this.#full.get(code))]),
    );
    for (const [record, codes] of open) if (codes.length === 0) open.delete(record);
    if (open.size > 0) await this.blocks.enter(open);
  }

  /** Looked at after all records have entered and their facts are stored: so of two records that meet in a block one finds the other. */
  async find(codes: ReadonlySet<BlockCode>): Promise<Blocks> {
    const found = new Map<BlockCode, Block>();
    const unknown: BlockCode[] = [];
    for (const code of codes) {
      if (this.#full.get(code)) found.set(code, fullAndTold);
      else unknown.push(code);
    }
    for (let at = 0; at < unknown.length; at += mostAtOnce) {
      for (const [code, block] of await this.blocks.find(unknown.slice(at, at + mostAtOnce))) {
        found.set(code, block);
        if (block.told) this.#full.set(code, true);
      }
    }
    return found;
  }
}

/** More records share it than the policy compares. */
export const isFull = ({ records, told }: Block, most: number): boolean => told || records.length > most;
