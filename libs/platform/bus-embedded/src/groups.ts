/** Consumer groups in SQLite: who is a member, who owns which partition, and how far each group has come. */
import { BusError, type Assignment } from '@tributary/bus';
import { randomUUID } from 'node:crypto';
import { readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { type DatabaseSync } from 'node:sqlite';
import { assign, type Subscriber } from './assignment.ts';
import { type Log, type Partition } from './log.ts';
import { integer, text, type Row } from './row.ts';

/** Identifies this run of this process, because a process id is used again. */
export const processId = randomUUID();
/** Process ids mean something only within one pid namespace of one machine. */
const host = `${hostname()} ${pidNamespace()}`;

export interface MemberFacts extends Subscriber {
  readonly group: string;
  readonly sessionMs: number;
}

/** A partition that a member holds; the epoch is what a commit must show. */
export interface Held extends Partition {
  readonly epoch: number;
}

/** Where a group goes on, and what it noted there. */
export interface Position {
  readonly next: number;
  readonly note: string | undefined;
}

/** What a member has to do after a look at its group. */
export interface Plan {
  /** Taken by another member while this one was thought dead. */
  readonly lost: readonly Held[];
  /** Wanted by another member: to be given up. */
  readonly surplus: readonly Held[];
  /** Taken just now. */
  readonly taken: readonly (Held & Assignment)[];
}

export class Groups {
  readonly #log: Log;
  readonly #sql;

  constructor(db: DatabaseSync, log: Log) {
    this.#log = log;
    this.#sql = statements(db);
  }

  revision(group: string): number {
    const row = this.#sql.revision.get(group);
    return row ? integer(row, 'revision') : 0;
  }

  /** False: this member was declared dead and must join again. */
  beat(id: string, now: number): boolean {
    return this.#sql.beat.run(now, id).changes === 1;
  }

  /** Whether a member of the group is certainly gone, or has been silent for longer than its session. */
  hasDead(group: string, now: number): boolean {
    return this.#sql.members.all(group).some((row) => isDead(row, now));
  }

  /** Joins where necessary, buries the dead, takes what is free and ours. Runs in a transaction of the caller. */
  reconcile(member: MemberFacts, held: readonly Held[], now: number): Plan {
    const { group, id } = member;
    this.#bury(group, now);
    const { changes } = this.#sql.join.run(
      id, group, JSON.stringify(member.topics), now, now, member.sessionMs, host, process.pid, processId,
    ); // prettier-ignore
    if (changes === 1) this.#changed(group);
    const owners = this.#owners(group);
    const still = held.filter((one) => owners.get(one.id)?.member === id && owners.get(one.id)?.epoch === one.epoch);
    const members = this.#members(group);
    const wanted = assign(members, this.#partitions(member.topics));
    const taken: (Held & Assignment)[] = [];
    for (const [partition, owner] of wanted) {
      if (owner !== id || (owners.get(partition.id)?.member ?? null) !== null) continue;
      const epoch = (owners.get(partition.id)?.epoch ?? 0) + 1;
      this.#sql.own.run(group, partition.id, id, epoch);
      taken.push({ ...partition, epoch, ...this.#position(group, partition) });
    }
    const mine = new Set([...wanted].filter(([, owner]) => owner === id).map(([partition]) => partition.id));
    return {
      lost: held.filter((one) => !still.includes(one)),
      surplus: still.filter((one) => !mine.has(one.id)),
      taken,
    };
  }

  release(member: MemberFacts, partitions: readonly Held[]): void {
    for (const { id, epoch } of partitions) this.#sql.disown.run(member.group, id, member.id, epoch);
    this.#changed(member.group);
  }

  leave(member: MemberFacts): void {
    this.#sql.disownAll.run(member.group, member.id);
    this.#sql.remove.run(member.id);
    this.#changed(member.group);
  }

  commit(member: MemberFacts, held: Held, { next, note }: Position): void {
    const { changes } = this.#sql.commit.run(member.group, held.id, next, note ?? null, member.id, held.epoch);
    if (changes === 1) return;
    throw new BusError('BUS_FENCED', `${held.topic}/${held.partition} belongs to another member of ${member.group}`);
  }

  /** The next offset to process: never before what is still there. */
  committed(group: string, partition: Partition): number {
    return this.#position(group, partition).committed;
  }

  /** A note is about the offset it stands with: where retention has overtaken that, it says nothing any more. */
  #position(group: string, partition: Partition): Pick<Assignment, 'committed' | 'note'> {
    const row = this.#sql.committed.get(group, partition.id);
    const { earliest } = this.#log.bounds(partition.id);
    if (!row || integer(row, 'next') < earliest) return { committed: earliest };
    const committed = integer(row, 'next');
    return row['note'] === null ? { committed } : { committed, note: text(row, 'note') };
  }

  #bury(group: string, now: number): void {
    for (const row of this.#sql.members.all(group)) {
      if (!isDead(row, now)) continue;
      const id = text(row, 'id');
      this.#sql.disownAll.run(group, id);
      this.#sql.remove.run(id);
      this.#changed(group);
    }
  }

  #changed(group: string): void {
    this.#sql.bump.run(group);
  }

  #members(group: string): readonly Subscriber[] {
    return this.#sql.members.all(group).map((row) => ({ id: text(row, 'id'), topics: topicsOf(row) }));
  }

  #owners(group: string): ReadonlyMap<number, { member: string | null; epoch: number }> {
    return new Map(
      this.#sql.owners.all(group).map((row) => {
        const member = row['member'] === null ? null : text(row, 'member');
        return [integer(row, 'partition'), { member, epoch: integer(row, 'epoch') }];
      }),
    );
  }

  #partitions(topics: readonly string[]): readonly Partition[] {
    return topics.flatMap((topic) => this.#log.topic(topic).partitions);
  }
}

