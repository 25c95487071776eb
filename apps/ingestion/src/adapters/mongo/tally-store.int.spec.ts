/** What became of messages is counted once, whoever counts and however often a batch comes. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connectStore, migrate } from '@tributary/mongo';
import { openStore } from '@tributary/mongo-embedded';
import { type Fate } from '../../bridge-topics/ports.ts';
import { ingestionService } from '../../index.ts';
import { bridgeCollections, type TallyDocument } from './bridge-schemas.ts';
import { MongoTallyStore } from './tally-store.ts';

const opened = async () => {
  const engine = await openStore({ file: ':memory:' });
  const connection = await connectStore({ uri: engine.uri, database: 'ingestion', namespace: '' });
  await migrate(connection, ingestionService);
  const close = async () => {
    await connection.close();
    await engine.close();
  };
  return { store: new MongoTallyStore(connection.collection<TallyDocument>(bridgeCollections.tallies)), close };
};

const bridge = (name: string, createdAt = '2026-03-01T10:00:00.000Z') => ({ name, createdAt });
const place = (partition: number) => ({ topic: 'shop.orders', partition });
const fates = (from: number, ...kinds: readonly Fate['kind'][]): readonly Fate[] =>
  kinds.map((kind, index) => ({ offset: from + index, kind, events: kind === 'taken' ? 2 : 0 }));

describe('a tally', () => {
  let opening: Awaited<ReturnType<typeof opened>>;
  beforeAll(async () => {
    opening = await opened();
  });
  afterAll(() => opening.close());

  it('counts what became of the messages of all partitions, by topic', async () => {
    const one = bridge('all');
    await opening.store.count(one, place(0), fates(7, 'taken', 'rejected', 'left-out'));
    await opening.store.count(one, place(1), fates(0, 'taken'));
    await opening.store.count(one, { topic: 'other', partition: 0 }, fates(0, 'left-out'));
    expect(await opening.store.of(one)).toEqual([
      { topic: 'other', taken: 0, rejected: 0, leftOut: 1, events: 0 },
      { topic: 'shop.orders', taken: 2, rejected: 1, leftOut: 1, events: 4 },
    ]);
  });

  it('counts a message once, though its batch comes again, in other pieces, or to two processes at once', async () => {
    const one = bridge('once');
    const all = fates(0, 'taken', 'taken', 'rejected', 'taken');
    await opening.store.count(one, place(0), all.slice(0, 2));
    await Promise.all([1, 2, 3].map(() => opening.store.count(one, place(0), all)));
    await opening.store.count(one, place(0), all.slice(2));
    expect(await opening.store.of(one)).toMatchObject([{ taken: 3, rejected: 1, events: 6 }]);
  });

  it('begins anew for a bridge that is made anew, and is forgotten with it', async () => {
    const [first, second] = [bridge('again'), bridge('again', '2026-03-02T10:00:00.000Z')];
    await opening.store.count(first, place(0), fates(0, 'taken'));
    await opening.store.count(second, place(0), fates(0, 'left-out'));
    expect(await opening.store.of(second)).toMatchObject([{ taken: 0, leftOut: 1 }]);
    await opening.store.forget('again');
    expect([await opening.store.of(first), await opening.store.of(second)]).toEqual([[], []]);
  });
});
