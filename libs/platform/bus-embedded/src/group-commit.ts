/**
 * Gathers the writes of a moment into one transaction and, where power loss matters, into one sync of the write-ahead log.
 * The sync runs on the thread pool, so it never blocks the event loop as SQLite's own `synchronous = FULL` would.
 */
import { BusError } from '@tributary/bus';
import { closeSync, fdatasync, openSync } from 'node:fs';
import { type DatabaseSync } from 'node:sqlite';

/** What an acknowledged append survives: the end of the process, or of the machine too. */
export type Durability = 'process' | 'machine';

interface Write {
  readonly synced: boolean;
  /** Applies it and returns what settles its promise; a `BusError` refuses this write alone. */
  readonly apply: () => () => void;
  readonly reject: (error: unknown) => void;
}

export class GroupCommit {
  readonly #db: DatabaseSync;
  readonly #wal: number | undefined;
  #waiting: Write[] = [];
  #scheduled = false;
  #syncing: Promise<void> | undefined;
  /** After a failed sync nobody knows what the disk holds: nothing is acknowledged any more. */
  #broken: unknown;

  constructor(db: DatabaseSync, file: string, durability: Durability) {
    this.#db = db;
    // SQLite keeps this very file, and never replaces it, while a connection is open.
    this.#wal = durability === 'machine' ? openSync(`${file}-wal`, 'r+') : undefined;
  }

  /** Resolves when the write is as durable as asked for: `synced` writes over power loss too, others over a kill. */
  submit<T>(write: () => T, options: { readonly synced: boolean }): Promise<T> {
    return new Promise((resolve, reject) => {
      const apply = (): (() => void) => {
        const result = write();
        return () => {
          resolve(result);
        };
      };
      this.#waiting.push({ apply, reject, synced: options.synced });
      this.#schedule();
    });
  }

  /** Runs a transaction at once; for the rare writes of group membership and cleaning. */
  transact<T>(work: () => T): T {
    this.#db.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.#db.exec('COMMIT');
      return result;
    } catch (error) {
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
      throw error;
    }
  }

  /** Resolves when everything committed so far, by any process, is on the disk. */
  async sync(): Promise<void> {
    await this.#syncing;
    await this.#sync();
  }

  /** Gathers what is submitted meanwhile instead of committing it; `work` must not last long, nor fail. */
  async hold<T>(work: () => Promise<T>): Promise<T> {
    while (this.#syncing) await this.#syncing;
    const held = work();
    this.#waitFor(held);
    return held;
  }

  async close(): Promise<void> {
    while (this.#waiting.length > 0 || this.#syncing) {
      if (!this.#syncing) this.#flush();
      await this.#syncing;
    }
    if (this.#wal !== undefined) closeSync(this.#wal);
  }

  #schedule(): void {
    if (this.#scheduled || this.#syncing || this.#waiting.length === 0) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      if (!this.#syncing) this.#flush();
    });
  }

  #flush(): void {
    const writes = this.#waiting;
    if (writes.length === 0) return;
    this.#waiting = [];
    const settled = this.#commit(writes);
    const later = settled.filter(({ write }) => write.synced);
    for (const { write, settle } of settled) if (!write.synced) settle();
    if (later.length === 0) return;
    this.#sync().then(
      () => {
        for (const { settle } of later) settle();
      },
      (error: unknown) => {
        for (const { write } of later) write.reject(error);
      },
    );
  }

  #commit(writes: readonly Write[]): { write: Write; settle: () => void }[] {
    const settled: { write: Write; settle: () => void }[] = [];
    try {
      if (this.#broken !== undefined) throw brokenBy(this.#broken);
      this.transact(() => {
        for (const write of writes) {
          try {
            settled.push({ write, settle: write.apply() });
          } catch (error) {
            if (!(error instanceof BusError)) throw error;
            write.reject(error);
          }
        }
      });
      return settled;
    } catch (cause) {
      const error = cause instanceof BusError ? cause : refusedBy(cause);
      for (const write of writes) write.reject(error);
      return [];
    }
  }

  #sync(): Promise<void> {
    const wal = this.#wal;
    if (wal === undefined) return Promise.resolve();
    if (this.#broken !== undefined) return Promise.reject(brokenBy(this.#broken));
    const syncing = new Promise<void>((resolve, reject) => {
      fdatasync(wal, (error) => {
        if (error === null) resolve();
        else reject(brokenBy((this.#broken = error)));
      });
    });
    this.#waitFor(syncing);
    return syncing;
  }

  /** Nothing is committed until it has settled. */
  #waitFor(work: Promise<unknown>): void {
    const done = (): void => {
      if (this.#syncing === settled) this.#syncing = undefined;
      this.#schedule();
    };
    const settled: Promise<void> = work.then(done, done);
    this.#syncing = settled;
  }
}

/** E.g. a full disk: the transaction is undone as a whole, and may be tried again. */
const refusedBy = (cause: unknown): BusError =>
  new BusError('BUS_APPEND_FAILED', 'the log could not be written', { cause });

const brokenBy = (cause: unknown): BusError =>
  new BusError('BUS_APPEND_FAILED', 'the disk refused a sync; restart the process', { cause });
