/**
 * Topics come in any order to each other: while one lane takes events in, others learn whose their records are. Wherever between two
 * calls of the store that happens, and wherever the process dies, the end is the same.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Output, type Received } from '@tributary/bus';
import { type EventResolved, type ProfileUpdated } from '@tributary/contracts';
import { connectStore, migrate } from '@tributary/mongo';
import { openStore } from '@tributary/mongo-embedded';
import { type Collection, type Connection } from 'mongoose';
import { type ActivityDocument, MongoActivityStore } from '../adapters/mongo/activity-store.ts';
import { MongoProfileStore, type ProfileDocument } from '../adapters/mongo/profile-store.ts';
import { collections } from '../adapters/mongo/schemas.ts';
import { type Segments, segmentsOf } from '../define-segments/catalogue.ts';
import { segmentationService } from '../index.ts';
import { KnowProfiles } from '../know-profiles/know-profiles.ts';
import { SettleProfiles } from '../settle-profiles/settle-profiles.ts';
import { erased, order, resolved, updated } from '../testing/messages.ts';
import { FollowEvents } from './follow-events.ts';

const now = Date.parse('2026-02-01');
const rule = { did: order, count: { atLeast: 2 }, ever: true } as const;
const regulars = { id: 'regulars', name: 'Regulars', createdAt: 0, version: 1, active: { version: 1, rule, at: 0 } };
const segments = segmentsOf(1, [{ ...regulars, build: null, deleted: false }]);

type Batch =
  { readonly snapshots: readonly Output<ProfileUpdated>[] } | { readonly events: readonly Output<EventResolved>[] };

const received = <T>({ topic, key, id, value }: Output<T>): Received<T> => ({
  ...{ topic: topic.name, partition: 0, offset: 0, key, id, value, time: now, appendedAt: now, traceparent: undefined },
});

/** Does something before each call of a store. */
const watched = <T extends object>(store: T, before: () => Promise<void>): T =>
  new Proxy(store, {
    get: (target, name) => {
      const found: unknown = Reflect.get(target, name);
      if (typeof found !== 'function') return found;
      return async (...given: unknown[]): Promise<unknown> => {
        await before();
        return Reflect.apply(found, target, given);
      };
    },
  });

const orders = (profile: string, record: string, ...days: number[]): Batch => ({
  events: days.map((day) => resolved(profile, { id: `e${day}`, record, time: `2026-01-0${day}` })),
});
const bob = { snapshots: [updated({ profile: 'p_bob', version: 1, records: ['r_bob'] })] };
const bobGoes: Batch = { snapshots: [updated({ profile: 'p_bob', version: 2, mergedInto: 'p_ann' })] };
const bobIsErased = { snapshots: [erased('p_bob', 2)] };
const bobReturns: Batch = { snapshots: [...bobIsErased.snapshots, ...bob.snapshots] };
const nothing: Batch = { events: [] };
const annWithBob: Batch = { snapshots: [updated({ profile: 'p_ann', version: 1, records: ['r_ann', 'r_bob'] })] };
const annAlone: Batch = { snapshots: [updated({ profile: 'p_ann', version: 2, records: ['r_ann'] })] };
const bought = orders('p_bob', 'r_bob', 1, 2);
const boughtAsAnn = orders('p_ann', 'r_bob', 1, 2);
const [boughtOnce, boughtAgain] = [orders('p_bob', 'r_bob', 1), orders('p_bob', 'r_bob', 2)];

const merged = ['p_ann active r_ann,r_bob in regulars', 'p_bob merged', 'activity of r_bob'];
const split = ['p_ann active r_ann', 'p_bob active r_bob in regulars', 'activity of r_bob'];

interface Interruption {
  /** Before which call of the store others work through what. */
  readonly others: readonly { readonly at: number; readonly other: Batch }[];
  /** Whether the process makes no call after the last of them. */
  readonly dies: boolean;
}

/** Two batches of others, in order, at any calls; past the last means afterwards. */
function interruptionsBy([one, another]: readonly [Batch, Batch], calls: number): readonly Interruption[] {
  const moments = Array.from({ length: calls + 1 }, (_, at) => at + 1);
  return moments.flatMap((first) =>
    moments
      .filter((second) => second >= first)
      .flatMap((second) => {
        const others = [
          { at: first, other: one },
          { at: second, other: another },
        ];
        return [false, true].map((dies) => ({ others, dies }));
      }),
  );
}

function shown({ _id, state, records, early, in: entered }: ProfileDocument): string {
  const claimed = early.length > 0 ? `early ${early.join()}` : '';
  const within = entered.length > 0 ? `in ${entered.join()}` : '';
  return [_id, state, records.join(), claimed, within].filter((text) => text !== '').join(' ');
}

