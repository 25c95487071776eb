/** Sources and their write keys. */
import { type Collection } from 'mongoose';
import { type Source, type SourceChange, type SourceStore } from '../../ports.ts';
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

  async change(id: string, { eventsPerSecond, origins, ...said }: SourceChange): Promise<Source | undefined> {
    const set = {
      ...said,
      ...(origins === undefined ? {} : { origins: [...origins] }),
      ...(typeof eventsPerSecond === 'number' ? { eventsPerSecond } : {}),
    };
    const change = {
      ...(Object.keys(set).length === 0 ? {} : { $set: set }),
      ...(eventsPerSecond === null ? { $unset: { eventsPerSecond: 1 as const } } : {}),
    };
    const isNothing = Object.keys(change).length === 0;
    const found = isNothing
      ? await this.sources.findOne({ _id: id })
      : await this.sources.findOneAndUpdate({ _id: id }, change, { returnDocument: 'after' });
    return found ? read(found) : undefined;
  }

  async add({ id, origins, ...rest }: Source): Promise<boolean> {
    return (
      (
        await insertNew(
          [{ _id: id, ...rest, ...(origins === undefined ? {} : { origins: [...origins] }) }],
          (inserts) => this.sources.bulkWrite(inserts, unordered),
        )
      ).size === 0
    );
  }

  async ensure({ id, name, kind, createdAt, writeKey }: Source): Promise<void> {
    const first = { name, kind, createdAt };
    await this.sources.updateOne({ _id: id }, { $set: { writeKey }, $setOnInsert: first }, { upsert: true });
  }
}

function read({ _id, name, kind, writeKey, createdAt, origins, eventsPerSecond, disabled }: SourceDocument): Source {
  return {
    ...{ id: _id, name, kind: kind === 'client' ? 'client' : 'server', writeKey, createdAt },
    ...(origins === undefined ? {} : { origins }),
    ...(eventsPerSecond === undefined ? {} : { eventsPerSecond }),
    ...(disabled === undefined ? {} : { disabled }),
  };
}
