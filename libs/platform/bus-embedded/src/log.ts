/** Topics, partitions and their batches in SQLite: append, read, bounds. Everything here is synchronous; the caller owns the transaction. */
import {
  BusError,
  type OffsetRange,
  type OutgoingRecord,
  type StoredRecord,
  type TopicPartition,
  type TopicSpec,
} from '@tributary/bus';
import { type DatabaseSync, type StatementSync } from 'node:sqlite';
import { decodeBatch, encodeBatch, type Placed } from './record-batch.ts';
import { blob, integer, text, type Row } from './row.ts';

/** A row's id is `partition id * 2^38 + last offset`: 32,767 partitions of 275 billion records fit a safe integer. */
export const rowId = (partition: number, offset: number): number => partition * 2 ** 38 + offset;

/** A batch is read as a whole, so it stays small enough to be decoded in a millisecond. */
const batchLimit = { records: 500, bytes: 262_144 };
/** What one read hands out at most, so that a reader of large records does not fill the memory. */
const readLimitBytes = 4_194_304;

export interface Partition extends TopicPartition {
  readonly id: number;
}

export interface StoredTopic {
  readonly spec: TopicSpec;
  readonly partitions: readonly Partition[];
}

export class Log {
  readonly #db: DatabaseSync;
  readonly #topics = new Map<string, StoredTopic>();
  readonly #bounds: StatementSync;
  readonly #grow: StatementSync;
  readonly #insert: StatementSync;
  readonly #scan: StatementSync;

