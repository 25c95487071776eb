import { describe, expect, it } from '@jest/globals';
import { recordId } from '@tributary/contracts';
import { factsOnly } from '@tributary/domain-identity';
import { connectStore, migrate } from '@tributary/mongo';
import { openStore } from '@tributary/mongo-embedded';
import { identityService } from '../../index.ts';
import { type StoredComponent } from '../../ports.ts';
import { storesContract } from '../stores-contract.ts';
import { mongoStores } from './mongo-stores.ts';
import { collections, type BlockEntryDocument } from './schemas.ts';

const clock = { now: () => 1_000 };

async function opened(namespace: string) {
  const store = await openStore({ file: ':memory:' });
  const connection = await connectStore({ uri: store.uri, database: 'identity', namespace });
  await migrate(connection, identityService);
  const close = async (): Promise<void> => {
    await connection.close();
    await store.close();
  };
  return { connection, close, [Symbol.asyncDispose]: close };
}

storesContract('embedded', async () => {
  const { connection, close } = await opened('contract');
  return { stores: mongoStores(connection, clock), close };
});

describe('a full block', () => {
  it('does not grow by those who enter it unknowingly, of whom whoever looks removes none', async () => {
    await using store = await opened('unknowing');
    const { blocks } = mongoStores(store.connection, clock);
    const entries = store.connection.collection<BlockEntryDocument>(collections.blockEntries);
    await blocks.announce([7]);
    await blocks.told([7]);
    const held: number[] = [];
    for (let round = 0; round < 3; round += 1) {
      const records = Array.from({ length: 60 }, (_, index) => recordId(`r_${round}_${index}`));
      await blocks.enter(new Map(records.map((record) => [record, [7, round + 100]])));
      expect((await blocks.find([7])).get(7)).toEqual({ records: [], told: true });
      held.push(await entries.countDocuments({ codes: 7, told: { $exists: false } }));
    }
    expect(held).toEqual([60, 120, 60]);
    expect((await blocks.find([100])).get(100)?.records).toHaveLength(60);
  });
});

describe('a record that has entered blocks before', () => {
  it('enters them anew where the store has forgotten it', async () => {
    await using store = await opened('forgotten');
    const { blocks } = mongoStores(store.connection, clock);
    const record = recordId('r_1');
    await blocks.enter(new Map([[record, [1, 2]]]));
    await store.connection.collection<BlockEntryDocument>(collections.blockEntries).deleteMany({});
    await blocks.enter(new Map([[record, [2, 3]]]));
    const found = await blocks.find([1, 2, 3]);
    expect([...found].map(([code, { records }]) => [code, records]).sort()).toEqual([
      [2, [record]],
      [3, [record]],
    ]);
  });
});

describe('a component that two processes write', () => {
  const id = recordId('r_1');
  const seenAt = (version: number, ...times: readonly number[]): StoredComponent => ({
    ...{ id, version, into: undefined, absorbing: [recordId('r_9')], unsettled: true, unmatched: [id] },
    ...{ decidedBy: 1, linkedBy: 1 },
    facts: factsOnly(times.map((time) => ({ id: recordId(`r_${time}`), firstAt: time, identifiers: [], traits: [] }))),
  });

  it('is read as it was written last, whatever either of them has read or tried to write before', async () => {
    await using store = await opened('two');
    const [one, other] = [mongoStores(store.connection, clock), mongoStores(store.connection, clock)];
    const readBy = async ({ components }: typeof one) => (await components.find([id])).get(id);
    await one.components.save([seenAt(1, 1)]);
    expect(await readBy(other)).toEqual(seenAt(1, 1));
    await other.components.save([seenAt(2, 1, 2)]);
    expect(await one.components.save([seenAt(2, 1, 3)])).toEqual(new Set());
    expect(await readBy(one)).toEqual(seenAt(2, 1, 2));
    await one.components.save([seenAt(3, 1, 2, 3)]);
    expect(await readBy(other)).toEqual(seenAt(3, 1, 2, 3));
    expect(await readBy(one)).toEqual(seenAt(3, 1, 2, 3));
  });
});
