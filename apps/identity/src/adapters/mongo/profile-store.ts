/** Profiles in MongoDB: state, what is unsent and what happened change together, in one document. */
import { randomUUID } from 'node:crypto';
import { profileId, recordId, type ProfileId } from '@tributary/contracts';
import { inOneAnswer, MarkedOutbox } from '@tributary/mongo';
import { type Collection } from 'mongoose';
import {
  type HistoryEntry,
  type Membership,
  type PlacedEntry,
  type ProfileContent,
  type ProfileList,
  type ProfileStore,
  type ProfileWrite,
  type StoredProfile,
  type Unsent,
} from '../../ports.ts';
import { writeMarked, type MarkedWrite } from './bulk.ts';
import { type ProfileDocument } from './schemas.ts';

/** Some 60 kB at most; older entries can be read from the log of `profile.updated`. */
const mostHistory = 200;
const withoutHistory = { history: 0 } as const;

type Shown = Omit<ProfileDocument, 'history'>;

export class MongoProfileStore implements ProfileStore, ProfileList {
  readonly #writer = randomUUID();
  readonly #outbox: MarkedOutbox<ProfileDocument>;
  #writes = 0;

  constructor(
    private readonly profiles: Collection<ProfileDocument>,
    private readonly clock: { now(): number },
  ) {
    const mark = { since: 'unsentAt', contents: ['unsent'], version: 'version', without: ['history'] } as const;
    this.#outbox = new MarkedOutbox({ collection: profiles, ...mark });
  }

  async find(ids: readonly ProfileId[]): Promise<ReadonlyMap<ProfileId, StoredProfile>> {
    const found = await this.profiles
      .find({ _id: { $in: [...ids] } }, inOneAnswer)
      .project<Shown>(withoutHistory)
      .toArray();
    return new Map(found.map(readProfile).map((profile) => [profile.id, profile]));
  }

  async save(writes: readonly ProfileWrite[]): Promise<ReadonlySet<ProfileId>> {
    const now = this.clock.now();
    const done = await writeMarked(
      this.profiles,
      writes.map((write) => this.#write(write, now)),
      (ids) =>
        this.profiles
          .find({ _id: { $in: [...ids] } }, inOneAnswer)
          .project<Pick<ProfileDocument, '_id' | 'token'>>({ token: 1 })
          .toArray(),
    );
    return new Set(writes.map(({ profile }) => profile.id).filter((id) => done.has(id)));
  }

  #write({ profile, history }: ProfileWrite, now: number): MarkedWrite<ProfileDocument> {
    const { id, revision, unsent, mergedInto: into } = profile;
    this.#writes += 1;
    const token = `${this.#writer}:${this.#writes}`;
    const values = {
      ...{ revision, version: profile.version, born: profile.born, active: into === undefined, token },
      ...{ component: profile.basis.component, componentVersion: profile.basis.version },
      ...{ body: bodyOf(profile), updatedAt: profile.updatedAt },
      ...(into === undefined ? {} : { into }),
      ...(unsent === undefined ? {} : { unsent: JSON.stringify(unsent), unsentAt: now }),
    };
    if (revision === 1) {
      return { id, token, operation: { insertOne: { document: { _id: id, ...values, history: [...history] } } } };
    }
    const update = {
      $set: values,
      ...(into === undefined ? { $unset: { into: 1 as const } } : {}),
      ...(history.length === 0 ? {} : { $push: { history: { $each: [...history], $slice: -mostHistory } } }),
    };
    return { id, token, operation: { updateOne: { filter: { _id: id, revision: revision - 1 }, update } } };
  }

  async leftBehind(before: number, limit: number): Promise<readonly StoredProfile[]> {
    return (await this.#outbox.leftBehind(before, limit)).map(readProfile);
  }

  async clear(sent: readonly StoredProfile[]): Promise<readonly StoredProfile[]> {
    const overtaken = await this.#outbox.clear(sent);
    return overtaken.length === 0 ? [] : [...(await this.find(overtaken.map(profileId))).values()];
  }

  async list(after: string, limit: number): Promise<readonly StoredProfile[]> {
    const found = await this.profiles
      .find({ active: true, _id: { $gt: after } })
      .sort({ _id: 1 })
      .limit(limit)
      .project<Shown>(withoutHistory)
      .toArray();
    return found.map(readProfile);
  }

  count(): Promise<number> {
    return this.profiles.countDocuments({ active: true });
  }

  async history(id: ProfileId, before: number, limit: number): Promise<readonly PlacedEntry[]> {
    const found = await this.profiles.findOne({ _id: id }, { projection: { history: 1 } });
    const placed = (found?.history ?? []).map(placeOf).reverse();
    return placed.filter(({ position }) => position < before).slice(0, limit);
  }
}

/** A version has three entries at most: a merge, a split, a gain. */
const entriesPerVersion = 10;

function placeOf(entry: HistoryEntry, index: number, all: readonly HistoryEntry[]): PlacedEntry {
  const first = all.findIndex(({ version }) => version === entry.version);
  return { ...entry, position: entry.version * entriesPerVersion + index - first };
}

/** What `bodyOf` writes. */
interface Body {
  readonly content: ProfileContent;
  readonly segments: readonly Membership[];
  readonly changed: readonly string[];
}

export function bodyOf({ content, segments, changed }: Pick<StoredProfile, keyof Body>): string {
  const body: Body = { content, segments, changed };
  return JSON.stringify(body);
}

// eslint-disable-next-line no-restricted-syntax -- only this store writes this text
export const contentOf = (body: string): Body => JSON.parse(body) as Body;

export function readProfile(document: Shown): StoredProfile {
  const { _id, revision, version, born, into, component, componentVersion, updatedAt, unsent } = document;
  const { content, segments, changed } = contentOf(document.body);
  // eslint-disable-next-line no-restricted-syntax -- only this store writes this text
  const pending = unsent === undefined ? undefined : (JSON.parse(unsent) as Unsent);
  return {
    id: profileId(_id),
    ...{ revision, version, born, content, segments, changed, updatedAt },
    mergedInto: into === undefined ? undefined : profileId(into),
    basis: { component: recordId(component), version: componentVersion },
    unsent: pending,
  };
}
