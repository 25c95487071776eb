/** Knows the sources by write key and by id without asking the store for every request. */
import { type Clock } from '@tributary/telemetry';
import { type Source, type SourceStore } from '../ports.ts';
import { channelSource } from '../store-events/read-message.ts';

/** A changed source is known everywhere after this long. */
const freshMs = 30_000;
/** A key that was unknown a moment ago is asked for again after this long: guessing does not reach the store. */
const unknownMs = 5_000;
/** Ours have 25 characters; what is far longer is no key, and is not remembered. */
const longestKey = 512;
/** Guessed keys are forgotten beyond this number rather than filling the memory. */
const mostUnknown = 10_000;

export class SourceDirectory {
  #sources: readonly Source[] = [];
  #byKey: ReadonlyMap<string, Source> = new Map();
  #loadedAt = Number.NEGATIVE_INFINITY;
  #loading: Promise<void> | undefined;
  readonly #unknown = new Map<string, number>();

  constructor(
    private readonly store: SourceStore,
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
    const sources = await this.store.all();
    this.#sources = sources;
    this.#byKey = new Map(sources.map((source) => [source.writeKey, source]));
    this.#loadedAt = this.clock.now();
    this.#unknown.clear();
  }

  async #refresh(): Promise<void> {
    if (Math.abs(this.clock.now() - this.#loadedAt) < freshMs) return;
    this.#loading ??= this.reload().finally(() => (this.#loading = undefined));
    // Known sources serve while the store is away; without any there is nothing to serve with.
    if (this.#loadedAt === Number.NEGATIVE_INFINITY) await this.#loading;
    else this.#loading.catch(() => undefined);
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
