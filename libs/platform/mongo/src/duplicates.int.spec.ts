import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openStore } from '@tributary/mongo-embedded';
import mongoose from 'mongoose';
import { isDuplicate, takenIn } from './index.ts';

describe('a write that failed', () => {
  let store: Awaited<ReturnType<typeof openStore>>;
  let client: mongoose.mongo.MongoClient;
  beforeAll(async () => {
    store = await openStore({ file: ':memory:' });
    client = await mongoose.mongo.MongoClient.connect(store.uri);
  });
  afterAll(async () => {
    await client.close();
    await store.close();
  });

  const things = () => client.db('test').collection<{ _id: number }>('things');
  const insert = (ids: readonly number[]): Promise<unknown> =>
    things()
      .bulkWrite(
        ids.map((_id) => ({ insertOne: { document: { _id } } })),
        { ordered: false },
      )
      .catch((error: unknown) => error);

  it('because keys were taken: which, and what became of the others', async () => {
    await insert([1, 3]);
    const taken = takenIn(await insert([1, 2, 3, 4]));
    expect(taken?.positions).toEqual([0, 2]);
    expect(taken?.result.insertedCount).toBe(2);
  });

  it('because its one key was taken', async () => {
    await insert([10]);
    const error: unknown = await things()
      .insertOne({ _id: 10 })
      .catch((failure: unknown) => failure);
    expect(isDuplicate(error)).toBe(true);
    expect(takenIn(error)).toBeUndefined();
  });

  it('because the whole command was refused: nothing of it was done, although no single write failed', async () => {
    await insert([20]);
    const result = takenIn(await insert([20, 21]))?.result;
    if (result === undefined) throw new Error('No key was taken.');
    // The driver wraps the refusal of a command that was part of a bulk write like this.
    const refusal = new mongoose.mongo.MongoServerError({ message: 'not primary', code: 10_107 });
    const error = new mongoose.mongo.MongoBulkWriteError(refusal, result);
    expect(error.writeErrors).toEqual([]);
    expect(takenIn(error)).toBeUndefined();
  });

  it('for any other reason', () => {
    expect(takenIn(new Error('connection closed'))).toBeUndefined();
    expect(isDuplicate(new Error('connection closed'))).toBe(false);
  });
});
