/** The embedded store through the wire against raw node:sqlite in the same run: what protocol, driver and documents cost. */
import { openStore } from '@tributary/mongo-embedded';
import mongoose from 'mongoose';
import { mkdtempSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ratio, round, throughput } from './measure.ts';

type Documents = mongoose.mongo.Collection<Profile>;
interface Profile {
  _id: string;
  n?: number;
  rev?: number;
  name?: string;
  address?: { city: string; note: string };
}

const documentsOf = (client: mongoose.mongo.MongoClient): Documents =>
  client.db('bench').collection<Profile>('profiles');

const documents = 20_000;
const batch = 500; // what the services write at once

const profile = (index: number): Profile => ({
  _id: `profile-${index}`,
  n: index,
  name: `name ${index}`,
  address: { city: 'Ulm', note: 'x'.repeat(200) },
});
const batchOf = (index: number): Profile[] => Array.from({ length: batch }, (_, i) => profile(index * batch + i));

export interface StoreRates {
  readonly insertsPerSecond: number;
  readonly upsertsPerSecond: number;
  readonly findsPerSecond: number;
  readonly findsInFlightPerSecond: number;
  readonly findsOfManyPerSecond: number;
  readonly compareAndSetPerSecond: number;
}

export interface StoreFigures extends StoreRates {
  readonly rawInsertsPerSecond: number;
  readonly rawGetsPerSecond: number;
  /** The store's batched inserts to inserts of the same bytes into SQLite, both durable. */
  readonly insertRatio: number;
  /** Documents found by `$in` of 500 keys to raw gets by key. */
  readonly findRatio: number;
}

export async function benchStore(): Promise<StoreFigures> {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-bench-store-'));
  const store = await openStore({ file: join(folder, 'store.sqlite') });
  const client = await new mongoose.mongo.MongoClient(store.uri).connect();
  try {
    const own = await measureStore(documentsOf(client));
    const raw = measureRaw(join(folder, 'raw.sqlite'));
    return {
      ...own,
      ...raw,
      insertRatio: ratio(own.insertsPerSecond, raw.rawInsertsPerSecond),
      findRatio: ratio(own.findsOfManyPerSecond, raw.rawGetsPerSecond),
    };
  } finally {
    await client.close();
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What a server of the MongoDB protocol does for one client, in batches as the services write them. */
export async function measureStore(collection: Documents): Promise<StoreRates> {
  const batches = documents / batch;
  const inserts = await throughput(batches, 2, (index) => collection.insertMany(batchOf(index), { ordered: false }));
  const upserts = await throughput(batches, 2, (index) =>
    collection.bulkWrite(
      batchOf(index + batches / 2).map(({ _id }) => ({
        updateOne: { filter: { _id }, update: { $set: { name: 'new' }, $inc: { n: 1 } }, upsert: true },
      })),
      { ordered: false },
    ),
  );
  const one = (index: number): Promise<unknown> => collection.findOne({ _id: `profile-${(index * 7) % documents}` });
  const many = await throughput(batches, 2, (index) =>
    collection.find({ _id: { $in: batchOf(index).map(({ _id }) => _id) } }, { batchSize: batch }).toArray(),
  );
  await collection.insertOne({ _id: 'compare-and-set', rev: 0 });
  return {
    insertsPerSecond: round(inserts * batch),
    upsertsPerSecond: round(upserts * batch),
    findsPerSecond: round(await throughput(3_000, 1, one)),
    findsInFlightPerSecond: round(await throughput(10_000, 32, one)),
    findsOfManyPerSecond: round(many * batch),
    compareAndSetPerSecond: round(
      await throughput(1_000, 1, (rev) =>
        collection.updateOne({ _id: 'compare-and-set', rev }, { $set: { rev: rev + 1 } }),
      ),
    ),
  };
}

/** The ceiling: the same bytes under the same keys, no protocol, one commit for a batch. */
function measureRaw(file: string) {
  const database = new DatabaseSync(file);
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE p (id TEXT PRIMARY KEY, doc BLOB)');
  const insert = database.prepare('INSERT INTO p VALUES (?, ?)');
  const get = database.prepare('SELECT doc FROM p WHERE id = ?');
  const rows = Array.from({ length: documents }, (_, i) => profile(i)).map(
    (row) => [row._id, mongoose.mongo.BSON.serialize(row)] as const,
  );
  const perSecond = (work: () => void): number => {
    const started = performance.now();
    work();
    return round((documents / (performance.now() - started)) * 1_000);
  };
  const rawInsertsPerSecond = perSecond(() => {
    for (const [index, [id, bytes]] of rows.entries()) {
      if (index % batch === 0) database.exec('BEGIN');
      insert.run(id, bytes);
      if (index % batch === batch - 1) database.exec('COMMIT');
    }
  });
  const rawGetsPerSecond = perSecond(() => {
    for (const [id] of rows) get.get(id);
  });
  database.close();
  return { rawInsertsPerSecond, rawGetsPerSecond };
}
