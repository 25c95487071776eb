/** Compare-and-set of many documents at once. */
import { takenIn } from '@tributary/mongo';
import { type Collection, type mongo } from 'mongoose';

/** Every document that a write of ours has touched bears the mark of the last one. */
export interface Marked {
  readonly _id: string;
  readonly rev: number;
  readonly by: string;
}

/**
 * Runs writes that each set `by` to `mark` under a filter on `rev`, or insert. Answers the ids whose write did not take place
 * because someone else wrote first; every other failure is thrown.
 */
export async function compareAndSet<D extends Marked>(
  collection: Collection<D>,
  writes: readonly { readonly id: string; readonly operation: mongo.AnyBulkWriteOperation<D> }[],
  mark: string,
): Promise<ReadonlySet<string>> {
  if (writes.length === 0) return new Set();
  const written = await effectOf(
    collection,
    writes.map((write) => write.operation),
  );
  if (written === writes.length) return new Set();
  const ids = writes.map((write) => write.id);
  // eslint-disable-next-line no-restricted-syntax -- the driver's filter type cannot see that D has a text _id
  const filter = { _id: { $in: ids }, by: mark } as unknown as mongo.Filter<D>;
  const ours = await collection.find(filter, { projection: { _id: 1 } }).toArray();
  const done = new Set<unknown>(ours.map((document) => document._id));
  return new Set(ids.filter((id) => !done.has(id)));
}

async function effectOf<D extends Marked>(
  collection: Collection<D>,
  operations: readonly mongo.AnyBulkWriteOperation<D>[],
): Promise<number> {
  try {
    const { matchedCount, insertedCount } = await collection.bulkWrite([...operations], { ordered: false });
    return matchedCount + insertedCount;
  } catch (error) {
    const taken = takenIn(error);
    if (taken === undefined) throw error;
    return taken.result.matchedCount + taken.result.insertedCount;
  }
}
