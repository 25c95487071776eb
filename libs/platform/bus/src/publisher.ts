/**
 * Gathers small publishes into large appends: one append is in flight, and whatever arrives meanwhile goes with the next.
 * One at a time also keeps the order of what one caller publishes. Nothing waits when nothing is in flight.
 */
import { encode, utf8BytesOf } from '@tributary/contracts';
import { type Clock } from '@tributary/telemetry';
import { BusError } from './bus-error.ts';
import { Loop } from './loop.ts';
import { type Output, type Publisher } from './outcome.ts';
import { partitionOf } from './partitioner.ts';
import { type BusEngine, type OutgoingRecord } from './port.ts';
import { topicName } from './topic-specs.ts';
import { withDeadline } from './with-deadline.ts';

export interface PublisherOptions {
  readonly engine: BusEngine;
  /** `ce_source` of what is published: the name of the service. */
  readonly source: string;
  readonly namespace?: string;
  readonly clock?: Clock;
  readonly limits?: Partial<PublisherLimits>;
}

export interface PublisherLimits {
  /** An append takes at most so many messages or bytes, unless a single publish is larger. */
  readonly batchMessages: number;
  readonly batchBytes: number;
  /** More than this waiting is refused with `BUS_OVERLOADED`: the caller is faster than the log. */
  readonly queuedMessages: number;
  readonly queuedBytes: number;
  /** A publish that is not durable by then is answered with `BUS_DEADLINE`. */
  readonly deadlineMs: number;
}

/** Batch sizes as measured best with kafkajs; the queue holds seconds of work and bounds the memory. */
const defaults: PublisherLimits = {
  batchMessages: 500,
  batchBytes: 262_144,
  queuedMessages: 50_000,
  queuedBytes: 67_108_864,
  deadlineMs: 15_000,
};

export interface ClosablePublisher extends Publisher {
  /** Resolves when everything accepted so far is settled; later publishes are refused. */
  close(): Promise<void>;
}

export function createPublisher(options: PublisherOptions): ClosablePublisher {
  return new GatheringPublisher(options);
}

interface Waiting {
  readonly records: readonly OutgoingRecord[];
  readonly bytes: number;
  readonly deadline: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

class GatheringPublisher implements ClosablePublisher {
  readonly #options: PublisherOptions;
  readonly #limits: PublisherLimits;
  readonly #partitions = new Map<string, Promise<number> | number>();
  #waiting: Waiting[] = [];
  #queued = { messages: 0, bytes: 0 };
  readonly #sending = new Loop(() => this.#send());
  #closed = false;

  constructor(options: PublisherOptions) {
    this.#options = options;
    this.#limits = { ...defaults, ...options.limits };
  }

  async publish(outputs: readonly Output[]): Promise<void> {
    if (outputs.length === 0) return;
    if (this.#closed) throw new BusError('BUS_CLOSED', 'the publisher is closed');
    const counts = this.#countsOf(outputs);
    const records = this.#recordsOf(outputs, counts instanceof Promise ? await counts : counts);
    await this.#enqueue(records);
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#sending.settled();
  }

  /** Partition counts by topic; without waiting once they are known, so that publishes stay in the order of their calls. */
  #countsOf(outputs: readonly Output[]): ReadonlyMap<string, number> | Promise<ReadonlyMap<string, number>> {
    const counts = new Map<string, number>();
    const asked: Promise<void>[] = [];
    for (const topic of new Set(outputs.map((output) => output.topic))) {
      const name = topicName(topic, this.#options.namespace);
      const known = this.#partitions.get(name) ?? this.#ask(name);
      if (typeof known === 'number') counts.set(topic.name, known);
      else asked.push(known.then((count) => void counts.set(topic.name, count)));
    }
    return asked.length === 0 ? counts : Promise.all(asked).then(() => counts);
  }

  #ask(name: string): Promise<number> {
    const asked = this.#options.engine.partitionsOf(name);
    this.#partitions.set(name, asked);
    asked.then(
      (count) => this.#partitions.set(name, count),
      () => this.#partitions.delete(name),
    );
    return asked;
  }

  #recordsOf(outputs: readonly Output[], counts: ReadonlyMap<string, number>): OutgoingRecord[] {
    const { source, namespace, clock } = this.#options;
    const now = clock?.now() ?? Date.now();
    return outputs.map(({ topic, key, id, value, json, time = now, traceparent }) => {
      const keyBytes = utf8BytesOf(key);
      return {
        topic: topicName(topic, namespace),
        partition: partitionOf(keyBytes, counts.get(topic.name) ?? 1),
        key: keyBytes,
        timestamp: now,
        ...encode(topic, { id, source, time, traceparent }, value, json),
      };
    });
  }

  #enqueue(records: readonly OutgoingRecord[]): Promise<void> {
    const bytes = records.reduce((sum, { value }) => sum + (value?.length ?? 0), 0);
    const { queuedMessages, queuedBytes, deadlineMs } = this.#limits;
    const fits = this.#queued.messages + records.length <= queuedMessages && this.#queued.bytes + bytes <= queuedBytes;
    // A single publish larger than the whole queue is let through alone, or it could never be published.
    if (!fits && this.#queued.messages > 0) {
      return Promise.reject(new BusError('BUS_OVERLOADED', `${this.#queued.messages} messages wait for the log`));
    }
    this.#queued.messages += records.length;
    this.#queued.bytes += bytes;
    return new Promise((resolve, reject) => {
      this.#waiting.push({ records, bytes, deadline: performance.now() + deadlineMs, resolve, reject });
      this.#sending.wake();
    });
  }

  async #send(): Promise<void> {
    // What is published in the same turn of the event loop belongs together.
    await new Promise(setImmediate);
    while (this.#waiting.length > 0) {
      const batch = this.#take();
      try {
        await this.#append(batch);
        for (const { resolve } of batch) resolve();
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
      for (const { records, bytes } of batch) {
        this.#queued.messages -= records.length;
        this.#queued.bytes -= bytes;
      }
    }
  }

  #take(): readonly Waiting[] {
    let messages = 0;
    let bytes = 0;
    const { batchMessages, batchBytes } = this.#limits;
    const end = this.#waiting.findIndex((one, index) => {
      messages += one.records.length;
      bytes += one.bytes;
      return index > 0 && (messages > batchMessages || bytes > batchBytes);
    });
    return this.#waiting.splice(0, end < 0 ? this.#waiting.length : end);
  }

  /** The engine bounds its own tries; the deadline bounds the caller's wait when even that fails. */
  async #append(batch: readonly Waiting[]): Promise<void> {
    const patience = Math.max(0, Math.min(...batch.map(({ deadline }) => deadline)) - performance.now());
    const late = (): BusError => new BusError('BUS_DEADLINE', `not durable within ${this.#limits.deadlineMs} ms`);
    await withDeadline(this.#options.engine.append(batch.flatMap(({ records }) => records)), patience, late);
  }
}
