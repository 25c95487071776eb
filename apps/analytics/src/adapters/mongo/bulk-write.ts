/** Unordered bulk writes in which a taken key is an answer and every other failure is an error. */
import mongoose, { type Collection, type mongo } from 'mongoose';

const duplicateKey = 11_000;

export interface BulkAnswer {
  readonly matched: number;
  /** Positions of the operations whose key was taken. */
  readonly taken: readonly number[];
}

export async function bulkWrite<D extends mongo.Document>(
  collection: Collection<D>,
  operations: readonly mongo.AnyBulkWriteOperation<D>[],
): Promise<BulkAnswer> {
  if (operations.length === 0) return { matched: 0, taken: [] };
  try {
    const { matchedCount } = await collection.bulkWrite([...operations], { ordered: false });
    return { matched: matchedCount, taken: [] };
  } catch (error) {
    if (!(error instanceof mongoose.mongo.MongoBulkWriteError)) throw error;
    if (error.result.getWriteConcernError() !== undefined) throw error;
    const failures = [error.writeErrors].flat();
    if (failures.some(({ code }) => code !== duplicateKey)) throw error;
    return { matched: error.result.matchedCount, taken: failures.map(({ index }) => index) };
  }
}
