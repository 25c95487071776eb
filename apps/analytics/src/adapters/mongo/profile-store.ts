/** The latest known snapshot of every profile, as far as figures need it: its records. */
import { type ProfileRecords } from '@tributary/domain-analytics';
import { inOneAnswer } from '@tributary/mongo';
import { type Collection } from 'mongoose';
import { type ProfileStore, type ProfileVersion } from '../../ports.ts';
import { bulkWrite } from './bulk-write.ts';
import { type ProfileDocument } from './schemas.ts';

/** Keeps one question and its answer around a hundred kilobytes. */
const questionSize = 1_000;

export class MongoProfileStore implements ProfileStore {
  constructor(private readonly profiles: Collection<ProfileDocument>) {}

  async keep(profiles: readonly ProfileVersion[]): Promise<void> {
    await bulkWrite(
      this.profiles,
      profiles.map(({ profile, version, records, updatedAt }) => ({
        updateOne: {
          filter: { _id: profile, version: { $lt: version } },
          update: { $set: { version, records: [...records], updatedAt } },
          upsert: true, // where a newer version is known, the upsert meets the taken key and nothing happens
        },
      })),
    );
  }

  async erase(profiles: readonly string[]): Promise<void> {
    if (profiles.length > 0) await this.profiles.deleteMany({ _id: { $in: [...profiles] } });
  }

  async find(profiles: readonly string[]): Promise<readonly ProfileRecords[]> {
    if (profiles.length === 0) return [];
    const found = await this.profiles.find({ _id: { $in: [...profiles] } }, inOneAnswer).toArray();
    return found.map(read);
  }

  async owning(records: readonly string[]): Promise<readonly ProfileRecords[]> {
    const owners = new Map<string, ProfileRecords>();
    for (let at = 0; at < records.length; at += questionSize) {
      const found = await this.profiles
        .find({ records: { $in: records.slice(at, at + questionSize) } }, inOneAnswer)
        .toArray();
      for (const document of found) owners.set(document._id, read(document));
    }
    return [...owners.values()];
  }
}

const read = ({ _id, records, updatedAt }: ProfileDocument): ProfileRecords => ({ profile: _id, records, updatedAt });
