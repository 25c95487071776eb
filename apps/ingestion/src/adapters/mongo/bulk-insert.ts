/** Inserts many documents at once and answers which of them were there already. */
import mongoose from 'mongoose';

const duplicateKey = 11_000;

/** Every document is tried, whatever becomes of the others. */
export const unordered = { ordered: false } as const;

/** Positions of the documents whose key was taken; any other failure is thrown. */
export async function insertNew<D>(
  documents: readonly D[],
  write: (operations: { insertOne: { document: D } }[]) => Promise<unknown>,
): Promise<ReadonlySet<number>> {
  if (documents.length === 0) return new Set();
  try {
    await write(documents.map((document) => ({ insertOne: { document } })));
    return new Set();
  } catch (error) {
    const taken = takenIn(error);
    if (taken === undefined) throw error;
    return taken;
  }
}

function takenIn(error: unknown): ReadonlySet<number> | undefined {
  if (!(error instanceof mongoose.mongo.MongoBulkWriteError)) return undefined;
  if (error.result.getWriteConcernError() !== undefined) return undefined;
  const taken = new Set<number>();
  for (const failure of [error.writeErrors].flat()) {
    if (failure.code !== duplicateKey) return undefined;
    taken.add(failure.index);
  }
  return taken;
}
