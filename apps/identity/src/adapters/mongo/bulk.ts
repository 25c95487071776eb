/** Batches of independent writes: each succeeds or loses a race by itself, and the writer learns which. */
import { type followed, takenIn } from '@tributary/mongo';
import { type Collection, type mongo } from 'mongoose';

/** `followed`, or nothing. */
export type WriteOptions = Partial<typeof followed>;

type Operation<D extends mongo.Document> = mongo.AnyBulkWriteOperation<D>;

/**
 * How many documents were written; a duplicate key is a lost race, every other failure is thrown. Each kind of operation is a command of
 * its own, and they are sent side by side: one after another each would wait for a commit.
 */
export async function writeUnordered<D extends mongo.Document>(
  collection: Collection<D>,
  operations: readonly Operation<D>[],
  options: WriteOptions = {},
): Promise<number> {
  const written = await Promise.all(byKind(operations).map((some) => writeSome(collection, some, options)));
  return written.reduce((sum, count) => sum + count, 0);
}

async function writeSome<D extends mongo.Document>(
  collection: Collection<D>,
  operations: Operation<D>[],
  options: WriteOptions,
): Promise<number> {
  try {
    const done = await collection.bulkWrite(operations, { ordered: false, ...options });
    return done.matchedCount + done.insertedCount + done.upsertedCount;
  } catch (error) {
    const taken = takenIn(error);
    if (taken === undefined) throw error;
    const { result } = taken;
    return result.matchedCount + result.insertedCount + result.upsertedCount;
  }
}

/** Insertions, deletions, and changes of any kind. */
function byKind<D extends mongo.Document>(operations: readonly Operation<D>[]): readonly Operation<D>[][] {
  const kinds = new Map<string, Operation<D>[]>();
  for (const operation of operations) {
    const kind = 'insertOne' in operation ? 'insert' : 'deleteOne' in operation ? 'delete' : 'update';
    const some = kinds.get(kind);
    if (some) some.push(operation);
    else kinds.set(kind, [operation]);
  }
  return [...kinds.values()];
}

/** A write that leaves a mark of its own, by which it is known again afterwards. */
export interface MarkedWrite<D extends mongo.Document> {
  readonly id: string;
  readonly token: string;
  readonly operation: Operation<D>;
}

interface Marked {
  readonly _id: string;
  readonly token: string;
}

/** Ids of the writes that succeeded. The server only counts them, so where some are missing the marks are read back. */
export async function writeMarked<D extends Marked & mongo.Document>(
  collection: Collection<D>,
  writes: readonly MarkedWrite<D>[],
  readMarks: (ids: readonly string[]) => Promise<readonly Marked[]>,
  options?: WriteOptions,
): Promise<ReadonlySet<string>> {
  const operations = writes.map(({ operation }) => operation);
  const written = await writeUnordered(collection, operations, options);
  if (written === writes.length) return new Set(writes.map(({ id }) => id));
  const marks = await readMarks(writes.map(({ id }) => id));
  const tokens = new Map(marks.map(({ _id, token }) => [_id, token]));
  return new Set(writes.filter(({ id, token }) => tokens.get(id) === token).map(({ id }) => id));
}

/** Ids by version: the documents of one version are changed by one command, which costs a fraction of one each. */
export function byVersion(marks: readonly { readonly id: string; readonly version: number }[]): readonly {
  readonly version: number;
  readonly ids: string[];
}[] {
  const groups = new Map<number, string[]>();
  for (const { id, version } of marks) {
    const group = groups.get(version);
    if (group) group.push(id);
    else groups.set(version, [id]);
  }
  return [...groups].map(([version, ids]) => ({ version, ids }));
}
