/** Brings a service's database to what its code expects, at start; safe to run by several processes and again after a crash. */
import { type Connection, type Schema } from 'mongoose';

/** A change of stored data. `run` must be idempotent: it is repeated when the process dies before it is noted. */
export interface Migration {
  /** Sorted by name, e.g. `2026-11-21-key-facts-by-record`. */
  readonly id: string;
  run(connection: Connection): Promise<void>;
}

export interface StoreShape {
  /** Model name → schema; each schema names its collection and justifies its indexes in place. */
  readonly schemas: Readonly<Record<string, Schema>>;
  readonly migrations: readonly Migration[];
}

/** Registers the models, creates missing indexes, runs what has not been run. Answers the ids that ran now. */
export async function migrate(connection: Connection, shape: StoreShape): Promise<readonly string[]> {
  for (const [name, schema] of Object.entries(shape.schemas)) {
    await connection.model(name, schema).createIndexes();
  }
  const done = connection.collection<{ _id: string; at: Date }>('migrations');
  const ran: string[] = [];
  for (const migration of [...shape.migrations].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    if ((await done.findOne({ _id: migration.id })) !== null) continue;
    await migration.run(connection);
    await done.updateOne({ _id: migration.id }, { $setOnInsert: { at: new Date() } }, { upsert: true });
    ran.push(migration.id);
  }
  return ran;
}
