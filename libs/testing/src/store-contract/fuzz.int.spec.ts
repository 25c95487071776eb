/**
 * The same seeded operations on the embedded store and on an oracle; and, where TEST_MONGODB_URI is set, on that server.
 * `FUZZ_SEQUENCES=10000 FUZZ_SEED=1 TEST_MONGODB_URI=... node tools/jest.mjs libs/testing/src/store-contract/fuzz`
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type OpenStore, openStore } from '@tributary/mongo-embedded';
import mongoose from 'mongoose';
import { type Client, untyped } from './bench.ts';
import { type Difference, fuzzSequence, type Side } from './fuzz.ts';
import { oracleSide } from './oracle-side.ts';
import { serverSide } from './server-side.ts';

const uri = process.env['TEST_MONGODB_URI'] ?? '';
const firstSeed = Number(process.env['FUZZ_SEED'] ?? 1);
const sequences = Number(process.env['FUZZ_SEQUENCES'] ?? (uri === '' ? 150 : 500));
const reported = 5; // differences are looked at one by one: the first few say it all

describe('the fuzz of the embedded store', () => {
  const open: { store?: OpenStore; ours?: Client; theirs?: Client } = {};
  beforeAll(async () => {
    open.store = await openStore({ file: ':memory:' });
    open.ours = await new mongoose.mongo.MongoClient(open.store.uri).connect();
    if (uri !== '') open.theirs = await new mongoose.mongo.MongoClient(uri).connect();
  });
  afterAll(async () => {
    await open.theirs?.db('fuzz').dropDatabase();
    await Promise.all([open.ours?.close(), open.theirs?.close()]);
    await open.store?.close();
  });

  const sideOf = (client: Client | undefined): Side => {
    if (!client) throw new Error('the store is not open');
    return serverSide(untyped(client.db('fuzz'), 'documents'));
  };

  const differences = async (other: () => Side, oracle: boolean): Promise<Difference[]> => {
    const found: Difference[] = [];
    for (let seed = firstSeed; seed < firstSeed + sequences && found.length < reported; seed++) {
      const difference = await fuzzSequence(seed, { left: sideOf(open.ours), right: other(), oracle });
      if (difference) found.push(difference);
    }
    return found;
  };

  it('agrees with plain arrays', async () => {
    expect(await differences(oracleSide, true)).toEqual([]);
  }, 3_600_000);

  if (uri !== '') {
    it('agrees with the server at TEST_MONGODB_URI', async () => {
      expect(await differences(() => sideOf(open.theirs), false)).toEqual([]);
    }, 3_600_000);
  }
});
