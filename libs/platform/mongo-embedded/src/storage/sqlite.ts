/** The SQLite file: prepared statements, and one transaction for everything that is answered together. */
import { DatabaseSync, type SQLInputValue, type SQLOutputValue, type StatementSync } from 'node:sqlite';

import { LogSync, type SyncFile } from './log-sync.ts';

export type Durability = 'full' | 'normal';

export interface SqliteOptions {
  readonly file: string;
  /** full: every commit reaches the disk before the answer · normal: a power cut (not a crash of the process) may lose the last moments. */
  readonly durability: Durability;
  readonly syncFile?: SyncFile;
}

export type SqlRow = Readonly<Record<string, SQLOutputValue>>;

// 16 MB of log between checkpoints: the commit that writes it into the file keeps everybody waiting, the longer the more there is.
const checkpointPages = 4_000;
const cacheKilobytes = 65_536; // inner pages of the indexes of a store of tens of gigabytes

export class Sqlite {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  readonly #log: LogSync | undefined;
  #writing = false;

  constructor({ file, durability, syncFile }: SqliteOptions) {
    this.#database = new DatabaseSync(file);
    // NORMAL keeps the order of log and file; what is committed is brought to the disk by `LogSync`, which needs the log to be there.
    this.#database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
      PRAGMA wal_autocheckpoint = ${checkpointPages}; PRAGMA cache_size = -${cacheKilobytes};
      PRAGMA busy_timeout = 5000; PRAGMA locking_mode = EXCLUSIVE; PRAGMA temp_store = MEMORY; BEGIN IMMEDIATE; COMMIT;`);
    if (durability === 'full') this.#log = new LogSync(file, syncFile);
  }

  /** Whether the current group has changed anything so far. */
  get writing(): boolean {
    return this.#writing;
  }

  /** Resolves when everything committed so far is as durable as it shall be; undefined: it is. */
  durable(): Promise<void> | undefined {
    return this.#log?.durable();
  }

  /** Joins (or opens) the transaction of the current group; every change goes through here first. */
  write(): void {
    if (this.#writing) return;
    this.statement('BEGIN IMMEDIATE').run();
    this.#writing = true;
  }

  commit(): void {
    if (!this.#writing) return;
    this.statement('COMMIT').run();
    this.#writing = false;
    this.#log?.committed();
  }

  rollback(): void {
    if (!this.#writing) return;
    this.#writing = false;
    this.#database.exec('ROLLBACK');
  }

  execute(sql: string): void {
    this.write();
    this.#database.exec(sql);
  }

  run(sql: string, ...values: SQLInputValue[]): void {
    this.write();
    this.statement(sql).run(...values);
  }

  all(sql: string, ...values: SQLInputValue[]): SqlRow[] {
    return this.statement(sql).all(...values);
  }

  /** The prepared statement, made once. */
  statement(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.#database.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  /** Forgets the statements that name a dropped table. */
  forget(table: string): void {
    for (const sql of this.#statements.keys()) if (sql.includes(` ${table} `)) this.#statements.delete(sql);
  }

  close(): void {
    this.rollback();
    this.#statements.clear();
    this.#database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    this.#log?.close();
    this.#database.close();
  }
}

export function blob(value: SQLOutputValue | undefined): Uint8Array {
  if (value instanceof Uint8Array) return value;
  throw new TypeError('the store file holds something else than bytes where bytes belong');
}

export const whole = (value: SQLOutputValue | undefined): number => Number(value);
