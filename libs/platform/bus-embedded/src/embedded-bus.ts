/** The bus on one SQLite file, for one machine: several processes may open the same file. */
import {
  BusError,
  type BusEngine,
  type JoinOptions,
  type Membership,
  type OffsetRange,
  type OutgoingRecord,
  type StoredRecord,
  type TopicPartition,
  type TopicSpec,
} from '@tributary/bus';
import { randomUUID } from 'node:crypto';
import { type DatabaseSync, type StatementSync } from 'node:sqlite';
import { Checkpoints } from './checkpoints.ts';
import { Cleaner } from './cleaner.ts';
import { GroupCommit, type Durability } from './group-commit.ts';
import { Groups } from './groups.ts';
import { Log } from './log.ts';
import { Member } from './member.ts';
import { integer } from './row.ts';
import { openDatabase } from './schema.ts';

export interface EmbeddedBusOptions {
  readonly file: string;
  /** `machine` (default): an acknowledged record survives a power loss; `process`: it survives `kill -9`. */
  readonly durability?: Durability;
  /** A member that shows no sign of life for so long loses its partitions; a dead process is noticed at once. */
  readonly sessionMs?: number;
  /** How often other processes' writes are looked for. */
  readonly pollMs?: number;
  /** How often retention and compaction run; 0: only when `clean()` is called. */
  readonly cleanEveryMs?: number;
  readonly now?: () => number;
}

/** Opens or creates the file; throws `BUS_CORRUPTED` where it is damaged. */
export function openEmbeddedBus(options: EmbeddedBusOptions): EmbeddedBus {
  const db = openDatabase(options.file);
  try {
    return new EmbeddedBus(db, options);
  } catch (error) {
    db.close();
    throw error;
  }
}

export class EmbeddedBus implements BusEngine {
  readonly name = 'embedded';
  readonly #db: DatabaseSync;
  readonly #log: Log;
  readonly #groups: Groups;
  readonly #commits: GroupCommit;
  readonly #cleaner: Cleaner;
  readonly #checkpoints: Checkpoints;
  readonly #options: EmbeddedBusOptions;
  readonly #members = new Set<Member>();
  readonly #ends = new Map<number, number>();
  readonly #version: StatementSync;
  readonly #latest: StatementSync;
  #seen = -1;
  #poller: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(db: DatabaseSync, options: EmbeddedBusOptions) {
    this.#db = db;
    this.#options = options;
    this.#log = new Log(db);
    this.#log.verifyTails();
    this.#groups = new Groups(db, this.#log);
    const { file, durability = 'machine' } = options;
    this.#commits = new GroupCommit(db, file, durability);
    this.#checkpoints = new Checkpoints(file, this.#commits);
    this.#version = db.prepare('PRAGMA data_version');
    this.#latest = db.prepare('SELECT id, latest FROM partition');
    const { cleanEveryMs = 60_000, now = Date.now } = options;
    this.#cleaner = new Cleaner(db, this.#log, this.#commits, now);
    this.#cleaner.every(cleanEveryMs);
    for (const row of this.#latest.all()) this.#ends.set(integer(row, 'id'), integer(row, 'latest'));
  }

  async ensureTopics(topics: readonly TopicSpec[]): Promise<void> {
    this.#open();
    const write = (): void => {
      this.#log.ensure(topics);
    };
    await this.#commits.submit(write, { synced: true });
  }

  async partitionsOf(topic: string): Promise<number> {
    return (await this.#now(() => this.#log.topic(topic))).partitions.length;
  }

  async append(records: readonly OutgoingRecord[]): Promise<void> {
    this.#open();
    if (records.length === 0) return;
    this.#log.check(records);
    const ends = await this.#commits.submit(() => this.#log.append(records), { synced: true });
    this.#checkpoints.appended(records.reduce((sum, { value }) => sum + (value?.length ?? 0), 0));
    for (const [id, end] of ends) this.#ends.set(id, Math.max(end, this.#ends.get(id) ?? 0));
    for (const member of this.#members) member.wake();
  }

  async join({ group, topics, listener, startAt = {} }: JoinOptions): Promise<Membership> {
    this.#open();
    for (const topic of topics) this.#log.topic(topic);
    const facts = { id: randomUUID(), group, topics, sessionMs: this.#options.sessionMs ?? 10_000 };
    const member: Member = new Member(facts, {
      log: this.#log,
      groups: this.#groups,
      commits: this.#commits,
      ends: this.#ends,
      listener,
      startAt,
      onChanged: () => {
        this.#look();
      },
      onLeft: () => {
        this.#members.delete(member);
        this.#look();
      },
    });
    this.#members.add(member);
    this.#poller ??= setInterval(() => {
      this.#poll();
    }, this.#options.pollMs ?? 25);
    await member.reconcile();
    return member;
  }

  read(partition: TopicPartition, offset: number, limit: number): Promise<readonly StoredRecord[]> {
    const range = { from: Math.max(0, offset), until: Number.POSITIVE_INFINITY, limit };
    return this.#now(() => this.#log.read(this.#log.partition(partition), range));
  }

  offsets(topic: string): Promise<readonly OffsetRange[]> {
    return this.#now(() => this.#log.topic(topic).partitions.map(({ id }) => this.#log.bounds(id)));
  }

  ends(topics: readonly string[]): Promise<readonly (readonly number[])[]> {
    return this.#now(() =>
      topics.map((topic) => this.#log.topic(topic).partitions.map(({ id }) => this.#log.bounds(id).latest)),
    );
  }

  committed(group: string, topics: readonly string[]): Promise<readonly (readonly number[])[]> {
    return this.#now(() =>
      topics.map((topic) => this.#log.topic(topic).partitions.map((one) => this.#groups.committed(group, one))),
    );
  }

  /** Runs retention and compaction now, as the timer does from time to time. */
  clean(): Promise<void> {
    this.#open();
    return this.#cleaner.run();
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#cleaner.stop();
    await Promise.all([...this.#members].map((member) => member.leave()));
    clearInterval(this.#poller);
    await this.#commits.close();
    await this.#checkpoints.close();
    this.#db.close();
  }

  /** Cheap: one number says whether another process has written. */
  #poll(): void {
    const version = integer(this.#version.get() ?? {}, 'data_version');
    if (version === this.#seen) return;
    this.#seen = version;
    const found = this.#latest.all().map((row) => ({ id: integer(row, 'id'), latest: integer(row, 'latest') }));
    const grown = found.filter(({ id, latest }) => latest > (this.#ends.get(id) ?? 0));
    if (grown.length === 0) {
      this.#look();
      return;
    }
    // What another process wrote counts as there once it is durable, or an offset could outlive its record.
    this.#commits.sync().then(
      () => {
        for (const { id, latest } of grown) this.#ends.set(id, Math.max(latest, this.#ends.get(id) ?? 0));
        this.#look();
      },
      () => {
        this.#seen = -1; // tried again with the next look
      },
    );
  }

  #look(): void {
    for (const member of this.#members) member.look();
  }

  #open(): void {
    if (this.#closed) throw new BusError('BUS_CLOSED', 'the bus is closed');
  }

  /** The answers are synchronous; the port is not. */
  #now<T>(answer: () => T): Promise<T> {
    return new Promise((resolve) => {
      this.#open();
      resolve(answer());
    });
  }
}
