/** Profiles with their memberships, timers and outbox: one document each, so one write is the whole truth. */
import { randomUUID } from 'node:crypto';
import { inOneAnswer } from '@tributary/mongo';
import { type Collection, type mongo } from 'mongoose';
import {
  type Claim,
  type Departed,
  type Member,
  type PendingChanges,
  type ProfileState,
  type ProfileStore,
  type ProfileWrite,
} from '../../ports.ts';
import { compareAndSet } from './bulk-write.ts';

export interface ProfileDocument extends Omit<ProfileState, 'id' | 'traits' | 'memberships'> {
  readonly _id: string;
  readonly by: string;
  /** JSON text, like the memberships: traits may have any names, and text is several times cheaper than nested BSON. */
  readonly traits: string;
  readonly memberships: string;
  /** The earliest timer; absent without one. */
  readonly nextAt?: number;
  /** Segments that the profile is in. */
  readonly in: readonly string[];
}

const claimFields = { records: 1, early: 1 } as const;
const departedFields = { state: 1, mergedInto: 1, erasedAt: 1 } as const;

const having = (records: readonly string[]): mongo.Filter<ProfileDocument> => ({
  records: { $in: [...records] },
  state: 'active',
});

export class MongoProfileStore implements ProfileStore {
  constructor(private readonly profiles: Collection<ProfileDocument>) {}

  async load(ids: readonly string[]): Promise<readonly ProfileState[]> {
    if (ids.length === 0) return [];
    const found = await this.profiles.find({ _id: { $in: [...ids] } }, inOneAnswer).toArray();
    return found.map(stateOf);
  }

  async owners(records: readonly string[]): Promise<readonly ProfileState[]> {
    if (records.length === 0) return [];
    return (await this.profiles.find(having(records), inOneAnswer).toArray()).map(stateOf);
  }

  async departed(ids: readonly string[]): Promise<readonly Departed[]> {
    if (ids.length === 0) return [];
    const filter: mongo.Filter<ProfileDocument> = { _id: { $in: [...ids] }, state: { $in: ['merged', 'erased'] } };
    const found = await this.profiles.find(filter, { ...inOneAnswer, projection: departedFields }).toArray();
    return found.map(({ _id, state, mergedInto, erasedAt }) => ({ id: _id, state, mergedInto, erasedAt }));
  }

  async claimants(records: readonly string[]): Promise<readonly Claim[]> {
    if (records.length === 0) return [];
    const found = await this.profiles.find(having(records), { ...inOneAnswer, projection: claimFields }).toArray();
    return found.map(({ _id, records: own, early }) => ({ id: _id, records: own, early }));
  }

  save(writes: readonly ProfileWrite[]): Promise<ReadonlySet<string>> {
    const mark = randomUUID();
    const operations = writes.map((write) => ({ id: write.after.id, operation: operationOf(write, mark) }));
    return compareAndSet(this.profiles, operations, mark);
  }

  async clear(published: readonly PendingChanges[]): Promise<readonly PendingChanges[]> {
    const profiles = published.map(({ profile }) => profile);
    const changes = published.flatMap((pending) => pending.changes.map(({ id }) => id));
    // An id names its profile, so all may be taken off all: one statement, which costs a fraction of one for each profile.
    await this.profiles.updateMany({ _id: { $in: profiles } }, { $pull: { outbox: { id: { $in: changes } } } });
    return [];
  }

  async due(until: number, limit: number): Promise<readonly string[]> {
    const found = await this.profiles
      .find({ nextAt: { $gt: 0, $lte: until } }, { projection: { _id: 1 } })
      .sort({ nextAt: 1 })
      .limit(limit)
      .toArray();
    return found.map((document) => document._id);
  }

  async leftBehind(before: number, limit: number): Promise<readonly PendingChanges[]> {
    const found = await this.profiles
      .find({ 'outbox.knownAt': { $lte: before } }, { projection: { outbox: 1 } })
      .limit(limit)
      .toArray();
    return found.map(({ _id, outbox }) => ({ profile: _id, changes: outbox }));
  }

