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

/** Of a group that lags the answer is older than the truth by so much at most. */
const usualEveryMs = 1_000;
/** Enough for a lag of a quarter of an hour; beyond, the record that waits is asked for its time. */
const samplesKept = 1_024;
/** Answers within this time share one look at the engine: an answer is asked for with each request. */
const sharedForMs = 50;
/** A look that takes its time is shared for so many times as long: no more than a tenth of the time is spent looking. */
const sharedPerLook = 10;

/** What is true at the moment the look began, and until when it is shared. */
interface Look {
  readonly beganAt: number;
  /** Undefined: nothing waits. */
  readonly oldest: Promise<number | undefined>;
  until: number;
}

export function createFreshness(options: FreshnessOptions): ClosableFreshness {
  return new SampledFreshness(options);
}

class SampledFreshness implements ClosableFreshness {
  readonly #engine: BusEngine;
  readonly #clock: Clock;
  readonly #topicsOf: (group: string) => readonly string[];
  readonly #groupName: (group: string) => string;
  readonly #samples = new Map<string, Sample[][]>();
  readonly #looks = new Map<string, Look>();
  readonly #timer: NodeJS.Timeout;

  constructor({ engine, namespace, clock = systemClock, topicsOf, sampleEveryMs = usualEveryMs }: FreshnessOptions) {
    this.#engine = engine;
    this.#clock = clock;
    this.#groupName = (group) => inNamespace(group, namespace);
    this.#topicsOf = (group) => (topicsOf ?? registered)(group).map((name) => topicName({ name }, namespace));
    this.#timer = setInterval(() => {
      if (this.#samples.size > 0) this.#sample([...this.#samples.keys()]).catch(() => undefined); // the next one will tell
    }, sampleEveryMs);
    this.#timer.unref();
  }

  async of(group: string): Promise<{ readonly asOf: number; readonly lagMs: number }> {
    const { beganAt, oldest } = this.#lookAt(group);
    const waitingSince = await oldest;
    // True when the look began, and so it is now; what has been appended since is told by the next look.
    if (waitingSince === undefined) return { asOf: beganAt, lagMs: 0 };
    const asOf = Math.min(beganAt, waitingSince);
    return { asOf, lagMs: Math.max(0, this.#clock.now() - asOf) };
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #lookAt(group: string): Look {
    const known = this.#looks.get(group);
    const began = performance.now();
    if (known !== undefined && known.until > began) return known;
    const look: Look = { beganAt: this.#clock.now(), oldest: this.#oldestWaiting(group), until: Infinity };
    this.#looks.set(group, look);
    look.oldest.then(
      () => {
        const now = performance.now();
        look.until = now + Math.max(sharedForMs, sharedPerLook * (now - began));
      },
      () => this.#looks.delete(group),
    );
    return look;
  }

  async #oldestWaiting(group: string): Promise<number | undefined> {
    const topics = this.#topicsOf(group);
    // Committed first: what is appended between the two looks counts as waiting, never as done.
    const committed = await this.#engine.committed(this.#groupName(group), topics);
    const ends = await this.#sample(topics);
    const times = topics.flatMap((topic, at) =>
      (ends[at] ?? []).flatMap((end, partition) => {
        const next = committed[at]?.[partition] ?? 0;
        return next < end ? [this.#partitionAsOf(topic, partition, next)] : [];
      }),
    );
    return times.length === 0 ? undefined : Math.min(...(await Promise.all(times)));
  }

  async #partitionAsOf(topic: string, partition: number, next: number): Promise<number> {
    const seen = this.#samples.get(topic)?.[partition]?.findLast(({ end }) => end <= next);
    if (seen) return seen.seenAt;
    const [waiting] = await this.#engine.read({ topic, partition }, next, 1);
    return waiting?.timestamp ?? this.#clock.now();
  }

  async #sample(topics: readonly string[]): Promise<readonly (readonly number[])[]> {
    const now = this.#clock.now();
    const ends = await this.#engine.ends(topics);
    for (const [at, topic] of topics.entries()) this.#note(topic, ends[at] ?? [], now);
    return ends;
  }

  #note(topic: string, ends: readonly number[], now: number): void {
    const partitions = this.#samples.get(topic) ?? ends.map((): Sample[] => []);
    this.#samples.set(topic, partitions);
    for (const [partition, end] of ends.entries()) {
      const samples = partitions[partition];
      const last = samples?.at(-1);
      if (last?.end === end) last.seenAt = Math.max(last.seenAt, now);
      else samples?.push({ end, seenAt: now });
      if (samples && samples.length > samplesKept) samples.shift();
    }
  }
}

const registered = (group: string): readonly string[] =>
  allTopics.filter(({ consumers }) => consumers.some((consumer) => consumer === group)).map(({ name }) => name);
