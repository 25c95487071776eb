/** Inserts many documents at once and answers which of them were there already. */
import { takenIn } from '@tributary/mongo';

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
    return new Set(taken.positions);
  }
}
