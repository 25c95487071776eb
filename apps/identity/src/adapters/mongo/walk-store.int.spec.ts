import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { connectStore, migrate } from '@tributary/mongo';
import { openStore } from '@tributary/mongo-embedded';
import { identityService } from '../../index.ts';
import { type Walk, type WalkRow } from '../../walk-components/walk-store.ts';
import { collections, type WalkDocument, type WalkRowDocument } from './schemas.ts';
import { MongoWalkStore } from './walk-store.ts';

let store: MongoWalkStore<number, string>;
let other: MongoWalkStore<number, string>;
let close: () => Promise<void>;

beforeAll(async () => {
  const engine = await openStore({ file: ':memory:' });
  const connection = await connectStore({ uri: engine.uri, database: 'identity', namespace: 'walks' });
  await migrate(connection, identityService);
  const parts = {
    walks: connection.collection<WalkDocument>(collections.walks),
    rows: connection.collection<WalkRowDocument>(collections.walkRows),
  };
  store = new MongoWalkStore('trial', parts);
  other = new MongoWalkStore('other', parts);
  close = async () => {
    await connection.close();
    await engine.close();
  };
});
afterAll(() => close());

const walk = (id: string, run = 1): Walk<number> => ({
  ...{ id, run, position: '', looked: 0, total: 4, startedAt: 1, endedAt: undefined, sum: 0 },
});

async function rowsOf(one: Walk<number>, from = ''): Promise<string[]> {
  const rows: WalkRow<string>[] = [];
  for await (const row of store.rows(one, from)) rows.push(row);
  return rows.map(({ component, row }) => `${component} ${row}`);
}

it('a walk is begun once, whoever begins it, and belongs to its kind', async () => {
  expect(await store.begin(walk('a'))).toBe(true);
  expect(await store.begin(walk('a'))).toBe(false);
  expect(await store.find('a')).toEqual(walk('a'));
  expect(await other.find('a')).toBe(undefined);
  expect(await other.unfinished()).toBe(undefined);
});

it('goes on from one position once, and keeps of a page what its last look at it has found', async () => {
  const first = walk('b');
  await store.begin(first);
  const next = { ...first, position: 'r_2', looked: 2, sum: 7 };
  const row = (component: string): WalkRow<string> => ({ component, row: 'found' });
  expect(await store.advance({ ...first, position: 'r_0' }, next, [row('r_1'), row('r_2')])).toBe(false); // then it died
  expect(await store.advance(first, next, [row('r_2')])).toBe(true);
  expect(await store.advance(first, next, [row('r_2')])).toBe(false);
  expect(await store.find('b')).toEqual(next);
  const end = { ...next, position: 'r_4', endedAt: 5 };
  expect(await store.advance(next, end, [row('r_3'), row('r_4')])).toBe(true);
  expect(await rowsOf(end)).toEqual(['r_2 found', 'r_3 found', 'r_4 found']);
  expect(await rowsOf(end, 'r_3')).toEqual(['r_3 found', 'r_4 found']);
});

it('one that is begun anew forgets its rows, and is not disturbed by who walks the run before', async () => {
  const first = walk('c');
  await store.begin(first);
  const next = { ...first, position: 'r_1', looked: 1 };
  await store.advance(first, next, [{ component: 'r_1', row: 'old' }]);
  const anew = walk('c', 2);
  expect(await store.begin(anew)).toBe(true);
  expect(await store.advance(next, { ...next, endedAt: 9 }, [{ component: 'r_2', row: 'late' }])).toBe(false);
  expect(await store.find('c')).toEqual(anew);
  expect(await rowsOf(anew)).toEqual([]);
  expect(await rowsOf(next)).toEqual(['r_2 late']); // the next beginning forgets it
  await store.begin(walk('c', 3));
  expect(await rowsOf(next)).toEqual([]);
});
