/**
 * One partition's own line of work: a queue, batches, commits. Lanes share nothing, so a slow or failing one stalls no other.
 * The order is always: handle, publish the outputs durably, commit.
 */
import { pauseFor } from './backoff.ts';
import { nextBatchSize } from './batch-size.ts';
import { BatchWork } from './batch-work.ts';
import { isForeign } from './foreign-topic.ts';
import { type LaneParts, type Subscription } from './lane-options.ts';
import { Loop } from './loop.ts';
import { LaneStopped, Patience } from './patience.ts';
import { type Assignment, type StoredRecord, type TopicPartition } from './port.ts';
import { Position } from './position.ts';
import { fewMessages } from './quarantine.ts';
import { recall } from './recall.ts';
import { RecentIds } from './recent-ids.ts';

export class Lane {
  readonly place: TopicPartition;
  readonly #parts: LaneParts;
  readonly #recent: RecentIds;
  readonly #patience: Patience;
  readonly #position: Position;
  readonly #work: BatchWork;
  #recalled: boolean;
  #paused = false;
  #queue: StoredRecord[] = [];
  #taken = 0;
  #size: number;
  readonly #working = new Loop(() => this.#run());

  constructor(assignment: Assignment, subscription: Subscription, parts: LaneParts) {
    this.place = { topic: assignment.topic, partition: assignment.partition };
    this.#parts = parts;
    // Records of others are named by their places, and no place comes again behind a commit.
    this.#recalled = isForeign(subscription.topic);
    const facts = { group: parts.group, topic: subscription.topic.name, partition: assignment.partition };
    const { limits, membership } = parts;
    this.#size = limits.batchMessages;
    const patience = new Patience(facts, parts);
    const recent = new RecentIds(limits.recentIds);
    const position = new Position(assignment, { membership, patience, watched: limits.batchMessages });
    this.#patience = patience;
    this.#recent = recent;
    this.#position = position;
    this.#work = new BatchWork({ subscription, parts, facts, position, patience, recent });
  }

  get committed(): number {
    return this.#position.committed;
  }

  /** Milliseconds since the committed offset moved; only telling while messages wait. */
  get stillForMs(): number {
    return this.#position.stillForMs;
  }

  /** What the engines suffer from that this lane waits for; undefined: nothing that is known. */
  get trouble(): string | undefined {
    return this.#work.trouble;
  }

  /** Called when nothing waits: standing still is then no sign of trouble. */
  markCaughtUp(): void {
    this.#position.markMoved();
  }

  accept(records: readonly StoredRecord[]): void {
    if (this.#patience.stopped) return;
    for (const record of records) this.#queue.push(record);
    if (!this.#paused && this.#waiting > this.#parts.limits.pauseAbove) {
      this.#paused = true;
      this.#parts.membership().pause(this.place);
    }
    this.#working.wake();
  }

  /** Takes nothing more; resolves when the batch at hand is committed or, after a bounded wait, abandoned. */
  async stop(): Promise<void> {
    this.#patience.stop();
    this.#queue = [];
    this.#taken = 0;
    const bound = new AbortController();
    await Promise.race([this.#working.settled(), pauseFor(this.#parts.limits.drainMs, bound.signal)]);
    bound.abort();
    this.#patience.abandon();
    await this.#position.withdraw();
  }

  get #waiting(): number {
    return this.#queue.length - this.#taken;
  }

  async #run(): Promise<void> {
    try {
      await this.#recall();
      while (this.#waiting > 0 && !this.#patience.stopped) {
        const batch = this.#take();
        const started = performance.now();
        await this.#work.process(batch);
        const handled = { messages: batch.length, tookMs: performance.now() - started };
        this.#size = nextBatchSize(this.#size, handled, this.#parts.limits);
      }
    } catch (error) {
      this.#patience.stop();
      if (!(error instanceof LaneStopped)) this.#parts.onBroken(error);
    }
  }

  /** The next batch, of few messages or one where one of them is suspected of ending the process. */
  #take(): readonly StoredRecord[] {
    const { batchMessages, resumeBelow } = this.#parts.limits;
    const how = this.#position.handOver(this.#queue[this.#taken]?.offset);
    const most = how === 'batch' ? this.#size : how === 'few' ? Math.min(this.#size, fewMessages) : 1;
    const batch = this.#queue.slice(this.#taken, this.#taken + most);
    this.#taken += batch.length;
    if (this.#taken === this.#queue.length || this.#taken > 4 * batchMessages) {
      this.#queue = this.#queue.slice(this.#taken);
      this.#taken = 0;
    }
    if (this.#paused && this.#waiting < resumeBelow) {
      this.#paused = false;
      this.#parts.membership().resume(this.place);
    }
    return batch;
  }

  async #recall(): Promise<void> {
    if (this.#recalled) return;
    await recall(this.#recent, {
      engine: this.#parts.engine,
      place: this.place,
      committed: this.committed,
      count: this.#parts.limits.recentIds,
      untilDone: (read) => this.#patience.untilDone(read),
    });
    this.#recalled = true;
  }
}
