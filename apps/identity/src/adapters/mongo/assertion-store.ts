/** The last word on every pair in MongoDB: a word is only ever replaced by one that outranks it. */
import { recordId } from '@tributary/contracts';
import { pairKey, rankOf, type Assertion } from '@tributary/domain-identity';
import { inOneAnswer } from '@tributary/mongo';
import { type Collection } from 'mongoose';
import { type AssertionStore, type AssertionPosition } from '../../ports.ts';
import { writeUnordered } from './bulk.ts';
import { type AssertionDocument } from './schemas.ts';

export class MongoAssertionStore implements AssertionStore {
  constructor(private readonly assertions: Collection<AssertionDocument>) {}

  async find(ids: readonly string[]): Promise<ReadonlyMap<string, Assertion>> {
    const found = await this.assertions.find({ _id: { $in: [...ids] } }, inOneAnswer).toArray();
    return new Map(found.map((document) => [document._id, read(document)]));
  }

  async keep(words: readonly Assertion[]): Promise<void> {
    const operations = words.map((word) => {
      const rank = rankOf(word);
      const [a, b] = word.records;
      const { kind, by, at, why, until } = word;
      const values = { rank, kind, a, b, by, at, why };
      return {
        updateOne: {
          filter: { _id: pairKey(word.records), rank: { $lt: rank } }, // said already, or overtaken: the insert fails, which is as well
          update:
            until === undefined ? { $set: values, $unset: { until: 1 as const } } : { $set: { ...values, until } },
          upsert: true,
        },
      };
    });
    await writeUnordered(this.assertions, operations);
  }

  async list(before: AssertionPosition | undefined, limit: number): Promise<readonly Assertion[]> {
    const filter =
      before === undefined ? {} : { $or: [{ at: { $lt: before.at } }, { at: before.at, _id: { $lt: before.id } }] };
    return (await this.assertions.find(filter).sort({ at: -1, _id: -1 }).limit(limit).toArray()).map(read);
  }
}

function read({ a, b, kind, by, at, why, until }: AssertionDocument): Assertion {
  const word: Assertion = { kind, records: [recordId(a), recordId(b)], by, at, why };
  return until === undefined ? word : { ...word, until };
}
