/** Sources and their write keys. */
import { type Collection } from 'mongoose';
import { type Source, type SourceStore } from '../../ports.ts';
import { insertNew, unordered } from './bulk-insert.ts';
import { type SourceDocument } from './schemas.ts';

export class MongoSourceStore implements SourceStore {
  constructor(private readonly sources: Collection<SourceDocument>) {}

  async all(): Promise<readonly Source[]> {
    const found = await this.sources.find({}).sort({ _id: 1 }).toArray();
    return found.map(read);
  }

  async byWriteKey(writeKey: string): Promise<Source | undefined> {
    const found = await this.sources.findOne({ writeKey });
    return found ? read(found) : undefined;
  }

  async add({ id, ...rest }: Source): Promise<boolean> {
    return (
      (await insertNew([{ _id: id, ...rest }], (inserts) => this.sources.bulkWrite(inserts, unordered))).size === 0
    );
  }

  async ensure({ id, writeKey, ...rest }: Source): Promise<void> {
    await this.sources.updateOne({ _id: id }, { $set: { writeKey }, $setOnInsert: rest }, { upsert: true });
  }
}

function read({ _id, name, kind, writeKey, createdAt }: SourceDocument): Source {
  return { id: _id, name, kind: kind === 'client' ? 'client' : 'server', writeKey, createdAt };
}