function statements(db: DatabaseSync) {
  return {
    revision: db.prepare('SELECT revision FROM consumer_group WHERE name = ?'),
    bump: db.prepare(
      'INSERT INTO consumer_group VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET revision = revision + 1',
    ),
    beat: db.prepare('UPDATE member SET heartbeat = ? WHERE id = ?'),
    members: db.prepare('SELECT * FROM member WHERE consumer_group = ? ORDER BY joined, id'),
    join: db.prepare('INSERT INTO member VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING'),
    remove: db.prepare('DELETE FROM member WHERE id = ?'),
    owners: db.prepare('SELECT partition, member, epoch FROM ownership WHERE consumer_group = ?'),
    own: db.prepare(
      `INSERT INTO ownership VALUES (?, ?, ?, ?)
       ON CONFLICT (consumer_group, partition) DO UPDATE SET member = excluded.member, epoch = excluded.epoch`,
    ),
    disown: db.prepare(
      'UPDATE ownership SET member = NULL WHERE consumer_group = ? AND partition = ? AND member = ? AND epoch = ?',
    ),
    disownAll: db.prepare('UPDATE ownership SET member = NULL WHERE consumer_group = ? AND member = ?'),
    committed: db.prepare('SELECT next, note FROM committed WHERE consumer_group = ? AND partition = ?'),
    commit: db.prepare(
      `INSERT INTO committed (consumer_group, partition, next, note) SELECT ?1, ?2, ?3, ?4
       WHERE EXISTS (SELECT 1 FROM ownership
       WHERE consumer_group = ?1 AND partition = ?2 AND member = ?5 AND epoch = ?6)
       ON CONFLICT (consumer_group, partition) DO UPDATE SET next = excluded.next, note = excluded.note`,
    ),
  };
}

function isDead(row: Row, now: number): boolean {
  if (now - integer(row, 'heartbeat') > integer(row, 'session_ms')) return true;
  if (text(row, 'host') !== host || text(row, 'process') === processId) return false;
  const pid = integer(row, 'pid');
  // Our own process id in an older row: that process is gone and its id was given to us.
  return pid === process.pid || !isRunning(pid);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs as someone else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function topicsOf(row: Row): readonly string[] {
  const topics: unknown = JSON.parse(text(row, 'topics'));
  return Array.isArray(topics) ? topics.filter((topic) => typeof topic === 'string') : [];
}

function pidNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return '';
  }
}
