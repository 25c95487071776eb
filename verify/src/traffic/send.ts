/** Sends the load: open loop, so that a slow answer delays nothing; what asks for it is sent again until it is acknowledged. */
import { setTimeout as pause } from 'node:timers/promises';
import { type Attempt, type Journal } from './journal.ts';
import { type Outgoing } from './request.ts';

/** The two doors of the system under test. */
export interface Doors {
  http(request: Outgoing): Promise<Pick<Attempt, 'answer' | 'status' | 'refused'>>;
  topic(request: Outgoing): Promise<Pick<Attempt, 'answer' | 'status' | 'refused'>>;
}

export interface LoadOptions {
  readonly requests: Iterator<Outgoing, never>;
  readonly doors: Doors;
  readonly journal: Journal;
  /** Events a second; may change while the load runs. */
  readonly rate: () => number;
  /** Requests that may be open at once; beyond, the schedule waits: memory of this process, not a courtesy to the other. */
  readonly mostOpen: number;
}

/** Pauses between attempts grow by this much, up to the most; sooner than the door asks for, which is the harder case. */
const againAfterMs = 500;
const againAtMostMs = 4_000;
const tickMs = 20;

export class Load {
  readonly #options: LoadOptions;
  readonly #chains = new Map<string, Promise<void>>();
  readonly #open = new Set<Promise<void>>();
  readonly #ending = new AbortController();
  readonly attempts: Attempt[] = [];
  #sent = 0;
  #going: Promise<void> | undefined;

  constructor(options: LoadOptions) {
    this.#options = options;
  }

  /** Events sent so far, each once. */
  get sent(): number {
    return this.#sent;
  }

  get open(): number {
    return this.#open.size;
  }

  start(events: number): void {
    this.#going = this.#run(events);
  }

  /** Resolves when the number of events was sent; what is not yet acknowledged goes on. */
  async sentAll(): Promise<void> {
    await this.#going;
  }

  /** Begins nothing new. */
  stop(): void {
    this.#ending.abort();
  }

  /** Resolves when every request has its answer, or the time is up: what is then unanswered counts as unknown. */
  async answered(withinMs: number): Promise<void> {
    const late = new AbortController();
    await Promise.race([Promise.all(this.#open), pause(withinMs, undefined, { signal: late.signal, ref: true })]);
    late.abort();
    this.#ending.abort();
    await Promise.all(this.#open);
  }

  async #run(events: number): Promise<void> {
    let due = 0;
    let before = performance.now();
    while (this.#sent < events && !this.#ending.signal.aborted) {
      await pause(tickMs);
      const now = performance.now();
      due = Math.min(due + ((now - before) * this.#options.rate()) / 1_000, this.#options.rate());
      before = now;
      while (due > 0 && this.#sent < events && this.#open.size < this.#options.mostOpen) due -= this.#begin();
    }
  }

  #begin(): number {
    const request = this.#options.requests.next().value;
    this.#sent += request.items.length;
    this.#options.journal.sending(request);
    const behind =
      request.chain === undefined ? Promise.resolve() : (this.#chains.get(request.chain) ?? Promise.resolve());
    const done = behind.then(() => this.#deliver(request));
    if (request.chain !== undefined) this.#chains.set(request.chain, done);
    this.#open.add(done);
    void done.finally(() => this.#open.delete(done));
    return request.items.length;
  }

  async #deliver(request: Outgoing): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      if (attempt > 1 && this.#ending.signal.aborted) return;
      const started = performance.now();
      const at = Date.now();
      const answer = await (request.door === 'http'
        ? this.#options.doors.http(request)
        : this.#options.doors.topic(request));
      const full = { number: request.number, attempt, at, took: Math.round(performance.now() - started), ...answer };
      this.#options.journal.answered(full);
      this.attempts.push(full);
      const mayCome = answer.answer === 'unknown' || answer.status === 429;
      if (!mayCome || !request.persistent) return;
      await pause(Math.min(attempt * againAfterMs, againAtMostMs));
    }
  }
}
