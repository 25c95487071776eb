/** kill -9 at random moments: what was acknowledged is there afterwards, and the indexes agree with the documents. `KILLS` says how often. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openStore } from '@tributary/mongo-embedded';
import mongoose from 'mongoose';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Collection, type Fields, makeIndex, untyped } from './bench.ts';

const kills = Number(process.env['KILLS'] ?? 20);
const extension = extname(import.meta.url);
const flags = extension === '.ts' ? ['--conditions=@tributary/source'] : [];

interface Acknowledged {
  readonly inserted: number[];
  increments: number;
}

/** A store in a process of its own, and where it listens. */
function startChild(file: string): Promise<{ child: ChildProcess; uri: string }> {
  const program = new URL(`./store-process-worker${extension}`, import.meta.url);
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...flags, program.pathname, file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    child.once('exit', () => {
      reject(new Error('the store process ended'));
    });
    child.stdout.once('data', (line: Buffer) => {
      resolve({ child, uri: line.toString().trim() });
    });
  });
}

/** Writes without pause until the store is gone; notes only what was acknowledged. */
async function writeUntilGone(collection: Collection, next: { id: number }, seen: Acknowledged): Promise<void> {
  for (;;) {
    const batch = Array.from({ length: 20 }, () => ({
      _id: next.id,
      tag: `t${next.id % 7}`,
      list: [next.id++ % 5, -1],
    }));
    try {
      await collection.insertMany(batch, { ordered: false });
      seen.inserted.push(...batch.map(({ _id }) => _id));
      await collection.updateOne({ _id: 'counter' }, { $inc: { n: 1 } }, { upsert: true });
      seen.increments++;
    } catch {
      return;
    }
  }
}

async function killedRound(file: string, next: { id: number }, seen: Acknowledged): Promise<void> {
  const { child, uri } = await startChild(file);
  const options = { serverSelectionTimeoutMS: 500, retryWrites: false };
  const client = await new mongoose.mongo.MongoClient(uri, options).connect();
  const collection = untyped(client.db('kill'), 'documents');
  const gone = new Promise((resolve) => child.once('exit', resolve));
  await makeIndex(collection, { tag: 1 });
  await makeIndex(collection, { list: 1 });
  const writing = writeUntilGone(collection, next, seen);
  await pause(20 + Math.random() * 200);
  child.kill('SIGKILL');
  await Promise.all([gone, writing]);
  await client.close();
}

describe('a store killed at random moments', () => {
  const folder: { path: string } = { path: '' };
  beforeAll(() => {
    folder.path = mkdtempSync(join(tmpdir(), 'tributary-kill-'));
  });
  afterAll(() => {
    rmSync(folder.path, { recursive: true, force: true });
  });

  it(
    'has everything that it acknowledged, and indexes that agree',
    async () => {
      const file = join(folder.path, 'store.sqlite');
      const seen: Acknowledged = { inserted: [], increments: 0 };
      const next = { id: 0 };
      for (let round = 0; round < kills; round++) await killedRound(file, next, seen);
      const store = await openStore({ file });
      const client = await new mongoose.mongo.MongoClient(store.uri).connect();
      const collection = untyped(client.db('kill'), 'documents');
      const stored = await collection.find({ tag: { $exists: true } }).toArray();
      const ids = new Set(stored.map(({ _id }) => _id));
      expect(seen.inserted.length).toBeGreaterThan(0);
      expect(seen.inserted.filter((id) => !ids.has(id))).toEqual([]);
      const counter = await collection.findOne({ _id: 'counter' });
      expect(counter?.['n']).toBeGreaterThanOrEqual(seen.increments);
      expect(counter?.['n']).toBeLessThanOrEqual(seen.increments + kills);
      for (const filter of [
        ...Array.from({ length: 7 }, (_, n): Fields => ({ tag: `t${n}` })),
        { list: 3 },
        { list: -1 },
      ]) {
        const scanned = await collection.find(filter).hint({ $natural: 1 }).toArray();
        expect(await collection.countDocuments(filter)).toBe(scanned.length);
      }
      await client.close();
      await store.close();
    },
    60_000 + kills * 5_000,
  );
});
