/** The store behind the wire: groups of requests in, answers out, each group durable before the first of its answers. */
import { Cursors } from './commands/cursors.ts';
import { execute } from './commands/registry.ts';
import { type Engine, type Request } from './commands/request.ts';
import { once, sweepSessions } from './commands/sessions.ts';
import { errorReply, StoreError } from './errors.ts';
import { Catalog } from './storage/catalog.ts';
import { expire } from './storage/expiry.ts';
import { Sqlite, type SqliteOptions } from './storage/sqlite.ts';
import { type Doc } from './values/value.ts';

export class Store {
  readonly #sqlite: Sqlite;
  readonly #engine: Engine;

  constructor(options: SqliteOptions, host: string) {
    this.#sqlite = new Sqlite(options);
    this.#engine = { catalog: new Catalog(this.#sqlite), cursors: new Cursors(), host, startedAt: Date.now() };
  }

  /** Executes the requests in order in one transaction. A fault undoes the group; then each is tried alone. */
  answer(requests: readonly Request[]): Doc[] {
    try {
      const replies = requests.map((request) => this.#reply(request));
      this.#sqlite.commit();
      return replies;
    } catch {
      this.#undo();
      return requests.map((request) => this.#answerAlone(request));
    }
  }

  #answerAlone(request: Request): Doc {
    try {
      const reply = this.#reply(request);
      this.#sqlite.commit();
      return reply;
    } catch (fault) {
      this.#undo();
      return errorReply(fault);
    }
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
