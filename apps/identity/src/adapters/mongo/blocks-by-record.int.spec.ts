import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { codeOfKey } from '@tributary/domain-identity';
import { connectStore, migrate } from '@tributary/mongo';
import { type OpenStore, openStore } from '@tributary/mongo-embedded';
import { type Connection } from 'mongoose';
import { identityService } from '../../index.ts';
import { type Block } from '../../ports.ts';
import { mongoStores } from './mongo-stores.ts';

interface BlockOfRecords {
  _id: string;
  records: string[];
  told?: boolean;
  announcedAt?: number;
}

describe('blocks that were documents of their own', () => {
  const open: { store?: OpenStore; connection?: Connection } = {};
  const connection = (): Connection => {
    if (!open.connection) throw new Error('the store is not open');
    return open.connection;
  };
  beforeAll(async () => {
    open.store = await openStore({ file: ':memory:' });
    open.connection = await connectStore({ uri: open.store.uri, database: 'identity', namespace: 'before' });
  });
  afterAll(async () => {
    await open.connection?.close();
    await open.store?.close();
  });

  it('are found by records as they were: open, announced, and told', async () => {
    const old = connection().collection<BlockOfRecords>('blocks');
    await old.insertMany([
      { _id: 'email|1z', records: ['r_1', 'r_2'] },
      { _id: 'initials+birth|zz', records: ['r_2', 'r_3'] },
      { _id: 'last+birth|5', records: ['r_1', 'r_2', 'r_3'], announcedAt: 7 },
      { _id: 'names|6', records: [], told: true },
    ]);
    await migrate(connection(), identityService);
    await migrate(connection(), identityService);
    const { blocks } = mongoStores(connection(), { now: () => 1_000 });
    const keys = ['email|1z', 'initials+birth|zz', 'last+birth|5', 'names|6', 'names|7'];
    const found = await blocks.find(keys.map(codeOfKey));
    const shown = (block: Block | undefined) => block && [[...block.records].sort(), block.told];
    expect(keys.map((key) => shown(found.get(codeOfKey(key))))).toEqual([
      [['r_1', 'r_2'], false],
      [['r_2', 'r_3'], false],
      [['r_1', 'r_2', 'r_3'], false],
      [[], true],
      undefined,
    ]);
    expect(await blocks.leftBehind(Number.MAX_SAFE_INTEGER, 10)).toEqual([codeOfKey('last+birth|5')]);
    expect(await old.countDocuments()).toBe(0);
  });
});
