/** The read model of people: one document per profile, found by any identifier. */
import { inOneAnswer } from '@tributary/mongo';
import { type Collection } from 'mongoose';
import { type PersonStore, type StoredPerson } from '../../ports.ts';
import { ignoringDuplicates } from './ignoring-duplicates.ts';
import { type PersonDocument } from './schemas.ts';

/** An identifier of more people than this identifies nobody. */
const enough = 20;

export class MongoPersonStore implements PersonStore {
  constructor(private readonly people: Collection<PersonDocument>) {}

  async keep(people: readonly StoredPerson[]): Promise<void> {
    if (people.length === 0) return;
    const operations = people.map(({ profile, records, keys, segments, ...rest }) => ({
      updateOne: {
        // With a newer version in place the upsert meets its key, which is as good as done.
        filter: { _id: profile, version: { $lt: rest.version } },
        update: { $set: { ...rest, records: [...records], keys: [...keys], segments: [...segments] } },
        upsert: true,
      },
    }));
    await ignoringDuplicates(() => this.people.bulkWrite(operations, { ordered: false }));
  }

  async byProfile(profiles: readonly string[]): Promise<readonly StoredPerson[]> {
    if (profiles.length === 0) return [];
    return (await this.people.find({ _id: { $in: [...profiles] } }, inOneAnswer).toArray()).map(read);
  }

  async byKeys(keys: readonly string[]): Promise<readonly StoredPerson[]> {
    const found = await this.people
      .find({ keys: { $in: [...keys] } })
      .limit(enough)
      .toArray();
    return found.map(read);
  }

  async erase(profiles: readonly string[]): Promise<void> {
    await this.people.deleteMany({ _id: { $in: [...profiles] } });
  }
}

const read = ({ _id, version, mergedInto, records, keys, traits, segments }: PersonDocument): StoredPerson => ({
  profile: _id,
  version,
  mergedInto,
  records,
  keys,
  traits,
  segments,
});
