/** What becomes of changes whose process dies before, while or after they are published. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Output } from '@tributary/bus';
import { connectStore, migrate } from '@tributary/mongo';
import { openStore } from '@tributary/mongo-embedded';
import { type Connection } from 'mongoose';
import { MongoProfileStore } from '../adapters/mongo/profile-store.ts';
import { collections } from '../adapters/mongo/schemas.ts';
import { segmentationService } from '../index.ts';
import { type PendingChange, type ProfileState, type ProfileWrite } from '../ports.ts';
import { PublishChanges } from './publish-changes.ts';

const now = Date.parse('2026-02-01');
const graceMs = 10_000;

const state = (id: string, rev: number, outbox: readonly PendingChange[] = []): ProfileState => ({
  ...{ id, rev, version: 1, state: 'active', mergedInto: null, erasedAt: null, records: [`r_${id}`], early: [] },
  ...{ traits: {}, traitsAt: 0, firstSeenAt: 0, memberships: {}, outbox },
});

const change = (profile: string, sequence: number, knownAt = now): PendingChange => ({
  ...{ id: `${profile}:loyal:${sequence}`, segment: 'loyal', ruleVersion: 1, sequence, knownAt, effectiveAt: knownAt },
  ...{ change: sequence % 2 === 1 ? 'entered' : 'left', because: '3 of 3 orders' },
});

describe('changes of memberships that were not published', () => {
  let store: Awaited<ReturnType<typeof openStore>>;
  let connection: Connection;
  let profiles: MongoProfileStore;
  let log: string[];
  let counted: string[];

  beforeAll(async () => {
    store = await openStore({ file: ':memory:' });
    connection = await connectStore({ uri: store.uri, database: 'segmentation', namespace: '' });
    await migrate(connection, segmentationService);
    profiles = new MongoProfileStore(connection.collection(collections.profiles));
  });
  afterAll(async () => {
    await connection.close();
    await store.close();
  });
  beforeEach(async () => {
    await connection.collection(collections.profiles).deleteMany({});
    log = [];
    counted = [];
  });

  const publisher = {
    publish: (outputs: readonly Output[]): Promise<void> => {
      log.push(...outputs.map(({ id }) => id));
      return Promise.resolve();
    },
  };
  const observe = ({ id }: PendingChange): void => void counted.push(id);
  const living = () => new PublishChanges({ publisher, profiles, observe });
  const dying = () =>
    new PublishChanges({ publisher: { publish: () => Promise.reject(new Error('killed')) }, profiles, observe });
  const write = async (one: ProfileWrite): Promise<ProfileWrite> => {
    expect(await profiles.save([one])).toEqual(new Set());
    return one;
  };
  const loaded = async (id: string): Promise<ProfileState> => {
    const [found] = await profiles.load([id]);
    if (found === undefined) throw new Error(`${id} is not there.`);
    return found;
  };

  it('go out in order when their time of grace is over, and no sooner', async () => {
    const first = await write({ before: undefined, after: state('p', 1), changes: [change('p', 1), change('p', 2)] });
    await expect(dying().added([first])).rejects.toThrow('killed');
    expect(await living().abandoned(now + graceMs - 1, 10)).toBe(0);
    expect(await living().abandoned(now + graceMs, 10)).toBe(1);
    expect(log).toEqual(['p:loyal:1', 'p:loyal:2']);
    expect(counted).toEqual(log);
    expect(await living().abandoned(now + graceMs, 10)).toBe(0);
  });

  it('go out before what the next write adds', async () => {
    await write({ before: undefined, after: state('p', 1), changes: [change('p', 1)] });
    const before = await loaded('p');
    await living().added([await write({ before, after: state('p', 2), changes: [change('p', 2)] })]);
    expect(log).toEqual(['p:loyal:1', 'p:loyal:2']);
    expect((await loaded('p')).outbox).toEqual([]);
  });

  it('stay when another process adds them while older ones are published', async () => {
    const first = await write({ before: undefined, after: state('p', 1), changes: [change('p', 1)] });
    const slow = new PublishChanges({
      ...{ profiles, observe },
      publisher: {
        publish: async (outputs) => {
          await write({ before: await loaded('p'), after: state('p', 2), changes: [change('p', 2)] });
          await publisher.publish(outputs);
        },
      },
    });
    await slow.added([first]);
    expect(log).toEqual(['p:loyal:1']);
    expect((await loaded('p')).outbox.map(({ id }) => id)).toEqual(['p:loyal:2']);
  });

  it('are of no interest where nothing has changed', async () => {
    await living().added([await write({ before: undefined, after: state('p', 1), changes: [] })]);
    expect(log).toEqual([]);
  });
});
