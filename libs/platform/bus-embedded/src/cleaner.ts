/** Retention and compaction as Kafka does them: from the front by age and size, or down to the last value of each key. */
import { type StoredRecord } from '@tributary/bus';
import { type DatabaseSync, type StatementSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type GroupCommit } from './group-commit.ts';
import { processId } from './groups.ts';
import { batchOf, rowId, type Log, type Partition, type StoredTopic } from './log.ts';
import { decodeBatch, encodeBatch } from './record-batch.ts';
import { integer, type Row } from './row.ts';

const leaseMs = 60_000;
const dayMs = 86_400_000;
/** Batches looked at in one go: a few milliseconds of work between two turns of the event loop. */
const step = 20;
/** Compaction pays once this share of a partition is new (Kafka's `min.cleanable.dirty.ratio`). */
const dirtyRatio = 0.5;

export class Cleaner {
  readonly #log: Log;
  readonly #commits: GroupCommit;
  readonly #now: () => number;
  readonly #sql: Readonly<Record<keyof typeof queries, StatementSync>>;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(db: DatabaseSync, log: Log, commits: GroupCommit, now: () => number) {
    this.#log = log;
    this.#commits = commits;
    this.#now = now;
    this.#sql = prepare(db);
  }

  every(ms: number): void {
    if (ms === 0) return;
    this.#timer = setInterval(() => {
      // A damaged batch stops the members that read it; cleaning leaves it where it is.
      this.run().catch(() => undefined);
    }, ms);
    this.#timer.unref();
  }

  run(): Promise<void> {
    const run = this.#running.then(() => this.#run());
    this.#running = run.catch(() => undefined);
    return run;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    await this.#running;
  }

  async #run(): Promise<void> {
    for (const name of this.#log.topicNames()) {
      const topic = this.#log.topic(name);
      for (const partition of topic.partitions) {
        if (this.#stopped || !this.#lease()) return;
        this.#retain(topic, partition);
        if (topic.spec.cleanup === 'compact') await this.#compact(topic, partition);
        await nextTurn();
      }
    }
  }

  #lease(): boolean {
    const now = Date.now();
    return this.#commits.transact(() => this.#sql.lease.run(processId, now + leaseMs, now).changes === 1);
  }

  /** Drops batches from the front while they are too old or the partition is too large. */
  #retain({ spec }: StoredTopic, partition: Partition): void {
    const { retentionMs, retentionBytes } = spec;
    if (spec.cleanup === 'compact' || (retentionMs === undefined && retentionBytes === undefined)) return;
    const range = [rowId(partition.id, 0), rowId(partition.id + 1, 0)] as const;
    const oldest = retentionMs === undefined ? Number.NEGATIVE_INFINITY : this.#now() - retentionMs;
    let surplus =
      retentionBytes === undefined ? 0 : integer(this.#sql.size.get(...range) ?? {}, 'size') - retentionBytes;
    let last: number | undefined;
    for (const row of this.#sql.sizes.iterate(...range)) {
      if (integer(row, 'newest') >= oldest && surplus <= 0) break;
      surplus -= integer(row, 'size');
      last = integer(row, 'id');
    }
    if (last === undefined) return;
    const end = last;
    this.#commits.transact(() => {
      this.#sql.drop.run(range[0], end);
      this.#sql.earliest.run(end - range[0] + 1, partition.id);
    });
  }

  async #compact({ spec }: StoredTopic, partition: Partition): Promise<void> {
    const end = this.#log.bounds(partition.id).latest;
    if (!this.#isDirty(partition, end)) return;
    const last = new Map<string, number>();
    for (let from = 0; from < end;) {
      const records = this.#log.read(partition, { from, until: end, limit: 2_000 });
      for (const record of records) last.set(keyOf(record), record.offset);
      from = (records.at(-1)?.offset ?? end) + 1;
      await nextTurn();
      if (this.#stopped) return;
    }
    const horizon = this.#now() - (spec.deleteRetentionMs ?? dayMs);
    const isKept = (record: StoredRecord): boolean =>
      last.get(keyOf(record)) === record.offset && (record.value !== null || record.timestamp >= horizon);
    await this.#rewrite(partition, end, isKept);
    this.#commits.transact(() => this.#sql.cleaned.run(end, partition.id));
  }

  #isDirty(partition: Partition, end: number): boolean {
    const cleaned = integer(this.#sql.cleanedUpTo.get(partition.id) ?? {}, 'cleaned');
    const [from, to] = [rowId(partition.id, 0), rowId(partition.id, end)];
    const total = integer(this.#sql.count.get(from, to) ?? {}, 'count');
    const dirty = integer(this.#sql.count.get(rowId(partition.id, cleaned), to) ?? {}, 'count');
    return dirty > 0 && dirty >= total * dirtyRatio;
  }

  async #rewrite(partition: Partition, end: number, isKept: (record: StoredRecord) => boolean): Promise<void> {
    let from = rowId(partition.id, 0);
    for (;;) {
      const rows = this.#sql.batches.all(from, rowId(partition.id, end), step);
      if (rows.length === 0 || this.#stopped || !this.#lease()) return;
      this.#commits.transact(() => {
        for (const row of rows) this.#thin(partition, row, isKept);
      });
      from = rows.reduce((max, row) => Math.max(max, integer(row, 'id')), from) + 1;
      await nextTurn();
    }
  }

  /** Rewrites one batch without what is superseded; its row keeps its id, so readers find the gap by themselves. */
  #thin(partition: Partition, row: Row, isKept: (record: StoredRecord) => boolean): void {
    const batch = batchOf(row);
    const kept = decodeBatch(partition, batch, 0).filter(isKept);
    if (kept.length === batch.count) return;
    if (kept.length === 0) {
      this.#sql.remove.run(integer(row, 'id'));
      return;
    }
    const { bytes, checksum } = encodeBatch(kept.map((record) => ({ record, delta: record.offset - batch.base })));
    this.#sql.replace.run(kept.length, bytes.length, checksum, bytes, integer(row, 'id'));
  }
}

