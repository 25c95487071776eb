/** Blocks in MongoDB: who joins is added in place, as long as there is room. */
import { recordId } from '@tributary/contracts';
import { inOneAnswer } from '@tributary/mongo';
import { type Collection } from 'mongoose';
import { type Block, type BlockJoin, type BlockStore } from '../../ports.ts';
import { writeUnordered } from './bulk.ts';
import { type BlockDocument } from './schemas.ts';

export class MongoBlockStore implements BlockStore {
  constructor(
    private readonly blocks: Collection<BlockDocument>,
    private readonly clock: { now(): number },
  ) {}

  async find(keys: readonly string[]): Promise<ReadonlyMap<string, Block>> {
    if (keys.length === 0) return new Map();
    const found = await this.blocks.find({ _id: { $in: [...keys] } }, inOneAnswer).toArray();
    return new Map(found.map((document) => [document._id, read(document)]));
  }

  async join(joins: readonly BlockJoin[], most: number): Promise<ReadonlySet<string>> {
    const founding = joins.filter(({ founds }) => founds);
    const inserts = founding.map(({ key, records }) => ({
      insertOne: { document: { _id: key, records: [...records] } },
    }));
    const updates = joins
      .filter(({ founds }) => !founds)
      .map(({ key, records }) => ({
        updateOne: {
          // The element after the last that has room.
          filter: { _id: key, told: { $exists: false }, [`records.${most}`]: { $exists: false } },
          update: { $addToSet: { records: { $each: [...records] } } },
        },
      }));
    const [inserted] = await Promise.all([writeUnordered(this.blocks, inserts), writeUnordered(this.blocks, updates)]);
    // Which of them were founded by another the server does not say: then all are looked at.
    return new Set(inserted === founding.length ? founding.map(({ key }) => key) : []);
  }

  async announce(keys: readonly string[]): Promise<void> {
    await this.blocks.updateMany(
      { _id: { $in: [...keys] }, told: { $exists: false }, announcedAt: { $exists: false } },
      { $set: { announcedAt: this.clock.now() } },
    );
  }

  async told(keys: readonly string[]): Promise<void> {
    await this.blocks.updateMany(
      { _id: { $in: [...keys] } },
      { $set: { told: true, records: [] }, $unset: { announcedAt: 1 } },
    );
  }

  async leftBehind(before: number, limit: number): Promise<readonly string[]> {
    const found = await this.blocks
      .find({ announcedAt: { $lt: before } })
      .project<Pick<BlockDocument, '_id'>>({ _id: 1 })
      .limit(limit)
      .toArray();
    return found.map(({ _id }) => _id);
  }
}

const read = ({ _id, records, told }: BlockDocument): Block => ({
  key: _id,
  records: records.map(recordId),
  told: told === true,
});
