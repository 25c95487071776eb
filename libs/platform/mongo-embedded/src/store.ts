/** The store behind the wire: groups of requests in, answers out, and when these may be given. */
import { Cursors } from './commands/cursors.ts';
import { execute } from './commands/registry.ts';
import { type Engine, type Request } from './commands/request.ts';
import { isRetryable, once, sweepSessions } from './commands/sessions.ts';
import { errorReply, StoreError } from './errors.ts';
import { Catalog } from './storage/catalog.ts';
import { expire } from './storage/expiry.ts';
import { Sqlite, type SqliteOptions } from './storage/sqlite.ts';
import { type Doc } from './values/value.ts';

export interface Answer {
  readonly reply: Doc;
  /** What it says is on the disk when this resolves; undefined: it may be given at once. */
  readonly durable: Promise<void> | undefined;
}

/** The comment of a write that is answered before it is on the disk, because its client has another write follow. */
export const followedByAnother = 'followed by another write';

interface Executed {
  readonly reply: Doc;
  readonly waits: boolean;
}

export class Store {
  readonly #sqlite: Sqlite;
  readonly #engine: Engine;

  constructor(options: SqliteOptions, host: string) {
    this.#sqlite = new Sqlite(options);
    this.#engine = { catalog: new Catalog(this.#sqlite), cursors: new Cursors(), host, startedAt: Date.now() };
  }

  /** Executes the requests in order in one transaction. A fault undoes the group; then each is tried alone. */
  answer(requests: readonly Request[]): Answer[] {
    const executed = this.#together(requests);
    const durable = executed.some(({ waits }) => waits) ? this.#sqlite.durable() : undefined;
    return executed.map(({ reply, waits }) => ({ reply, durable: waits ? durable : undefined }));
  }

  #together(requests: readonly Request[]): Executed[] {
    try {
      const executed = requests.map((request) => this.#execute(request));
      this.#sqlite.commit();
      return executed;
    } catch {
      this.#undo();
      return requests.map((request) => this.#alone(request));
    }
  }

  #alone(request: Request): Executed {
    try {
      const executed = this.#execute(request);
      this.#sqlite.commit();
      return executed;
    } catch (fault) {
      this.#undo();
      return { reply: errorReply(fault), waits: false };
    }
  }

  /** Also a write that changes nothing waits: it may be the repetition of one that has. */
  #execute(request: Request): Executed {
    const reply = this.#reply(request);
    const writes = this.#sqlite.writing || isRetryable(request.name);
    return { reply, waits: writes && request.body['comment'] !== followedByAnother };
  }

  /** An expected error is an answer; anything else is a fault that must leave no trace. */
  #reply(request: Request): Doc {
    try {
      return once(this.#sqlite, request, () => execute(request, this.#engine));
    } catch (error) {
      if (error instanceof StoreError) return errorReply(error);
      throw error;
    }
  }

  #undo(): void {
    this.#sqlite.rollback();
    this.#engine.catalog.load();
  }

  /** Housekeeping: expired documents, forgotten cursors, old sessions. True when there is more to expire. */
  sweep(now: number): boolean {
    try {
      this.#engine.cursors.sweep(now);
      sweepSessions(this.#sqlite, now);
      const more = expire(this.#engine.catalog, now);
      this.#sqlite.commit();
      return more;
    } catch {
      this.#undo(); // the next sweep tries again; clients are not concerned
      return false;
    }
  }

  close(): void {
    this.#sqlite.close();
  }
}
