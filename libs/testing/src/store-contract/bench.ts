/** What the chapters of the store contract work with. */
import type mongoose from 'mongoose';

export type Client = InstanceType<typeof mongoose.mongo.MongoClient>;
export type Database = ReturnType<Client['db']>;
export type Collection = mongoose.mongo.Collection<Fields>;

/** Fields of any type: the contract looks at answers as they come. */
/** A document whose _id may be anything. */
export interface Fields {
  _id?: string | number | object | null;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers are looked at as they come
  [name: string]: any;
}

export const untyped = (database: Database, name: string): Collection => database.collection<Fields>(name);

/** Every collection that it hands out is new and empty. */
export interface Bench {
  database(): Database;
  collection(): Collection;
  uri(): string;
  /** A test; left out where the server at hand is known to deviate from MongoDB. */
  it(name: string, test: () => Promise<void>): void;
}

export interface RunningStore {
  readonly uri: string;
  close(): Promise<void>;
}

/** Number types kept as they are, for comparing what was stored with what was sent. */
export const typed = { promoteValues: false, promoteLongs: false } as const;

export const codeOf = async (work: Promise<unknown>): Promise<unknown> => {
  try {
    await work;
    return 'no error';
  } catch (error) {
    return error instanceof Error && 'code' in error ? error.code : error;
  }
};

export const makeIndex = (
  collection: Collection,
  key: Record<string, 1 | -1>,
  options: mongoose.mongo.CreateIndexesOptions = {},
): Promise<string> => collection.createIndex(key, options, {});
