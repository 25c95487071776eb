/** Unordered bulk writes in which a taken key is an answer and every other failure is an error. */
import { takenIn } from '@tributary/mongo';
import { type Collection, type mongo } from 'mongoose';

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
    const taken = takenIn(error);
    if (taken === undefined) throw error;
    return { matched: taken.result.matchedCount, taken: taken.positions };
  }
}
