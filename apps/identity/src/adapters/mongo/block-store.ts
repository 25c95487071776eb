/** Blocks in MongoDB: a document for each record says which it has entered, and one for each full block that it is. */
import { recordId } from '@tributary/contracts';
import { type BlockCode } from '@tributary/domain-identity';
import { followed, inOneAnswer, takenIn } from '@tributary/mongo';
import { type Collection } from 'mongoose';
import { type Block, type Blocks, type BlockStore, type Entries } from '../../ports.ts';
import { RecentMap } from '../../recent-map.ts';
import { writeUnordered } from './bulk.ts';
import { type BlockEntryDocument } from './schemas.ts';

/** Records that have entered a full block unknowingly, as its process had forgotten it: of a block that was seen with more they are removed. */
const mostUnknowing = 100;

/** Records that have entered lately: a hint only, which saves trying in vain to insert them. */
const mostRemembered = 200_000;

export class MongoBlockStore implements BlockStore {
  readonly #entered = new RecentMap<string, true>(mostRemembered);
  /** Emptied by the next who enters any block: whoever looks writes nothing. */
  readonly #crowded = new Set<BlockCode>();

  constructor(
    private readonly entries: Collection<BlockEntryDocument>,
    private readonly clock: { now(): number },
  ) {}

  async find(codes: readonly BlockCode[]): Promise<Blocks> {
    if (codes.length === 0) return new Map();
    const documents = await this.entries.find({ codes: { $in: [...codes] } }, inOneAnswer).toArray();
    const found = new Map<BlockCode, { records: Block['records'][number][]; told: boolean }>();
    const wanted = new Set(codes);
    for (const { _id, codes: entered, told } of documents) {
      for (const code of entered) {
        if (!wanted.has(code)) continue;
        const block = found.get(code) ?? { records: [], told: false };
        found.set(code, block);
        if (told === undefined) block.records.push(recordId(_id));
        else block.told = told;
      }
    }
    for (const [code, block] of found) {
      if (!block.told) continue;
      if (block.records.length > mostUnknowing) this.#crowded.add(code);
      block.records = [];
    }
    return found;
  }

  /** Most records enter blocks once, when they are new: those are inserted, while the others enter more. */
  async enter(entries: Entries): Promise<void> {
    await this.#emptyCrowded();
    const documents = [...entries].map(([_id, codes]) => ({ _id, codes: [...codes] }));
    const isKnown = ({ _id }: BlockEntryDocument): boolean => this.#entered.get(_id) === true;
    const known = documents.filter(isKnown);
    const [taken] = await Promise.all([this.#insert(documents.filter((one) => !isKnown(one))), this.#add(known)]);
    await this.#add(taken);
    for (const { _id } of documents) this.#entered.set(_id, true);
  }

  async #emptyCrowded(): Promise<void> {
    if (this.#crowded.size === 0) return;
    const crowded = [...this.#crowded];
    await this.told(crowded);
    for (const code of crowded) this.#crowded.delete(code);
  }

  async #add(documents: readonly BlockEntryDocument[]): Promise<void> {
    const updates = documents.map(({ _id, codes }) => ({
      updateOne: { filter: { _id }, update: { $addToSet: { codes: { $each: codes } } }, upsert: true },
    }));
    await writeUnordered(this.entries, updates, followed);
  }

  /** Answers those of records that have entered some before. */
  async #insert(documents: readonly BlockEntryDocument[]): Promise<readonly BlockEntryDocument[]> {
    if (documents.length === 0) return [];
    try {
      await this.entries.insertMany([...documents], { ordered: false, ...followed });
      return [];
    } catch (error) {
      const taken = takenIn(error);
      if (taken === undefined) throw error;
      return taken.positions.flatMap((position) => documents[position] ?? []);
    }
  }

  async announce(codes: readonly BlockCode[]): Promise<void> {
    const now = this.clock.now();
    const operations = codes.map((code) => ({
      updateOne: {
        filter: { _id: full(code) },
        update: { $setOnInsert: { codes: [code], told: false, announcedAt: now } },
        upsert: true,
      },
    }));
    await writeUnordered(this.entries, operations);
  }

  /** Announced until nobody is in it any more, so that the sweeper ends what this process may not. */
  async told(codes: readonly BlockCode[]): Promise<void> {
    const own = { _id: { $in: codes.map(full) } };
    await this.entries.updateMany(own, { $set: { told: true } });
    const entered = { codes: { $in: [...codes] }, told: { $exists: false } };
    await this.entries.updateMany(entered, { $pullAll: { codes: [...codes] } });
    await this.entries.updateMany(own, { $unset: { announcedAt: 1 } });
  }

  async leftBehind(before: number, limit: number): Promise<readonly BlockCode[]> {
    const found = await this.entries
      .find({ announcedAt: { $lt: before } })
      .limit(limit)
      .toArray();
    return found.flatMap(({ codes }) => codes);
  }
}

const full = (code: BlockCode): string => `full:${code}`;
