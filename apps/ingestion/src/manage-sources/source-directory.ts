/** Knows the sources by write key and by id without asking the store for every request. */
import { setTimeout as pause } from 'node:timers/promises';
import { type Clock } from '@tributary/telemetry';
import { type Source, type SourceStore } from '../ports.ts';
import { channelSource } from '../store-events/read-message.ts';

/** A changed source is known everywhere after this long; more often than that nobody asks the store. */
const freshMs = 1_000;
/** A store that is well answers in a few milliseconds. While it is away, so much is waited for it once in a while, and what is known serves. */
const patienceMs = 250;
/** A key that was unknown a moment ago is asked for again after this long: guessing does not reach the store. */
const unknownMs = 5_000;
/** Ours have 25 characters; what is far longer is no key, and is not remembered. */
const longestKey = 512;
/** Guessed keys are forgotten beyond this number rather than filling the memory. */
const mostUnknown = 10_000;

export class SourceDirectory {
  #sources: readonly Source[] = [];
  #byKey: ReadonlyMap<string, Source> = new Map();
  #askedAt = Number.NEGATIVE_INFINITY;
  /** The read whose answer is known, of those that were begun: a slow one brings back nothing that has changed since. */
  #read = { begun: 0, known: 0 };
  #loading: Promise<void> | undefined;
  #patience: Promise<void> | undefined;
  readonly #unknown = new Map<string, number>();

  constructor(
    private readonly store: Pick<SourceStore, 'all' | 'byWriteKey'>,
    private readonly clock: Clock,
  ) {}

  async byWriteKey(writeKey: string): Promise<Source | undefined> {
    await this.#refresh();
    if (writeKey.length > longestKey) return undefined;
    return this.#byKey.get(writeKey) ?? this.#ask(writeKey);
  }

  async known(): Promise<readonly Source[]> {
    await this.#refresh();
    return this.#sources;
  }

  async byId(id: string): Promise<Source | undefined> {
    return (await this.known()).find((source) => source.id === id);
  }

  /** Ids under which events may stand: those of the sources, and that of channels which name none. */
  async senders(): Promise<readonly string[]> {
    return [...(await this.known()).map(({ id }) => id), channelSource];
  }

  async reload(): Promise<void> {
    this.#read.begun += 1;
    const turn = this.#read.begun;
    this.#askedAt = this.clock.now();
    const sources = await this.store.all();
    if (turn < this.#read.known) return;
    this.#read.known = turn;
    this.#sources = sources;
    this.#byKey = new Map(sources.map((source) => [source.writeKey, source]));
  }

  async #refresh(): Promise<void> {
    const isKnown = this.#read.known > 0;
    const isOld = Math.abs(this.clock.now() - this.#askedAt) >= freshMs;
    if (this.#loading === undefined && (isOld || !isKnown)) this.#begin();
    // Without any sources there is nothing to serve with.
    await (isKnown ? this.#patience : this.#loading);
  }

  #begin(): void {
    const loading = this.reload().finally(() => (this.#loading = undefined));
    this.#loading = loading;
    this.#patience = Promise.race([loading.catch(() => undefined), pause(patienceMs, undefined, { ref: false })]);
  }

  async #ask(writeKey: string): Promise<Source | undefined> {
    const now = this.clock.now();
    const asked = this.#unknown.get(writeKey);
    if (asked !== undefined && Math.abs(now - asked) < unknownMs) return undefined;
    const source = await this.store.byWriteKey(writeKey);
    if (source) await this.reload();
    else {
      if (this.#unknown.size >= mostUnknown) this.#unknown.clear();
      this.#unknown.set(writeKey, now);
    }
    return source;
  }
}
