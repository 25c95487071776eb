/**
 * A member of a consumer group. kafkajs fetches and keeps the session; which records are delivered, when lanes start and stop,
 * and what may be committed is decided here:
 * - before every join, for whatever reason, the lanes stop and commit; only then does the group move on;
 * - a partition is delivered from its committed offset on without a gap; leftovers of an earlier assignment are dropped;
 * - kafkajs never waits for a lane: its fetch loop, and with it the heartbeat, goes on whatever a handler does.
 */
import { startingAt, type Membership, type StartAt, type TopicPartition } from '@tributary/bus';
import { type Logger } from '@tributary/telemetry';
import { type Consumer, type EachBatchPayload } from 'kafkajs';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDenied } from './access-error.ts';
import { CommitQueue, fenced, flat, isFence, type SendCommit } from './commit-queue.ts';
import { type GroupOffsets } from './group-offsets.ts';
import { holdingOf, keyOf, toPartitions, type Holding } from './holding.ts';
import { fetchedOffsetOf, joinAgain } from './kafkajs-internals.ts';
import { type SafeListener } from './safe-listener.ts';
import { storedRecord } from './stored-record.ts';

export interface GroupMemberOptions {
  readonly group: string;
  readonly consumer: Pick<Consumer, 'pause' | 'resume' | 'seek' | 'commitOffsets' | 'disconnect'>;
  readonly listener: Pick<SafeListener, keyof SafeListener>;
  readonly offsets: Pick<GroupOffsets, 'assignments'>;
  readonly startAt?: StartAt | undefined;
  readonly log: Logger;
  readonly explain: (error: unknown) => unknown;
  /** How long revoked lanes may take to stop; well below the session timeout, because nobody beats for us meanwhile. */
  readonly drainMs: number;
  readonly onLeft?: (member: GroupMember) => void;
}