  async page(options: { after: string; limit: number; segment?: string }): Promise<readonly ProfileState[]> {
    const { after, limit, segment } = options;
    const found = await this.profiles
      .find({ ...(segment === undefined ? {} : { in: segment }), _id: { $gt: after } })
      .sort({ _id: 1 })
      .limit(limit)
      .toArray();
    return found.map(stateOf);
  }

  async members(segment: string, after: string, limit: number): Promise<readonly Member[]> {
    const found = await this.profiles
      .find({ in: segment, _id: { $gt: after } }, { projection: { memberships: 1 } })
      .sort({ _id: 1 })
      .limit(limit)
      .toArray();
    return found.flatMap(({ _id, memberships }) => {
      const membership = membershipsIn(memberships)[segment];
      return membership === undefined ? [] : [{ profile: _id, membership }];
    });
  }

  size(segment: string): Promise<number> {
    return this.profiles.countDocuments({ in: segment });
  }

  count(): Promise<number> {
    return this.profiles.countDocuments({});
  }
}

function stateOf(document: ProfileDocument): ProfileState {
  const {
    _id: id,
    rev,
    version,
    state,
    mergedInto,
    erasedAt,
    records,
    early,
    traitsAt,
    firstSeenAt,
    outbox,
  } = document;
  const traits = traitsIn(document.traits);
  const memberships = membershipsIn(document.memberships);
  return {
    id,
    rev,
    version,
    state,
    mergedInto,
    erasedAt,
    records,
    early,
    traits,
    traitsAt,
    firstSeenAt,
    memberships,
    outbox,
  };
}

/* eslint-disable no-restricted-syntax -- written by `operationOf` below and by nobody else */
const traitsIn = (text: string): ProfileState['traits'] => JSON.parse(text) as ProfileState['traits'];
const membershipsIn = (text: string): ProfileState['memberships'] => JSON.parse(text) as ProfileState['memberships'];
/* eslint-enable no-restricted-syntax */

function operationOf(
  { before, after, changes }: ProfileWrite,
  mark: string,
): mongo.AnyBulkWriteOperation<ProfileDocument> {
  const memberships = Object.entries(after.memberships);
  const timers = memberships.flatMap(([, { nextChange }]) => (nextChange === null ? [] : [nextChange]));
  const timer = timers.length === 0 ? {} : { nextAt: Math.min(...timers) };
  const fields = {
    rev: (before?.rev ?? 0) + 1,
    by: mark,
    memberships: JSON.stringify(after.memberships),
    in: memberships.filter(([, { member }]) => member).map(([segment]) => segment),
    ...timer,
  };
  if (before === undefined) {
    return { insertOne: { document: { _id: after.id, ...fields, ...personOf(after), outbox: [...changes] } } };
  }
  return {
    updateOne: {
      filter: { _id: after.id, rev: before.rev },
      update: {
        $set: isSamePerson(before, after) ? fields : { ...fields, ...personOf(after) },
        ...(timers.length === 0 ? { $unset: { nextAt: '' } } : {}),
        ...(changes.length === 0 ? {} : { $push: { outbox: { $each: [...changes] } } }),
      },
    },
  };
}

function personOf({
  version,
  state,
  mergedInto,
  erasedAt,
  records,
  early,
  traits,
  traitsAt,
  firstSeenAt,
}: ProfileState) {
  return {
    version,
    state,
    mergedInto,
    erasedAt,
    records,
    early,
    traits: JSON.stringify(traits),
    traitsAt,
    firstSeenAt,
  };
}

/** Most writes are of memberships alone; what was not touched is the very same value. */
const isSamePerson = (before: ProfileState, after: ProfileState): boolean =>
  before.version === after.version &&
  before.state === after.state &&
  before.records === after.records &&
  before.early === after.early &&
  before.traits === after.traits &&
  before.firstSeenAt === after.firstSeenAt;