const keyOf = (record: StoredRecord): string => Buffer.from(record.key ?? []).toString('latin1');

const queries = {
  lease: `INSERT INTO cleaner VALUES (1, ?, ?) ON CONFLICT (only) DO UPDATE
    SET process = excluded.process, until = excluded.until WHERE process = excluded.process OR until < ?`,
  size: 'SELECT COALESCE(SUM(size), 0) AS size FROM batch WHERE id >= ? AND id < ?',
  count: 'SELECT COALESCE(SUM(count), 0) AS count FROM batch WHERE id >= ? AND id < ?',
  sizes: 'SELECT id, size, newest FROM batch WHERE id >= ? AND id < ? ORDER BY id',
  drop: 'DELETE FROM batch WHERE id >= ? AND id <= ?',
  earliest: 'UPDATE partition SET earliest = ? WHERE id = ?',
  cleanedUpTo: 'SELECT cleaned FROM partition WHERE id = ?',
  cleaned: 'UPDATE partition SET cleaned = ? WHERE id = ?',
  batches: 'SELECT id, base, count, checksum, bytes FROM batch WHERE id >= ? AND id < ? ORDER BY id LIMIT ?',
  remove: 'DELETE FROM batch WHERE id = ?',
  replace: 'UPDATE batch SET count = ?, size = ?, checksum = ?, bytes = ? WHERE id = ?',
} as const;

function prepare(db: DatabaseSync): Readonly<Record<keyof typeof queries, StatementSync>> {
  return {
    lease: db.prepare(queries.lease),
    size: db.prepare(queries.size),
    count: db.prepare(queries.count),
    sizes: db.prepare(queries.sizes),
    drop: db.prepare(queries.drop),
    earliest: db.prepare(queries.earliest),
    cleanedUpTo: db.prepare(queries.cleanedUpTo),
    cleaned: db.prepare(queries.cleaned),
    batches: db.prepare(queries.batches),
    remove: db.prepare(queries.remove),
    replace: db.prepare(queries.replace),
  };
}
