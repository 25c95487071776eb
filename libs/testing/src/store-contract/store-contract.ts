/** What every store must do that a service of ours may be pointed at: run against the embedded store and against MongoDB servers. */
import { afterAll, beforeAll, describe, it } from '@jest/globals';
import mongoose from 'mongoose';
import { type Bench, type Client, type Database, type RunningStore, untyped } from './bench.ts';
import { aggregationContract } from './aggregation-contract.ts';
import { deviationsOf } from './deviations.ts';
import { documentContract } from './document-contract.ts';
import { indexContract } from './index-contract.ts';
import { queryContract } from './query-contract.ts';
import { serverContract } from './server-contract.ts';
import { updateContract } from './update-contract.ts';

export function storeContract(name: string, connect: () => Promise<RunningStore>): void {
  describe(`${name} keeps the store contract`, () => {
    const open: { store?: RunningStore; client?: Client; deviates?: ReadonlySet<string> } = {};
    let collections = 0;
    const database = (): Database => {
      if (!open.client) throw new Error('the store is not open');
      return open.client.db(`contract_${process.pid}`);
    };
    beforeAll(async () => {
      open.store = await connect();
      open.client = await new mongoose.mongo.MongoClient(open.store.uri).connect();
      open.deviates = await deviationsOf(database());
      await database().dropDatabase();
    });
    afterAll(async () => {
      await database().dropDatabase();
      await open.client?.close();
      await open.store?.close();
    });
    const bench: Bench = {
      database,
      collection: () => untyped(database(), `c${++collections}`),
      uri: () => open.store?.uri ?? '',
      it: (title, test) => {
        it(title, async () => {
          if (!open.deviates?.has(title)) await test();
        });
      },
    };
    describe('documents and types', () => {
      documentContract(bench);
    });
    describe('queries', () => {
      queryContract(bench);
    });
    describe('updates', () => {
      updateContract(bench);
    });
    describe('indexes', () => {
      indexContract(bench);
    });
    describe('aggregation', () => {
      aggregationContract(bench);
    });
    describe('the server', () => {
      serverContract(bench);
    });
  });
}
