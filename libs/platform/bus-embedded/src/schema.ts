/** The file: opened, migrated, and checked before anything is read from it. */
import { BusError } from '@tributary/bus';
import { DatabaseSync } from 'node:sqlite';
import { integer } from './row.ts';

/** From nothing, or from the version before, to the next; a file goes through all that it lacks, in one transaction. */
const steps = [
  `
    CREATE TABLE topic (
      name TEXT PRIMARY KEY, partitions INTEGER NOT NULL, cleanup TEXT NOT NULL,
      retention_ms INTEGER, retention_bytes INTEGER, delete_retention_ms INTEGER
    ) STRICT;
    -- id: what batches and offsets refer to; earliest and latest: the offsets that can be read, [earliest, latest).
    CREATE TABLE partition (
      id INTEGER PRIMARY KEY, topic TEXT NOT NULL REFERENCES topic, number INTEGER NOT NULL,
      earliest INTEGER NOT NULL DEFAULT 0, latest INTEGER NOT NULL DEFAULT 0, cleaned INTEGER NOT NULL DEFAULT 0,
      UNIQUE (topic, number)
    ) STRICT;
    -- id: partition and last offset in one number (see log.ts), so that one B-tree serves append, read and retention.
    CREATE TABLE batch (
      id INTEGER PRIMARY KEY, base INTEGER NOT NULL, count INTEGER NOT NULL, newest INTEGER NOT NULL,
      size INTEGER NOT NULL, checksum INTEGER NOT NULL, bytes BLOB NOT NULL
    ) STRICT;
    CREATE TABLE consumer_group (name TEXT PRIMARY KEY, revision INTEGER NOT NULL) STRICT;
    CREATE TABLE member (
      id TEXT PRIMARY KEY, consumer_group TEXT NOT NULL, topics TEXT NOT NULL, joined INTEGER NOT NULL,
      heartbeat INTEGER NOT NULL, session_ms INTEGER NOT NULL, host TEXT NOT NULL, pid INTEGER NOT NULL, process TEXT NOT NULL
    ) STRICT;
    -- epoch: rises with every change of hands, so that a late commit of the one before is refused.
    CREATE TABLE ownership (
      consumer_group TEXT NOT NULL, partition INTEGER NOT NULL, member TEXT, epoch INTEGER NOT NULL,
      PRIMARY KEY (consumer_group, partition)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE committed (
      consumer_group TEXT NOT NULL, partition INTEGER NOT NULL, next INTEGER NOT NULL,
      PRIMARY KEY (consumer_group, partition)
    ) STRICT, WITHOUT ROWID;
    -- One process cleans at a time; the lease ends by itself when that process dies.
    CREATE TABLE cleaner (only INTEGER PRIMARY KEY CHECK (only = 1), process TEXT NOT NULL, until INTEGER NOT NULL) STRICT;
  `,
  // What a group noted with its offset.
  'ALTER TABLE committed ADD COLUMN note TEXT;',
];

/** Long before, a thread of ours has done it (checkpoints.ts). */
const autoPages = 32_000;

/** Opens or creates the file; throws `BUS_CORRUPTED` where it is not a bus or a page is damaged. */
export function openDatabase(file: string): DatabaseSync {
  const db = new DatabaseSync(file, { timeout: 10_000 });
  try {
    // NORMAL keeps every commit over a killed process; over a power loss the log's own sync does (group-commit.ts).
    db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = ${autoPages};`);
    db.exec('PRAGMA temp_store = MEMORY; PRAGMA cache_size = -32768;');
    migrate(db);
    return db;
  } catch (error) {
    db.close();
    if (error instanceof BusError) throw error;
    throw new BusError('BUS_CORRUPTED', `${file} cannot be opened as a bus`, { cause: error });
  }
}

function migrate(db: DatabaseSync): void {
  db.exec('BEGIN IMMEDIATE');
  try {
    const found = integer(db.prepare('PRAGMA user_version').get() ?? {}, 'user_version');
    const version = steps.length;
    if (found > version) throw new BusError('BUS_CORRUPTED', `written by a newer version (${found} > ${version})`);
    for (const step of steps.slice(found)) db.exec(step);
    if (found < version) db.exec(`PRAGMA user_version = ${version};`);
    db.exec('COMMIT');
  } catch (error) {
    db.exec('ROLLBACK');
    throw error;
  }
}
