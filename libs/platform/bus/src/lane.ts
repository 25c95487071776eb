/**
 * One partition's own line of work: a queue, batches, retries, commits. Lanes share nothing, so a slow or failing one
 * stalls no other. The order is always: handle, publish the outputs durably, commit.
 */
import { BusError } from './bus-error.ts';
import { backoffMs, pauseFor } from './backoff.ts';
import { deadLetter } from './dead-letter.ts';
import { DeterministicError, type LaneParts, type Subscription } from './lane-options.ts';
import { type BatchFacts } from './observer.ts';
import { Loop } from './loop.ts';
import { type Outcome, type Output } from './outcome.ts';
import { type Assignment, type StoredRecord, type TopicPartition } from './port.ts';
import { RecentIds } from './recent-ids.ts';
import { idOf, sortOut, type SortedOut, type Unprocessable } from './sort-out.ts';

/** Unwinds a lane that was told to stop, or whose partition went to another member. */
class LaneStopped extends Error {}

/** Read back in pages, so that an assignment of many partitions does not block the event loop. */
const recallPage = 500;

export class Lane {
  readonly place: TopicPartition;
  readonly #subscription: Subscription;
  readonly #parts: LaneParts;
  readonly #facts: { readonly group: string; readonly topic: string; readonly partition: number };
  readonly #recent: RecentIds;
  readonly #stop = new AbortController();
  #recalled = false;
  #abandoned = false;
  #paused = false;
  #queue: StoredRecord[] = [];
  #taken = 0;
  #committed: number;
  #movedAt: number;
  readonly #working = new Loop(() => this.#work());

  constructor(assignment: Assignment, subscription: Subscription, parts: LaneParts) {
    this.place = { topic: assignment.topic, partition: assignment.partition };
    this.#subscription = subscription;
    this.#parts = parts;
    this.#facts = { group: parts.group, topic: subscription.topic.name, partition: assignment.partition };
    this.#recent = new RecentIds(parts.limits.recentIds);
    this.#committed = assignment.committed;
    this.#movedAt = performance.now();
  }

  get committed(): number {
    return this.#committed;
  }

  /** Milliseconds since the committed offset moved; only telling while messages wait. */
  get stillForMs(): number {
    return performance.now() - this.#movedAt;
  }

  /** Called when nothing waits: standing still is then no sign of trouble. */
  markCaughtUp(): void {
    this.#movedAt = performance.now();
  }

