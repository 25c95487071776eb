/** What an engine of the bus must offer; the lanes runner, the publisher and freshness are built on top of it, once. */

/** A record as it goes onto the log. The partition is chosen by the caller, so that an answer can be checked against it. */
export interface OutgoingRecord {
  readonly topic: string;
  readonly partition: number;
  readonly key: Uint8Array | null;
  /** `null` is a tombstone on a compacted topic. */
  readonly value: Uint8Array | null;
  readonly headers: Readonly<Record<string, string>>;
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
}

/** A record as it stands on the log. */
export interface StoredRecord extends OutgoingRecord {
  readonly offset: number;
  /** Set where the engine could not unpack it: why, in a sentence; `value` is what stands on the log. */
  readonly unreadable?: string;
}

export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

/** What a topic needs to exist; created at start, idempotently. */
export interface TopicSpec {
  readonly name: string;
  readonly partitions: number;
  readonly cleanup: 'delete' | 'compact';
  /** Absent: kept without limit of time. */
  readonly retentionMs?: number;
  /** Per partition; absent: kept without limit of size. */
  readonly retentionBytes?: number;
  /** The largest message; absent: 4 MiB. */
  readonly mostBytes?: number;
  /** How long a compacted topic still shows a tombstone to readers that start late; absent: a day. */
  readonly deleteRetentionMs?: number;
}

/** A partition given to a member, with the first offset that its group has not yet committed. */
export interface Assignment extends TopicPartition {
  readonly committed: number;
  /** What was noted with that offset when it was committed; absent: nothing. */
  readonly note?: string;
}

/** How an engine talks to a member of a group. Calls never throw into the engine. */
export interface MemberListener {
  /** New lanes may start; records follow. */
  onAssigned(assignments: readonly Assignment[]): Promise<void>;
  /** The lanes must have stopped (or dropped their work) when this resolves. */
  onRevoked(partitions: readonly TopicPartition[]): Promise<void>;
  /** Records of one partition in offset order; the listener queues them and pauses the partition when it has enough. */
  onRecords(partition: TopicPartition, records: readonly StoredRecord[]): void;
  /** The engine has given up on this membership; the process should say so and exit. */
  onFailed(error: Error): void;
}

export interface Membership {
  pause(partition: TopicPartition): void;
  resume(partition: TopicPartition): void;
  /**
   * `offset` is the next one to read; `note` stands with it until the next commit and comes with the next assignment.
   * Rejects with `BUS_FENCED` when the partition is no longer ours.
   */
  commit(partition: TopicPartition, offset: number, note?: string): Promise<void>;
  /** Stops delivery, has what is held revoked, and leaves the group: the partitions go to other members at once. */
  leave(): Promise<void>;
}

/** By topic and partition: before this offset nothing is delivered, whatever was committed; absent: wherever the group is. */
export type StartAt = Readonly<Record<string, readonly number[]>>;

/** What a member is given, seeing where it wants to begin. */
export function startingAt<A extends Assignment>(assignment: A, startAt: StartAt = {}): A {
  const first = startAt[assignment.topic]?.[assignment.partition] ?? 0;
  return assignment.committed >= first ? assignment : { ...assignment, committed: first };
}

export interface JoinOptions {
  readonly group: string;
  readonly topics: readonly string[];
  readonly listener: MemberListener;
  readonly startAt?: StartAt;
}

export interface OffsetRange {
  readonly earliest: number;
  /** The offset the next record will get. */
  readonly latest: number;
}

/** The bus as an engine offers it: topics of partitions, durable appends, groups with committed offsets. */
export interface BusEngine {
  readonly name: 'embedded' | 'kafka';
  ensureTopics(topics: readonly TopicSpec[]): Promise<void>;
  /** Partition count by topic; a topic that does not exist is an error. */
  partitionsOf(topic: string): Promise<number>;
  /** Resolves when every record is durable; rejects when any may not be. Order within a partition is the order given. */
  append(records: readonly OutgoingRecord[]): Promise<void>;
  join(options: JoinOptions): Promise<Membership>;
  /** Records from `offset` on, at most `limit`, for replays and for reading back what was already processed. */
  read(partition: TopicPartition, offset: number, limit: number): Promise<readonly StoredRecord[]>;
  offsets(topic: string): Promise<readonly OffsetRange[]>;
  /** The offset that the next record of each partition will get, in the order of the topics; one look for all of them. */
  ends(topics: readonly string[]): Promise<readonly (readonly number[])[]>;
  /** Committed offset by partition, in the order of the topics; a partition without one answers its earliest offset. */
  committed(group: string, topics: readonly string[]): Promise<readonly (readonly number[])[]>;
  close(): Promise<void>;
}
