/** Connections with settings that fail fast and loudly instead of buffering, guessing or casting. */
import mongoose, { type Connection } from 'mongoose';
import { watchCommands, type CommandWatcher } from './watch-commands.ts';

export interface StoreOptions {
  /** A MongoDB connection string; its path is ignored, the database is the service's own. */
  readonly uri: string;
  /** The service; its database bears this name. */
  readonly database: string;
  /** Put before the database name, so that several deployments share a cluster. */
  readonly namespace: string;
  readonly maxPoolSize?: number;
  /** Told of every command; it costs a second decoding of what is read, so it is for measuring. */
  readonly watcher?: CommandWatcher | undefined;
}

export const databaseName = (namespace: string, database: string): string =>
  namespace === '' ? `tributary_${database}` : `${namespace}_${database}`;

export async function connectStore(options: StoreOptions): Promise<Connection> {
  mongoose.set({
    strictQuery: 'throw',
    sanitizeFilter: true,
    bufferCommands: false,
    autoIndex: false,
    autoCreate: false,
  });
  const { watcher } = options;
  const connection = mongoose.createConnection(options.uri, {
    dbName: databaseName(options.namespace, options.database),
    writeConcern: { w: 'majority' },
    retryWrites: true,
    serverSelectionTimeoutMS: 5_000, // past it the caller retries or says so: never an endless wait
    maxPoolSize: options.maxPoolSize ?? 20, // lanes of a service plus its HTTP requests
    autoIndex: false,
    bufferCommands: false,
    monitorCommands: watcher !== undefined,
  });
  if (watcher !== undefined) watchCommands(connection.getClient(), watcher);
  return connection.asPromise();
}

/** Undefined when the store answers; otherwise what is wrong, for a readiness check. */
export async function storeHealth(connection: Connection): Promise<string | undefined> {
  try {
    await connection.db?.command({ ping: 1 }, { timeoutMS: 2_000 });
    return undefined;
  } catch (error) {
    return `the store does not answer: ${error instanceof Error ? error.message : String(error)}`;
  }
}
