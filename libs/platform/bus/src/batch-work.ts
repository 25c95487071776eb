/**
 * What a lane does with a batch: hand it over, publish, commit; and when it does not pass, find out whose fault it is. A failure
 * of an engine is waited out, however long; a message that fails by itself is parked after a bounded number of tries.
 */
import { answerWithin, deadLetterFor, factsOf, failureOf, outputsOf, refused } from './batch.ts';
import { deadLetter } from './dead-letter.ts';
import { asTheyAre, isForeign } from './foreign-topic.ts';
import { type LaneParts, type Subscription } from './lane-options.ts';
import { type LaneFacts } from './observer.ts';
import { type Outcome, type Output } from './outcome.ts';
import { type Patience } from './patience.ts';
import { type StoredRecord } from './port.ts';
import { type Position } from './position.ts';
import { triesOf } from './quarantine.ts';
import { type RecentIds } from './recent-ids.ts';
import { idOf, sortOut, type SortedOut, type Unprocessable } from './sort-out.ts';
import { verdict } from './verdict.ts';

export interface BatchContext {
  readonly subscription: Subscription;
  readonly parts: LaneParts;
  readonly facts: LaneFacts;
  readonly position: Position;
  readonly patience: Patience;
  readonly recent: RecentIds;
}

/** A try that did not pass, and what it was made of. */
interface Failed {
  readonly error: unknown;
  readonly sorted: SortedOut<unknown>;
}

interface Finished {
  readonly sorted: SortedOut<unknown>;
  readonly outcomes: readonly Outcome[];
  readonly started: number;
}

export class BatchWork {
  readonly #context: BatchContext;
  #trouble: string | undefined;
  #parkedInARow = 0;

  constructor(context: BatchContext) {
    this.#context = context;
  }

  /** What the engines suffer from that the batch at hand waits for; undefined: nothing that is known. */
  get trouble(): string | undefined {
    return this.#trouble;
  }

  /** Until the batch is committed, as a whole or in pieces. `piece`: of a batch that has failed before. */
  async process(batch: readonly StoredRecord[], piece = false): Promise<void> {
    const { parts, patience, position } = this.#context;
    const how = position.handOver(batch[0]?.offset);
    if (how === 'park') return this.#convict(batch);
    const attempt = (): Promise<Failed | undefined> => this.#try(batch);
    const failures = { throws: 0, hangs: 0, troubles: 0 };
    for (;;) {
      if (how === 'decisive') await this.#quiet();
      const failed = await (how === 'decisive' ? parts.gate.alone(attempt) : parts.gate.beside(attempt));
      if (!failed) return;
      this.#trouble = await parts.troubleBehind(failed.error);
      if (this.#trouble !== undefined) {
        failures.troubles += 1;
        await patience.wait(failures.troubles, failed.error);
        continue;
      }
      const last = failureOf(failed.error);
      failures[last === 'hangs' ? 'hangs' : 'throws'] += 1;
      const next = verdict({ ...failures, last, piece, messages: failed.sorted.messages.length }, parts.limits);
      if (next === 'halve') return this.#inPieces(batch, Math.ceil(batch.length / 2));
      if (next === 'apart') return this.#inPieces(batch, 1);
      if (next === 'park') return this.#park(batch, failed);
      await patience.wait(failures.throws + failures.hangs, failed.error);
    }
  }

  async #inPieces(batch: readonly StoredRecord[], size: number): Promise<void> {
    for (let from = 0; from < batch.length; from += size) await this.process(batch.slice(from, from + size), true);
  }

  /** Hands the batch over once; answers how it failed. */
  async #try(batch: readonly StoredRecord[]): Promise<Failed | undefined> {
    const { subscription, position, patience, recent } = this.#context;
    patience.checkStopped();
    const started = performance.now();
    await position.noteBegun(batch);
    const { topic } = subscription;
    const sorted = isForeign(topic) ? asTheyAre(batch) : sortOut(topic, batch, recent);
    let outcomes: readonly Outcome[];
    try {
      outcomes = await this.#handle(sorted);
    } catch (error) {
      patience.checkAbandoned();
      await position.noteEnded();
      return { error, sorted };
    }
    patience.checkAbandoned();
    position.markAnswered();
    this.#trouble = undefined;
    if (sorted.messages.length > 0) this.#parkedInARow = 0;
    await this.#finish(batch, { sorted, outcomes, started });
    return undefined;
  }

  async #handle({ messages }: SortedOut<unknown>): Promise<readonly Outcome[]> {
    if (messages.length === 0) return [];
    const { subscription, parts } = this.#context;
    const outcomes = await answerWithin(parts.limits.handlingMs, subscription.handle(messages));
    if (outcomes.length === messages.length) return outcomes;
    throw new Error(`The handler answered ${outcomes.length} outcomes for ${messages.length} messages.`);
  }

  /** The one message of the batch does not pass, and nothing else is to blame. */
  async #park(batch: readonly StoredRecord[], { error, sorted }: Failed): Promise<void> {
    const { gate, limits } = this.#context.parts;
    const started = performance.now();
    await gate.beside(() => this.#finish(batch, { sorted, outcomes: [deadLetterFor(error)], started }));
    if (failureOf(error) === 'never') return;
    this.#parkedInARow += 1;
    if (this.#parkedInARow < limits.parkedInARow) return;
    throw new Error(`${this.#parkedInARow} messages in a row failed: it is not about the messages`, { cause: error });
  }

  /** Parks a message that was at hand whenever the process ended; it is not even decoded. */
  async #convict(batch: readonly StoredRecord[]): Promise<void> {
    const detail = `The process ended while this message alone was handled, ${triesOf.message} times in a row.`;
    const unprocessable = batch.map((record) => ({ record, reason: 'KILLS_THE_PROCESS', detail }));
    const sorted = { messages: [], records: [], unprocessable, copies: 0 };
    await this.#finish(batch, { sorted, outcomes: [], started: performance.now() });
  }

  async #finish(batch: readonly StoredRecord[], { sorted, outcomes, started }: Finished): Promise<void> {
    const { facts, parts, position, recent } = this.#context;
    await this.#publish(outputsOf(outcomes), [...sorted.unprocessable, ...refused(sorted, outcomes)]);
    await position.commit(batch);
    for (const record of batch) recent.add(idOf(record));
    parts.observer.onBatch?.(factsOf(facts, sorted, { outcomes, started }));
  }

  async #publish(outputs: readonly Output[], parked: readonly Unprocessable[]): Promise<void> {
    const { facts, parts, patience } = this.#context;
    const { group, deadLetters, clock, publisher, observer, log } = parts;
    const now = clock.now();
    const letters = parked.map((one) => deadLetter(one, { group, topic: deadLetters, now }));
    if (outputs.length + letters.length > 0)
      await patience.untilDone(() => publisher.publish([...outputs, ...letters]));
    for (const { record, reason, detail } of parked) {
      observer.onDeadLetter?.({ ...facts, offset: record.offset, reason });
      log?.warn({ ...facts, offset: record.offset, reason, detail }, 'A message was parked');
    }
  }

  /** Before a try that may be held against a message: the engines are well, and a pause in which it is not at work. */
  async #quiet(): Promise<void> {
    const { parts, patience, position } = this.#context;
    for (let attempt = 1; ; attempt++) {
      this.#trouble = await parts.troubleBehind(undefined);
      if (this.#trouble === undefined) break;
      await patience.wait(attempt, new Error(this.#trouble));
    }
    await patience.pause(parts.limits.quietMs * position.begun * (1 + Math.random()));
  }
}
