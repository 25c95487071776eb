/** Follows topics near their end, outside any group: for people who look on. It never holds anybody up, and may pass over much. */
import { type Topic } from '@tributary/contracts';
import { type Received } from './outcome.ts';
import { type BusEngine } from './port.ts';
import { readBack } from './read-back.ts';
import { topicName } from './topic-specs.ts';

export interface TailOptions {
  readonly engine: BusEngine;
  readonly namespace: string;
  readonly topics: readonly Topic[];
  /** Messages of a partition that one look brings at most, the newest. */
  readonly most: number;
}

export interface Glimpse {
  /** In the order of their partitions; what cannot be decoded is left out. */
  readonly messages: readonly Received<unknown>[];
  /** Messages that were appended since the look before and are not among these. */
  readonly passedOver: number;
}

export class Tail {
  readonly #options: TailOptions;
  readonly #names: readonly string[];
  #next: readonly (readonly number[])[] | undefined;

  constructor(options: TailOptions) {
    this.#options = options;
    this.#names = options.topics.map((topic) => topicName(topic, options.namespace));
  }

  /** What was appended since the look before; the first one brings what stands at the end. */
  async look(): Promise<Glimpse> {
    const { engine, topics, most } = this.#options;
    const ends = await engine.ends(this.#names);
    const before = this.#next;
    const messages: Received<unknown>[] = [];
    let passedOver = 0;
    for (const [at, topic] of topics.entries()) {
      for (const [partition, end] of (ends[at] ?? []).entries()) {
        const from = before?.[at]?.[partition] ?? Math.max(0, end - most);
        const offset = Math.max(from, end - most);
        passedOver += offset - from;
        if (offset >= end) continue;
        const piece = { topic: this.#names[at] ?? topic.name, partition, offset, batchSize: end - offset };
        messages.push(...(await readBack(engine, topic, piece)).messages);
      }
    }
    this.#next = ends;
    return { messages, passedOver };
  }
}