  accept(records: readonly StoredRecord[]): void {
    if (this.#stop.signal.aborted) return;
    for (const record of records) this.#queue.push(record);
    if (!this.#paused && this.#waiting > this.#parts.limits.pauseAbove) {
      this.#paused = true;
      this.#parts.membership().pause(this.place);
    }
    this.#working.wake();
  }

  /** Takes nothing more; resolves when the batch at hand is committed or, after a bounded wait, abandoned. */
  async stop(): Promise<void> {
    this.#stop.abort();
    this.#queue = [];
    this.#taken = 0;
    const bound = new AbortController();
    const late = pauseFor(this.#parts.limits.drainMs, bound.signal);
    await Promise.race([this.#working.settled(), late]);
    bound.abort();
    this.#abandoned = true;
  }

  get #waiting(): number {
    return this.#queue.length - this.#taken;
  }

  async #work(): Promise<void> {
    try {
      await this.#recall();
      while (this.#waiting > 0 && !this.#stop.signal.aborted) await this.#process(this.#take());
    } catch (error) {
      this.#stop.abort();
      if (!(error instanceof LaneStopped)) this.#parts.onBroken(error);
    }
  }

  #take(): readonly StoredRecord[] {
    const { batchMessages, resumeBelow } = this.#parts.limits;
    const batch = this.#queue.slice(this.#taken, this.#taken + batchMessages);
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

  async #process(batch: readonly StoredRecord[]): Promise<void> {
    const started = performance.now();
    const sorted = sortOut(this.#subscription.topic, batch, this.#recent);
    const outcomes = await this.#handle(sorted, batch.length);
    if (outcomes === 'split') {
      const middle = Math.ceil(batch.length / 2);
      await this.#process(batch.slice(0, middle));
      await this.#process(batch.slice(middle));
      return;
    }
    const parked = [...sorted.unprocessable, ...refused(sorted, outcomes)];
    await this.#publish(outputsOf(outcomes), parked);
    await this.#commit((batch.at(-1)?.offset ?? this.#committed - 1) + 1);
    for (const record of batch) this.#recent.add(idOf(record));
    this.#parts.observer.onBatch?.(this.#factsOf(sorted, outcomes, started));
  }

  /** One outcome per message; `split`: the batch as a whole does not pass, its halves may. */
  async #handle(sorted: SortedOut<unknown>, size: number): Promise<readonly Outcome[] | 'split'> {
    const { messages } = sorted;
    if (messages.length === 0) return [];
    for (let attempt = 1; ; attempt++) {
      try {
        const outcomes = await this.#subscription.handle(messages);
        if (this.#abandoned) throw new LaneStopped();
        if (outcomes.length === messages.length) return outcomes;
        throw new Error(`The handler answered ${outcomes.length} outcomes for ${messages.length} messages.`);
      } catch (error) {
        if (error instanceof LaneStopped) throw error;
        if (error instanceof DeterministicError) {
          if (messages.length > 1) return 'split';
          return [{ kind: 'dead-letter', reason: error.reason, detail: error.message }];
        }
        await this.#wait(attempt, error);
        if (size > 1 && attempt >= this.#parts.limits.triesBeforeSplit) return 'split';
      }
    }
  }

  async #publish(outputs: readonly Output[], parked: readonly Unprocessable[]): Promise<void> {
    const { group, deadLetters, clock, publisher, observer } = this.#parts;
    const now = clock.now();
    const letters = parked.map((one) => deadLetter(one, { group, topic: deadLetters, now }));
    if (outputs.length + letters.length > 0) {
      await this.#untilDone(() => publisher.publish([...outputs, ...letters]));
    }
    for (const { record, reason } of parked) {
      observer.onDeadLetter?.({ ...this.#facts, offset: record.offset, reason });
    }
  }

  async #commit(next: number): Promise<void> {
    await this.#untilDone(() => this.#parts.membership().commit(this.place, next));
    this.#committed = next;
    this.#movedAt = performance.now();
  }

  /** The ids before the committed offset, so that a copy published after a crash of the stage before is recognized. */
  async #recall(): Promise<void> {
    if (this.#recalled) return;
    const { engine, limits } = this.#parts;
    let from = Math.max(0, this.#committed - limits.recentIds);
    while (from < this.#committed) {
      const limit = Math.min(recallPage, this.#committed - from);
      const page = await this.#untilDone(() => engine.read(this.place, from, limit));
      const before = page.filter(({ offset }) => offset < this.#committed);
      for (const record of before) this.#recent.add(idOf(record));
      from = (page.at(-1)?.offset ?? this.#committed) + 1;
    }
    this.#recalled = true;
  }

  async #untilDone<T>(work: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      if (this.#abandoned) throw new LaneStopped();
      try {
        return await work();
      } catch (error) {
        if (error instanceof BusError && (error.code === 'BUS_FENCED' || error.code === 'BUS_CLOSED')) {
          this.#stop.abort();
          throw new LaneStopped();
        }
        await this.#wait(attempt, error);
      }
    }
  }

  async #wait(attempt: number, error: unknown): Promise<void> {
    const { limits, log, observer } = this.#parts;
    observer.onRetry?.({ ...this.#facts, attempt, error });
    log?.warn({ err: error, ...this.#facts, attempt }, 'A batch failed and is tried again');
    await pauseFor(backoffMs(attempt, limits, Math.random()), this.#stop.signal);
    if (this.#stop.signal.aborted) throw new LaneStopped();
  }

  #factsOf(sorted: SortedOut<unknown>, outcomes: readonly Outcome[], started: number): BatchFacts {
    const counts: Partial<Record<Outcome['kind'] | 'copy', number>> = {};
    const count = (kind: Outcome['kind'] | 'copy', n: number): void => {
      if (n > 0) counts[kind] = (counts[kind] ?? 0) + n;
    };
    for (const { kind } of outcomes) count(kind, 1);
    count('copy', sorted.copies);
    count('dead-letter', sorted.unprocessable.length);
    const size = sorted.messages.length + sorted.copies + sorted.unprocessable.length;
    return { ...this.#facts, size, outcomes: counts, seconds: (performance.now() - started) / 1_000 };
  }
}

const outputsOf = (outcomes: readonly Outcome[]): readonly Output[] =>
  outcomes.flatMap((outcome) => (outcome.kind === 'ok' ? outcome.outputs : []));

function refused(sorted: SortedOut<unknown>, outcomes: readonly Outcome[]): readonly Unprocessable[] {
  return outcomes.flatMap((outcome, index) => {
    const record = sorted.records[index];
    if (outcome.kind !== 'dead-letter' || !record) return [];
    return [{ record, reason: outcome.reason, detail: outcome.detail }];
  });
}
