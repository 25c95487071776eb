/** What a rebuild of the profiles reads and writes beside the usual: every profile in turn, and what subscribers were told. */
import { ProfileUpdated } from '@tributary/contracts';
import { type Collection } from 'mongoose';
import { type HistoryEntry, type StoredProfile } from '../../ports.ts';
import { bodyOf, readProfile } from './profile-store.ts';
import { type ProfileDocument } from './schemas.ts';

export interface WithHistory {
  readonly profile: StoredProfile;
  readonly history: readonly HistoryEntry[];
}

/** Profiles of one generation with their history. */
export class RebuiltProfiles {
  constructor(private readonly profiles: Collection<ProfileDocument>) {}

  /** In order of id, after `after`. */
  async page(after: string, limit: number): Promise<readonly WithHistory[]> {
    const found = await this.profiles
      .find({ _id: { $gt: after } })
      .sort({ _id: 1 })
      .limit(limit)
      .toArray();
    return found.map(withHistory);
  }

  async find(ids: readonly string[]): Promise<ReadonlyMap<string, WithHistory>> {
    const found = await this.profiles.find({ _id: { $in: [...ids] } }).toArray();
    return new Map(found.map((document) => [document._id, withHistory(document)]));
  }

  async known(ids: readonly string[]): Promise<ReadonlySet<string>> {
    const found = await this.profiles.find({ _id: { $in: [...ids] } }, { projection: { _id: 1 } }).toArray();
    return new Set(found.map(({ _id }) => _id));
  }

  /** Nobody else writes to a generation that is being built. */
  async put(amended: readonly WithHistory[], now: number): Promise<void> {
    if (amended.length === 0) return;
    await this.profiles.bulkWrite(
      amended.map(({ profile, history }) => {
        const { id: _id, version, born, updatedAt, unsent } = profile;
        const values = { version, born, updatedAt, body: bodyOf(profile), history: [...history] };
        const update =
          unsent === undefined
            ? { $set: values, $unset: { unsent: 1 as const, unsentAt: 1 as const } }
            : { $set: { ...values, unsent: JSON.stringify(unsent), unsentAt: now } };
        return { updateOne: { filter: { _id }, update } };
      }),
      { ordered: false },
    );
  }
}

const withHistory = (document: ProfileDocument): WithHistory => ({
  profile: readProfile(document),
  history: document.history,
});

export interface ToldDocument {
  readonly _id: string;
  readonly version: number;
  /** The snapshot as JSON; null: erased. */
  readonly snapshot: string;
}

/** The last that was published of every profile. */
export class ToldProfiles {
  constructor(private readonly told: Collection<ToldDocument>) {}

  async keep(latest: ReadonlyMap<string, ProfileUpdated | null>): Promise<void> {
    if (latest.size === 0) return;
    const operations = [...latest].map(([_id, value]) => ({
      updateOne: {
        filter: { _id },
        update: { $set: { version: value?.version ?? 0, snapshot: JSON.stringify(value) } },
        upsert: true,
      },
    }));
    await this.told.bulkWrite(operations, { ordered: false });
  }

  /** Null: erased. */
  async find(ids: readonly string[]): Promise<ReadonlyMap<string, ProfileUpdated | null>> {
    return new Map((await this.told.find({ _id: { $in: [...ids] } }).toArray()).map(read));
  }

  async page(after: string, limit: number): Promise<readonly (readonly [string, ProfileUpdated | null])[]> {
    const found = await this.told
      .find({ _id: { $gt: after } })
      .sort({ _id: 1 })
      .limit(limit)
      .toArray();
    return found.map(read);
  }
}

function read({ _id, snapshot }: ToldDocument): readonly [string, ProfileUpdated | null] {
  const value: unknown = JSON.parse(snapshot);
  return [_id, ProfileUpdated.check(value) ? value : null];
}
