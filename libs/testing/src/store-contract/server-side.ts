/** A server as one side of the fuzz. */
import { codeOf, type Collection, type Fields, makeIndex } from './bench.ts';
import { type Side } from './fuzz.ts';

/** An error counts as a refusal: texts and codes differ between servers, the fact must not. */
async function orRefused(work: () => Promise<unknown>): Promise<unknown> {
  try {
    return await work();
  } catch {
    return 'refused';
  }
}

const changed = ({ matchedCount, modifiedCount }: { matchedCount: number; modifiedCount: number }): Fields => ({
  matchedCount,
  modifiedCount,
});

export function serverSide(collection: Collection): Side {
  return {
    reset: async (documents) => {
      await codeOf(collection.drop());
      await collection.insertMany([...documents]);
    },
    createIndex: async (key) => {
      await codeOf(makeIndex(collection, key));
    },
    find: (filter, sort) => orRefused(() => collection.find(filter).sort(sort).toArray()),
    count: (filter) => orRefused(() => collection.countDocuments(filter)),
    distinct: (path, filter) => orRefused(async () => (await collection.distinct(path, filter)).map(String).sort()),
    aggregate: (pipeline) => orRefused(() => collection.aggregate(pipeline).toArray()),
    update: (filter, update, { multi }) =>
      orRefused(async () =>
        changed(await (multi ? collection.updateMany(filter, update) : collection.updateOne(filter, update))),
      ),
    remove: (filter) => orRefused(async () => (await collection.deleteMany(filter)).deletedCount),
    all: () => collection.find().sort({ _id: 1 }).toArray(),
  };
}
