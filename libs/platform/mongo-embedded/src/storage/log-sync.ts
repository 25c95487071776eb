/**
 * Brings the write-ahead log to the disk on a thread of the pool, so that the store goes on meanwhile. The log is written in order: when
 * something is on the disk, everything committed before it is there too.
 */
import { closeSync, fdatasync, openSync } from 'node:fs';

/** As `fdatasync` of Node. */
export type SyncFile = (fd: number, done: (error: Error | null) => void) => void;

interface Waiting {
  /** The commit that must be on the disk, by its number. */
  readonly commit: number;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

export class LogSync {
  readonly #fd: number;
  readonly #sync: SyncFile;
  #committed = 0;
  #synced = 0;
  #waiting: Waiting[] = [];
  #running = false;
  /** After a failed sync nobody knows what the disk holds: nothing is acknowledged any more. */
  #broken: Error | undefined;

  /** SQLite keeps the file of its log, and never replaces it, while the database is open. */
  constructor(file: string, sync: SyncFile = fdatasync) {
    this.#fd = openSync(`${file}-wal`, 'r+');
    this.#sync = sync;
  }

  committed(): void {
    this.#committed += 1;
  }

  /** Resolves when everything committed so far is on the disk; undefined: it is. */
  durable(): Promise<void> | undefined {
    if (this.#broken === undefined && this.#synced === this.#committed) return undefined;
    return new Promise((resolve, reject) => {
      this.#waiting.push({ commit: this.#committed, resolve, reject });
      this.#next();
    });
  }

  close(): void {
    closeSync(this.#fd);
  }

  #next(): void {
    if (this.#running || this.#waiting.length === 0) return;
    if (this.#broken !== undefined) {
      this.#refuse(this.#broken);
      return;
    }
    this.#running = true;
    const until = this.#committed;
    this.#sync(this.#fd, (error) => {
      this.#running = false;
      if (error === null) this.#settle(until);
      else this.#refuse((this.#broken = new Error('the disk refused a sync; restart the process', { cause: error })));
      this.#next();
    });
  }

  #settle(until: number): void {
    this.#synced = until;
    const done = this.#waiting.filter(({ commit }) => commit <= until);
    this.#waiting = this.#waiting.filter(({ commit }) => commit > until);
    for (const { resolve } of done) resolve();
  }

  #refuse(error: Error): void {
    const refused = this.#waiting;
    this.#waiting = [];
    for (const { reject } of refused) reject(error);
  }
}
