/** Looks at committed offsets while the load runs, and right behind them at whether the effects are there. */
import { setTimeout as pause } from 'node:timers/promises';
import { type OffsetSample } from '../reading/evidence.ts';
import { type LogReader } from '../reading/log-reader.ts';
import { type StoreReader } from '../reading/store-reader.ts';
import { messageOf, textAt } from '../reading/wire.ts';
import { eventOf } from '../reference/hashes.ts';
import { markersIn } from '../traffic/request.ts';

export interface SamplerOptions {
  readonly namespace: string;
  readonly log: LogReader;
  readonly store: StoreReader;
  /** Events that are meant to be stored; poison is not. */
  readonly isSound: (marker: string) => boolean;
  readonly everyMs: number;
}

/** Right before the offset is where a commit that came too early shows. */
const edge = 40;
const topic = 'event.received.v1';

export class Sampler {
  readonly samples: OffsetSample[] = [];
  readonly #options: SamplerOptions;
  readonly #ending = new AbortController();
  readonly #seen: number[] = [];
  #going: Promise<void> = Promise.resolve();

  constructor(options: SamplerOptions) {
    this.#options = options;
  }

  start(): void {
    this.#going = this.#run();
  }

  async stop(): Promise<void> {
    this.#ending.abort();
    await this.#going;
  }

  async #run(): Promise<void> {
    while (!this.#ending.signal.aborted) {
      // A server that is away is a fault of the run, not of a commit: it is asked again.
      await this.#look().catch(() => undefined);
      await pause(this.#options.everyMs);
    }
  }

  async #look(): Promise<void> {
    const { namespace, log } = this.#options;
    const offsets = await log.committed(`${namespace}.ingestion`, `${namespace}.${topic}`);
    for (const [partition, committed] of offsets.entries()) {
      if (committed === (this.#seen[partition] ?? 0)) continue;
      const missing = await this.#missing(partition, committed);
      this.#seen[partition] = committed;
      const looked = Math.min(edge, committed);
      this.samples.push({ group: 'ingestion', topic, partition, committed, missing, looked });
    }
  }

  async #missing(partition: number, committed: number): Promise<readonly string[]> {
    const { namespace, log, store, isSound } = this.#options;
    const from = Math.max(0, committed - edge);
    const records = await log.range(`${namespace}.${topic}`, partition, from, committed - from);
    const events = records.flatMap((record) => {
      const { value, text } = messageOf(topic, record);
      const marker = markersIn(text)[0] ?? '';
      return record.offset < committed && isSound(marker) ? [eventOf(textAt(value, 'source'), marker)] : [];
    });
    const there = await store.archived(events);
    return events.filter((id) => !there.has(id));
  }
}
