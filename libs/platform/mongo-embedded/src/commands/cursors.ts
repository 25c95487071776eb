/** Open cursors: lazy readers that hold a position, not results. */
import { StoreError } from '../errors.ts';
import { type Doc, doc, Raw } from '../values/value.ts';

interface Cursor {
  readonly namespace: string;
  readonly source: Iterator<Uint8Array>;
  /** Read from the source, but too much for the last answer. */
  ahead: Uint8Array | undefined;
  usedAt: number;
}

const idleLimit = 10 * 60_000; // MongoDB's own
const openLimit = 1000; // cursors that clients forgot must not fill the memory
const answerBytes = 8 * 1024 * 1024; // well under the 16 MB of a reply; a larger document still goes alone
const defaultFirstBatch = 101;

export interface BatchWish {
  readonly namespace: string;
  readonly batchSize?: number | undefined;
  readonly single?: boolean;
}

export class Cursors {
  readonly #open = new Map<bigint, Cursor>();
  #last = BigInt(Date.now()) << 20n; // ids are not those of the process before

  /** The reply of a find or an aggregate. */
  first(source: Iterable<Uint8Array>, { namespace, batchSize = defaultFirstBatch, single = false }: BatchWish): Doc {
    const cursor: Cursor = { namespace, source: source[Symbol.iterator](), ahead: undefined, usedAt: Date.now() };
    const batch = batchSize === 0 ? { documents: [], done: false } : this.#read(cursor, batchSize);
    const open = !batch.done && !single;
    const id = open ? this.#keep(cursor) : 0n;
    if (!open) cursor.source.return?.();
    return doc({ cursor: doc({ firstBatch: batch.documents, id, ns: namespace }), ok: 1 });
  }

  next(id: bigint, batchSize = Infinity): Doc {
    const cursor = this.#open.get(id);
    if (!cursor) throw new StoreError(43, `cursor id ${id} not found`);
    cursor.usedAt = Date.now();
    const { documents, done } = this.#read(cursor, batchSize === 0 ? Infinity : batchSize);
    if (done) this.#open.delete(id);
    return doc({ cursor: doc({ nextBatch: documents, id: done ? 0n : id, ns: cursor.namespace }), ok: 1 });
  }

  kill(id: bigint): boolean {
    this.#open.get(id)?.source.return?.();
    return this.#open.delete(id);
  }

  /** Forgets what nobody has asked for in a while. */
  sweep(now: number): void {
    for (const [id, cursor] of this.#open) if (now - cursor.usedAt > idleLimit) this.kill(id);
  }

  /** After a rollback positions may be of rows that never were. */
  clear(): void {
    this.#open.clear();
  }

  #keep(cursor: Cursor): bigint {
    const [oldest] = this.#open.keys();
    if (oldest !== undefined && this.#open.size >= openLimit) this.kill(oldest);
    this.#open.set(++this.#last, cursor);
    return this.#last;
  }

  #read(cursor: Cursor, count: number): { documents: Raw[]; done: boolean } {
    const documents: Raw[] = [];
    let bytes = 0;
    for (;;) {
      const next = cursor.ahead ?? pull(cursor.source);
      cursor.ahead = undefined;
      if (!next) return { documents, done: true };
      if (documents.length >= count || (bytes > 0 && bytes + next.length > answerBytes)) {
        cursor.ahead = next;
        return { documents, done: false };
      }
      documents.push(new Raw(next));
      bytes += next.length;
    }
  }
}

function pull(source: Iterator<Uint8Array>): Uint8Array | undefined {
  const next = source.next();
  return next.done === true ? undefined : next.value;
}