export class GroupMember implements Membership {
  #holdings = new Map<string, Holding>();
  /** Counts assignments: work begun under an older one has no effect. */
  #epoch = 0;
  /** Assigning and revoking happen one after another. */
  #turn: Promise<void> = Promise.resolve();
  #sendCommit: SendCommit | undefined;
  /** Between a crash and the next join nothing can be committed: what was ours may belong to another by now. */
  #lost = false;
  /** A join has begun and not succeeded. */
  #joining = false;
  #left: Promise<void> | undefined;
  readonly #commits = new CommitQueue((commits) => {
    // Once we have left, kafkajs would open a connection of its own for a late commit.
    if (this.#holdings.size === 0) throw new Error('Nothing is held');
    // kafkajs's own commit tries again under whatever generation comes next, so it serves only until the first delivery.
    const send = this.#sendCommit ?? ((all) => this.options.consumer.commitOffsets(flat(all)));
    return send(commits);
  });

  constructor(private readonly options: GroupMemberOptions) {}

  pause(place: TopicPartition): void {
    const holding = this.#holdings.get(keyOf(place));
    if (holding === undefined) return;
    holding.paused = true;
    this.#toConsumer((consumer) => {
      consumer.pause([toPartitions(place)]);
    });
  }

  resume(place: TopicPartition): void {
    const holding = this.#holdings.get(keyOf(place));
    if (holding === undefined) return;
    holding.paused = false;
    if (!holding.open) return;
    this.#toConsumer((consumer) => {
      consumer.resume([toPartitions(place)]);
    });
  }

  async commit(place: TopicPartition, offset: number, note?: string): Promise<void> {
    const holding = this.#holdings.get(keyOf(place));
    for (;;) {
      if (!this.#holds(place, holding)) throw fenced(place);
      try {
        await this.#commits.commit(place, offset, note);
        return;
      } catch (error) {
        if (isFence(error) || !this.#holds(place, holding)) throw fenced(place, error);
        this.options.log.warn({ err: error, ...place, offset }, 'A commit failed, it is tried again');
        await sleep(200);
      }
    }
  }

  #holds(place: TopicPartition, holding: Holding | undefined): boolean {
    return !this.#lost && holding !== undefined && holding === this.#holdings.get(keyOf(place));
  }

  leave(): Promise<void> {
    this.#left ??= this.#leave();
    return this.#left;
  }

  /** Called by kafkajs before each join; the group waits for it, so that no other member starts before our lanes have stopped. */
  async beforeJoin(): Promise<void> {
    this.#joining = true;
    const held = [...this.#holdings.values()];
    await Promise.race([this.#revokeAll(), sleep(this.options.drainMs, undefined, { ref: false })]);
    this.#holdings = new Map(); // a lane that did not stop in time has lost its right to commit
    // Should the join fail, what is fetched must come to `deliver`.
    this.#toConsumer((consumer) => {
      consumer.resume(held.map(toPartitions));
    });
  }

  /** Called by kafkajs when a join has succeeded, before the next fetch. */
  joined(memberAssignment: Readonly<Record<string, readonly number[]>>): void {
    const places = Object.entries(memberAssignment).flatMap(([topic, partitions]) =>
      partitions.map((partition) => ({ topic, partition })),
    );
    this.#toConsumer((consumer) => {
      consumer.pause(places.map(toPartitions)); // until the lanes are ready
    });
    this.#lost = false;
    this.#joining = false;
    this.#epoch += 1;
    const epoch = this.#epoch;
    this.#turn = this.#turn.then(() => this.#assign(epoch, places));
  }

  crashed(error: Error, restarts: boolean): void {
    this.#sendCommit = undefined;
    this.#lost = true;
    void this.#revokeAll();
    const { group, log } = this.options;
    if (restarts) log.warn({ reason: error.message, group }, 'The membership of a group was lost and begins again');
    else log.error({ err: error, group }, 'The membership of a group has ended');
    if (!restarts) this.#failed(error);
  }

  /** Called by kafkajs for each partition of each fetch; never waits, throws only to join again. What is not resolved is fetched again. */
  deliver({ batch, resolveOffset, commitOffsetsIfNecessary }: DeliveredBatch): void {
    // A join has failed, and kafkajs goes on as the member that it was, while its lanes have stopped.
    if (this.#joining) throw joinAgain();
    this.#sendCommit = commitOffsetsIfNecessary;
    const holding = this.#holdings.get(keyOf(batch));
    if (holding === undefined || !holding.open || holding.paused) return;
    if (!this.#follows(holding, fetchedOffsetOf(batch))) return;
    const next = holding.next;
    const records = batch.messages
      .map((message) => storedRecord(batch, message))
      .filter(({ offset }) => offset >= next);
    holding.next = Number(batch.lastOffset()) + 1;
    resolveOffset(batch.lastOffset());
    if (records.length > 0)
      this.options.listener.onRecords({ topic: batch.topic, partition: batch.partition }, records);
  }

  /** A fetch that began under an earlier assignment would tear a gap; the right place is asked for instead. */
  #follows(holding: Holding, fetched: number): boolean {
    if (fetched === holding.next) {
      holding.sought = false;
      return true;
    }
    if (!holding.sought) {
      holding.sought = true;
      this.#seek(holding);
      return false;
    }
    // Asked twice, answered twice: what lay between was removed by retention or is not for us (control records).
    holding.sought = false;
    const { topic, partition, next } = holding;
    this.options.log.warn({ topic, partition, from: next, to: fetched }, 'Offsets were passed over');
    return true;
  }

  async #assign(epoch: number, places: readonly TopicPartition[]): Promise<void> {
    const { group, offsets, startAt, listener, log } = this.options;
    while (epoch === this.#epoch && this.#left === undefined) {
      try {
        const known = await offsets.assignments(group, places);
        if (epoch !== this.#epoch) return;
        const assignments = known.map((one) => startingAt(one, startAt));
        const holdings = assignments.map(holdingOf);
        this.#holdings = new Map(holdings.map((holding) => [keyOf(holding), holding]));
        await listener.onAssigned(assignments);
        if (epoch === this.#epoch) for (const holding of holdings) this.#open(holding);
        return;
      } catch (error) {
        if (isDenied(this.options.explain(error))) {
          this.#failed(error);
          return;
        }
        log.warn({ err: error, group }, 'The committed offsets could not be read, they are asked for again');
        await sleep(500);
      }
    }
  }

  #failed(error: unknown): void {
    const explained = this.options.explain(error);
    this.options.listener.onFailed(explained instanceof Error ? explained : new Error(String(explained)));
  }

  #open(holding: Holding): void {
    holding.open = true;
    this.#seek(holding);
    if (!holding.paused) this.resume(holding);
  }

  #seek({ topic, partition, next }: Holding): void {
    this.#toConsumer((consumer) => {
      consumer.seek({ topic, partition, offset: String(next) });
    });
  }

  /** Lanes stop and commit under the generation that is still valid; then nothing is ours. */
  #revokeAll(): Promise<void> {
    this.#epoch += 1;
    const revoke = async () => {
      const holdings = [...this.#holdings.values()];
      if (holdings.length === 0) return;
      for (const holding of holdings) holding.open = false;
      await this.options.listener.onRevoked(holdings.map(({ topic, partition }) => ({ topic, partition })));
      for (const holding of holdings) {
        if (this.#holdings.get(keyOf(holding)) === holding) this.#holdings.delete(keyOf(holding));
      }
    };
    this.#turn = this.#turn.then(revoke);
    return this.#turn;
  }

  async #leave(): Promise<void> {
    const { consumer, drainMs } = this.options;
    await Promise.race([this.#revokeAll(), sleep(drainMs, undefined, { ref: false })]);
    this.#holdings = new Map();
    // A fetch to a dead broker must not hold up the shutdown.
    await Promise.race([consumer.disconnect(), sleep(drainMs, undefined, { ref: false })]);
    this.options.onLeft?.(this);
  }

  /** Between a crash and its restart kafkajs has nobody to talk to; the next assignment sets everything right. */
  #toConsumer(talk: (consumer: GroupMemberOptions['consumer']) => void): void {
    try {
      talk(this.options.consumer);
    } catch (error) {
      this.options.log.debug({ err: error }, 'The consumer is between two memberships');
    }
  }
}

/** The part of kafkajs's payload that is used here. */
export type DeliveredBatch = Pick<EachBatchPayload, 'batch' | 'resolveOffset'> & {
  readonly commitOffsetsIfNecessary: SendCommit;
};