describe('a record that changes hands while a batch is worked through', () => {
  let store: Awaited<ReturnType<typeof openStore>>;
  let connection: Connection;
  let profiles: Collection<ProfileDocument>;
  let activities: Collection<ActivityDocument>;

  beforeAll(async () => {
    store = await openStore({ file: ':memory:' });
    connection = await connectStore({ uri: store.uri, database: 'segmentation', namespace: '' });
    await migrate(connection, segmentationService);
    profiles = connection.collection(collections.profiles);
    activities = connection.collection(collections.activities);
  });
  afterAll(async () => {
    await connection.close();
    await store.close();
  });

  const lane = (before: () => Promise<void> = () => Promise.resolve()) => {
    const kept = {
      profiles: watched(new MongoProfileStore(profiles), before),
      activities: watched(new MongoActivityStore(activities), before),
    };
    const publish = { added: () => Promise.resolve() };
    const settle = new SettleProfiles({ ...kept, publish, clock: { now: () => now } });
    const catalogue = { use: <T>(work: (current: Segments) => Promise<T>) => work(segments) };
    const [know, follow] = [
      new KnowProfiles({ catalogue, ...kept, settle }),
      new FollowEvents({ catalogue, ...kept, settle }),
    ];
    return (batch: Batch): Promise<void> =>
      'snapshots' in batch ? know.all(batch.snapshots.map(received)) : follow.all(batch.events.map(received));
  };

  /** What is kept in the end, and how many calls of the store the batch took. */
  const outcome = async (known: readonly Batch[], batch: Batch, { others, dies }: Interruption) => {
    await profiles.deleteMany({});
    await activities.deleteMany({});
    for (const one of known) await lane()(one);
    let calls = 0;
    let open = others;
    const upTo = async (call: number): Promise<boolean> => {
      const due = open.filter(({ at }) => at <= call);
      open = open.filter(({ at }) => at > call);
      for (const { other } of due) await lane()(other);
      return due.length > 0 && open.length === 0;
    };
    const work = lane(async () => {
      calls += 1;
      if ((await upTo(calls)) && dies) throw new Error('killed');
    });
    await work(batch).catch(() => lane()(batch));
    await upTo(Infinity);
    const kept = (await activities.find({}).sort({ _id: 1 }).toArray()).map(({ _id }) => `activity of ${_id}`);
    return { calls, end: [...(await profiles.find({}).sort({ _id: 1 }).toArray()).map(shown), ...kept] };
  };

  it.each<[string, readonly Batch[], Batch, readonly [Batch, Batch], readonly string[]]>([
    ['orders of somebody unknown, merged meanwhile', [], bought, [annWithBob, bobGoes], merged],
    ['the same, the other way round', [], bought, [bobGoes, annWithBob], merged],
    ['orders of somebody known, merged meanwhile', [bob], bought, [annWithBob, bobGoes], merged],
    ['the same with an order before', [bob, boughtOnce], boughtAgain, [annWithBob, bobGoes], merged],
    ['orders from after the merge, before any snapshot of it', [bob], boughtAsAnn, [annWithBob, bobGoes], merged],
    ['the same, the other way round', [bob], boughtAsAnn, [bobGoes, annWithBob], merged],
    ['the snapshot of a merge, orders meanwhile', [], annWithBob, [bought, bobGoes], merged],
    ['the snapshot of one who goes, orders meanwhile', [bob], bobGoes, [bought, annWithBob], merged],
    ['the same, the other way round', [bob], bobGoes, [annWithBob, bought], merged],
    ['orders from before a split', [annWithBob], boughtAsAnn, [annAlone, bob], split],
    ['the same, the other way round', [annWithBob], boughtAsAnn, [bob, annAlone], split],
    ['orders whose owner has lost the record already', [annAlone], boughtAsAnn, [bob, annAlone], split],
    ['the snapshot of a split, orders meanwhile', [annAlone], bob, [boughtAsAnn, annAlone], split],
    ['orders of somebody unknown, erased meanwhile', [], bought, [bob, bobIsErased], ['p_bob erased']],
    ['orders of somebody known, erased meanwhile', [bob], boughtAgain, [boughtOnce, bobIsErased], ['p_bob erased']],
    ['the end of somebody, orders meanwhile', [bob], bobIsErased, [boughtOnce, boughtAgain], ['p_bob erased']],
    ['the end of somebody who comes back', [bob, bought], bobReturns, [nothing, nothing], ['p_bob active r_bob']],
  ])(
    '%s',
    async (_name, known, batch, others, expected) => {
      const { calls } = await outcome(known, batch, { others: [], dies: false });
      const wrong: string[] = [];
      for (const interruption of interruptionsBy(others, calls)) {
        const found = (await outcome(known, batch, interruption)).end.join('; ');
        const moments = interruption.others.map(({ at }) => at).join(' and ');
        if (found !== expected.join('; ')) wrong.push(`${moments}${interruption.dies ? ', killed' : ''}: ${found}`);
      }
      expect(wrong).toEqual([]);
    },
    120_000,
  );
});
