/** One deployment under load: the generator at its doors, the decider, the sampler, and afterwards the independent reader. */
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { collect, lagsOf, serviceNames } from '../reading/collect.ts';
import { type Evidence, type Figures } from '../reading/evidence.ts';
import { readFigures } from '../reading/figures.ts';
import { type LogReader } from '../reading/log-reader.ts';
import { type StoreReader } from '../reading/store-reader.ts';
import { capsGiven, Decider } from '../traffic/decide.ts';
import { httpDoor } from '../traffic/http-door.ts';
import { Journal, readJournal } from '../traffic/journal.ts';
import { type Outgoing } from '../traffic/request.ts';
import { Load, type Doors } from '../traffic/send.ts';
import { traffic, type Wishes } from '../traffic/traffic.ts';
import { type Deployment } from './river.ts';
import { Sampler } from './sampler.ts';

export interface RunOptions {
  readonly deployment: Deployment;
  /** Those that run; all by default. */
  readonly services?: readonly string[];
  readonly log: LogReader;
  /** Absent where it can only be read when the process is gone; then no offsets are looked at on the way. */
  readonly store?: StoreReader;
  readonly seed: number;
  readonly folder: string;
  /** Base address of a service; asked for each request, so that doors may move. */
  readonly url: (service: 'ingestion' | 'analytics' | 'decisioning') => string;
  readonly rate: () => number;
  readonly people: number;
  readonly batch: number;
  /** How often committed offsets are looked at. */
  readonly sampleEveryMs?: number;
  readonly sources: () => ReadonlyMap<string, string>;
  /** Told of every attempt over HTTP. */
  readonly onSending?: (request: Outgoing) => void;
}

/** Above the deadline of the edge, so that its own answer is heard. */
const patienceMs = 20_000;

export class Run {
  readonly load: Load;
  readonly decider: Decider;
  readonly wishes: Wishes = { poison: [], hot: 0 };
  readonly #options: RunOptions;
  readonly #journal: Journal;
  readonly #sampler: Sampler | undefined;
  readonly #poison = new Set<string>();

  constructor(options: RunOptions) {
    this.#options = options;
    const { deployment, seed, rate, batch, log, store, folder, people } = options;
    const { namespace, secretKey } = deployment;
    this.#journal = new Journal(join(folder, `journal-${namespace}.ndjson`));
    const sources = ['default', 'web', 'shop'];
    const step = (batch * 1_000) / rate();
    const drawn = traffic({
      seed,
      namespace,
      sources,
      people,
      batch,
      start: Date.now(),
      step,
      poison: 0.01,
      wishes: this.wishes,
    });
    this.load = new Load({
      requests: this.#watched(drawn),
      doors: this.#doors(),
      journal: this.#journal,
      rate,
      mostOpen: 2_000,
    });
    this.decider = new Decider({ namespace, seed, url: () => options.url('decisioning'), secretKey, everyMs: 200 });
    const isSound = (marker: string): boolean => marker !== '' && !this.#poison.has(marker);
    this.#sampler = store && new Sampler({ namespace, log, store, isSound, everyMs: options.sampleEveryMs ?? 300 });
  }

  /** Decisions can only be asked for once the service is there. */
  async watch(): Promise<void> {
    this.#sampler?.start();
    if (!this.#services.includes('decisioning')) return;
    await this.decider.define();
    this.decider.start();
  }

  /** Resolves when everything sent has its answer and no group has anything left to do; false when that takes too long. */
  async settle(withinMs: number): Promise<boolean> {
    await this.load.answered(withinMs);
    await this.decider.stop();
    return this.idle(withinMs);
  }

  /** Resolves when no group and no outbox has anything left to do; false when that takes too long. */
  async idle(withinMs: number): Promise<boolean> {
    const deadline = Date.now() + withinMs;
    for (let calm = 0; calm < 3;) {
      if (Date.now() > deadline) return false;
      const left = await Promise.all([this.lag(), this.#options.store?.unsent() ?? 0]).catch(() => [Infinity]);
      calm = left.every((count) => count === 0) ? calm + 1 : 0;
      await pause(500);
    }
    return true;
  }

  /** The lag of all groups together. */
  async lag(): Promise<number> {
    const lags = await lagsOf(this.#options.log, this.#options.deployment.namespace, this.#services);
    return lags.reduce((sum, { messages }) => sum + messages, 0);
  }

  /** What the system shows of what it has counted. */
  async figures(): Promise<Figures | undefined> {
    if (!this.#services.includes('analytics')) return undefined;
    return readFigures(this.#options.url('analytics'), this.#options.deployment.secretKey);
  }

  /** Needs the log and the store alone; figures were read while the services still answered. */
  async evidence(store: StoreReader, figures: Figures | undefined): Promise<Evidence> {
    const { deployment, log } = this.#options;
    await this.#sampler?.stop();
    await this.#journal.close();
    const sent = await readJournal(this.#journal.path);
    const known = {
      ...{ sent, figures, caps: capsGiven, answers: this.decider.answers },
      samples: this.#sampler?.samples ?? [],
    };
    return collect({ namespace: deployment.namespace, log, store, services: this.#services, known });
  }

  get #services(): readonly string[] {
    return this.#options.services ?? serviceNames;
  }

  *#watched(requests: Iterator<Outgoing, never>): Generator<Outgoing, never> {
    for (;;) {
      const request = requests.next().value;
      for (const { id, poison } of request.items) if (poison !== undefined) this.#poison.add(id);
      yield request;
    }
  }

  #doors(): Doors {
    const { deployment, log, sources } = this.#options;
    const writeKeyOf = (source: string): string => sources().get(source) ?? deployment.writeKey;
    const http = httpDoor({ url: () => this.#options.url('ingestion'), writeKeyOf, patienceMs });
    return {
      // Until the sources are known their keys are not: a client that has none cannot send either.
      http: async (request) => {
        if (sources().size === 0) return { answer: 'unknown', status: 0, refused: [] };
        this.#options.onSending?.(request);
        return http(request);
      },
      topic: async ({ items, body }) => {
        const key = items[0]?.poison === undefined ? (items[0]?.key ?? '') : items[0].id;
        try {
          await log.append(`${deployment.namespace}.event.received.v1`, { key, value: body });
          return { answer: 'ok', status: 200, refused: [] };
        } catch {
          return { answer: 'unknown', status: 0, refused: [] };
        }
      },
    };
  }
}
