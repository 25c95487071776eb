/** Tells a taken key, which is an answer, from the real failures of a write. */
import mongoose, { type mongo } from 'mongoose';

const duplicateKey = 11_000;

export const isDuplicate = (error: unknown): boolean =>
  error instanceof mongoose.mongo.MongoServerError && error.code === duplicateKey;

export interface Taken {
  /** Of the operations whose key was taken. */
  readonly positions: readonly number[];
  /** What the other operations did. */
  readonly result: mongo.BulkWriteResult;
}

/**
 * What an unordered bulk write has failed with, where that is taken keys and nothing else. A command that was refused as a whole,
 * because there is no primary for one, bears no write errors: none of it was done.
 */
export function takenIn(error: unknown): Taken | undefined {
  if (!(error instanceof mongoose.mongo.MongoBulkWriteError)) return undefined;
  const { result } = error;
  const failures = [error.writeErrors].flat();
  if (failures.length === 0 || result.getWriteConcernError() !== undefined) return undefined;
  if (failures.some(({ code }) => code !== duplicateKey)) return undefined;
  return { positions: failures.map(({ index }) => index), result };
}