  constructor(db: DatabaseSync) {
    this.#db = db;
    this.#bounds = db.prepare('SELECT earliest, latest FROM partition WHERE id = ?');
    this.#grow = db.prepare('UPDATE partition SET latest = ? WHERE id = ?');
    this.#insert = db.prepare(
      'INSERT INTO batch (id, base, count, newest, size, checksum, bytes) VALUES (?, ?, ?, ?, ?, ?, ?)',
    );
    this.#scan = db.prepare(
      'SELECT base, count, checksum, bytes FROM batch WHERE id >= ? AND id < ? ORDER BY id LIMIT 1000',
    );
  }

  /** Creates what is missing; an existing topic keeps its partitions (its keys live there) and takes the new retention. */
  ensure(specs: readonly TopicSpec[]): void {
    const upsert = this.#db.prepare(
      `INSERT INTO topic (name, partitions, cleanup, retention_ms, retention_bytes, delete_retention_ms)
       VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET cleanup = excluded.cleanup,
       retention_ms = excluded.retention_ms, retention_bytes = excluded.retention_bytes,
       delete_retention_ms = excluded.delete_retention_ms`,
    );
    const add = this.#db.prepare(
      `INSERT INTO partition (topic, number) SELECT name, ?2 FROM topic WHERE name = ?1 AND partitions > ?2
       ON CONFLICT DO NOTHING`,
    );
    for (const spec of specs) {
      const { retentionMs = null, retentionBytes = null, deleteRetentionMs = null } = spec;
      upsert.run(spec.name, spec.partitions, spec.cleanup, retentionMs, retentionBytes, deleteRetentionMs);
      for (let number = 0; number < spec.partitions; number++) add.run(spec.name, number);
      this.#topics.delete(spec.name);
    }
  }

  topic(name: string): StoredTopic {
    const known = this.#topics.get(name);
    if (known) return known;
    const loaded = this.#load(name);
    if (!loaded) throw new BusError('BUS_UNKNOWN_TOPIC', name);
    this.#topics.set(name, loaded);
    return loaded;
  }

  topicNames(): readonly string[] {
    return this.#db
      .prepare('SELECT name FROM topic ORDER BY name')
      .all()
      .map((row) => text(row, 'name'));
  }

  partition({ topic, partition }: TopicPartition): Partition {
    const found = this.topic(topic).partitions[partition];
    if (!found) throw new BusError('BUS_UNKNOWN_TOPIC', `${topic} has no partition ${partition}`);
    return found;
  }

  /** Checked as a whole before anything is written, so that a refusal leaves nothing behind. */
  check(records: readonly OutgoingRecord[]): void {
    for (const record of records) {
      this.partition(record);
      if (record.key === null && this.topic(record.topic).spec.cleanup === 'compact') {
        throw new BusError('BUS_RECORD_REFUSED', `${record.topic} is compacted: a record needs a key`);
      }
    }
  }

  /** Answers the new end of each partition that grew, by partition id. */
  append(records: readonly OutgoingRecord[]): ReadonlyMap<number, number> {
    const byPartition = new Map<number, OutgoingRecord[]>();
    for (const record of records) {
      const { id } = this.partition(record);
      const together = byPartition.get(id);
      if (together) together.push(record);
      else byPartition.set(id, [record]);
    }
    const ends = new Map<number, number>();
    for (const [id, together] of byPartition) {
      let next = this.bounds(id).latest;
      for (const chunk of chunks(together)) next = this.#appendBatch(id, next, chunk);
      this.#grow.run(next, id);
      ends.set(id, next);
    }
    return ends;
  }

  bounds(id: number): OffsetRange {
    const row = this.#bounds.get(id) ?? {};
    return { earliest: integer(row, 'earliest'), latest: integer(row, 'latest') };
  }

  /** Records in [from, until), at most `limit` of them. */
  read(partition: Partition, range: { from: number; until: number; limit: number }): StoredRecord[] {
    const records: StoredRecord[] = [];
    let bytes = 0;
    for (const row of this.#scan.iterate(rowId(partition.id, range.from), rowId(partition.id + 1, 0))) {
      if (integer(row, 'base') >= range.until) break;
      for (const record of decodeBatch(partition, batchOf(row), range.from)) {
        if (record.offset >= range.until || records.length === range.limit) return records;
        records.push(record);
      }
      bytes += blob(row, 'bytes').length;
      if (records.length >= range.limit || bytes >= readLimitBytes) break;
    }
    return records;
  }

  /** Reads the last batch of every partition, where a torn write would show, and compares it with the partition's end. */
  verifyTails(): void {
    const last = this.#db.prepare(
      'SELECT id, base, count, checksum, bytes FROM batch WHERE id >= ? AND id < ? ORDER BY id DESC LIMIT 1',
    );
    for (const name of this.topicNames()) {
      for (const partition of this.topic(name).partitions) {
        const row = last.get(rowId(partition.id, 0), rowId(partition.id + 1, 0));
        if (!row) continue;
        decodeBatch(partition, batchOf(row), 0);
        if (integer(row, 'id') >= rowId(partition.id, this.bounds(partition.id).latest)) {
          throw new BusError('BUS_CORRUPTED', `${name}/${partition.partition} has records past its end`);
        }
      }
    }
  }

  #appendBatch(id: number, base: number, records: readonly OutgoingRecord[]): number {
    const placed = records.map((record, delta): Placed => ({ record, delta }));
    const { bytes, checksum } = encodeBatch(placed);
    const newest = records.reduce((max, record) => Math.max(max, record.timestamp), 0);
    const next = base + records.length;
    this.#insert.run(rowId(id, next - 1), base, records.length, Math.trunc(newest), bytes.length, checksum, bytes);
    return next;
  }

  #load(name: string): StoredTopic | undefined {
    const row = this.#db.prepare('SELECT * FROM topic WHERE name = ?').get(name);
    if (!row) return undefined;
    const partitions = this.#db
      .prepare('SELECT id, number FROM partition WHERE topic = ? ORDER BY number')
      .all(name)
      .map((found) => ({ topic: name, partition: integer(found, 'number'), id: integer(found, 'id') }));
    return { spec: specOf(row), partitions };
  }
}

export const batchOf = (row: Row) => ({
  base: integer(row, 'base'),
  count: integer(row, 'count'),
  checksum: integer(row, 'checksum'),
  bytes: blob(row, 'bytes'),
});

function specOf(row: Row): TopicSpec {
  return {
    name: text(row, 'name'),
    partitions: integer(row, 'partitions'),
    cleanup: text(row, 'cleanup') === 'compact' ? 'compact' : 'delete',
    ...(row['retention_ms'] === null ? {} : { retentionMs: integer(row, 'retention_ms') }),
    ...(row['retention_bytes'] === null ? {} : { retentionBytes: integer(row, 'retention_bytes') }),
    ...(row['delete_retention_ms'] === null ? {} : { deleteRetentionMs: integer(row, 'delete_retention_ms') }),
  };
}

function* chunks(records: readonly OutgoingRecord[]): Generator<readonly OutgoingRecord[]> {
  let chunk: OutgoingRecord[] = [];
  let bytes = 0;
  for (const record of records) {
    const size = (record.key?.length ?? 0) + (record.value?.length ?? 0);
    if (chunk.length > 0 && (chunk.length === batchLimit.records || bytes + size > batchLimit.bytes)) {
      yield chunk;
      chunk = [];
      bytes = 0;
    }
    chunk.push(record);
    bytes += size;
  }
  if (chunk.length > 0) yield chunk;
}
