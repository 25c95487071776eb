/**
 * How fresh a group's work is. The ends of its topics are sampled; a partition is as fresh as the latest sample whose end
 * the group has committed, and an answer as fresh as its oldest partition.
 */
import { allTopics, inNamespace } from '@tributary/contracts';
import { systemClock, type Clock } from '@tributary/telemetry';
import { type Freshness } from './outcome.ts';
import { type BusEngine } from './port.ts';
import { topicName } from './topic-specs.ts';

export interface FreshnessOptions {
  readonly engine: BusEngine;
  readonly namespace?: string;
  readonly clock?: Clock;
  /** Names of the topics that a group reads; absent: what the registry says of the service of that name. */
  readonly topicsOf?: (group: string) => readonly string[];
  readonly sampleEveryMs?: number;
}

export interface ClosableFreshness extends Freshness {
  close(): void;
}

/** One end of a partition, and the time until which it was seen to be the end. */
interface Sample {
  readonly end: number;
  seenAt: number;
}

/** Of a group that lags the answer is older than the truth by so much at most. Each look at a topic asks every broker twice. */
const usualEveryMs = 1_000;
/** Enough for a lag of a quarter of an hour; beyond, the record that waits is asked for its time. */
const samplesKept = 1_024;
/** Answers within this time share one look at the engine: a decision asks for each request. */
const sharedForMs = 50;

export function createFreshness(options: FreshnessOptions): ClosableFreshness {
  return new SampledFreshness(options);
}

class SampledFreshness implements ClosableFreshness {
  readonly #engine: BusEngine;
  readonly #clock: Clock;
  readonly #topicsOf: (group: string) => readonly string[];
  readonly #groupName: (group: string) => string;
  readonly #samples = new Map<string, Sample[][]>();
  readonly #shared = new Map<string, { readonly until: number; readonly asOf: Promise<number | undefined> }>();
  readonly #timer: NodeJS.Timeout;

  constructor({ engine, namespace, clock = systemClock, topicsOf, sampleEveryMs = usualEveryMs }: FreshnessOptions) {
    this.#engine = engine;
    this.#clock = clock;
    this.#groupName = (group) => inNamespace(group, namespace);
    this.#topicsOf = (group) => (topicsOf ?? registered)(group).map((name) => topicName({ name }, namespace));
    this.#timer = setInterval(() => {
      for (const topic of this.#samples.keys()) this.#sample(topic).catch(() => undefined); // the next one will tell
    }, sampleEveryMs);
    this.#timer.unref();
  }

  async of(group: string): Promise<{ readonly asOf: number; readonly lagMs: number }> {
    const asOf = await this.#asOf(group);
    const now = this.#clock.now();
    return asOf === undefined ? { asOf: now, lagMs: 0 } : { asOf, lagMs: Math.max(0, now - asOf) };
  }

  close(): void {
    clearInterval(this.#timer);
  }

  /** Undefined: nothing waits. */
  #asOf(group: string): Promise<number | undefined> {
    const known = this.#shared.get(group);
    if (known && known.until > performance.now()) return known.asOf;
    const asOf = this.#look(group);
    this.#shared.set(group, { until: performance.now() + sharedForMs, asOf });
    asOf.catch(() => this.#shared.delete(group));
    return asOf;
  }

  async #look(group: string): Promise<number | undefined> {
    const oldest = await Promise.all(this.#topicsOf(group).map((topic) => this.#topicAsOf(group, topic)));
    return min(oldest);
  }

  async #topicAsOf(group: string, topic: string): Promise<number | undefined> {
    // Committed first: what is appended between the two looks counts as waiting, never as done.
    const committed = await this.#engine.committed(this.#groupName(group), topic);
    const ends = await this.#sample(topic);
    const waiting = committed.map((next, partition) => ({ next, partition }));
    const late = waiting.filter(({ next, partition }) => next < (ends[partition] ?? 0));
    return min(await Promise.all(late.map(({ next, partition }) => this.#partitionAsOf(topic, partition, next))));
  }

  async #partitionAsOf(topic: string, partition: number, next: number): Promise<number> {
    const seen = this.#samples.get(topic)?.[partition]?.findLast(({ end }) => end <= next);
    if (seen) return seen.seenAt;
    const [waiting] = await this.#engine.read({ topic, partition }, next, 1);
    return waiting?.timestamp ?? this.#clock.now();
  }

  async #sample(topic: string): Promise<readonly number[]> {
    const now = this.#clock.now();
    const ends = (await this.#engine.offsets(topic)).map(({ latest }) => latest);
    const partitions = this.#samples.get(topic) ?? ends.map((): Sample[] => []);
    this.#samples.set(topic, partitions);
    for (const [partition, end] of ends.entries()) {
      const samples = partitions[partition];
      const last = samples?.at(-1);
      if (last?.end === end) last.seenAt = Math.max(last.seenAt, now);
      else samples?.push({ end, seenAt: now });
      if (samples && samples.length > samplesKept) samples.shift();
    }
    return ends;
  }
}

const registered = (group: string): readonly string[] =>
  allTopics.filter(({ consumers }) => consumers.some((consumer) => consumer === group)).map(({ name }) => name);

const min = (times: readonly (number | undefined)[]): number | undefined =>
  times.reduce((a, b) => (a === undefined || (b !== undefined && b < a) ? b : a), undefined);
