/** How a lane waits and tries again, and how it ends: told to stop it finishes what is at hand, abandoned it may do nothing more. */
import { backoffMs, pauseFor } from './backoff.ts';
import { BusError } from './bus-error.ts';
import { type LaneParts } from './lane-options.ts';
import { type LaneFacts } from './observer.ts';

/** Unwinds a lane that was told to stop, or whose partition went to another member. */
export class LaneStopped extends Error {}

export class Patience {
  readonly #facts: LaneFacts;
  readonly #parts: Pick<LaneParts, 'limits' | 'log' | 'observer'>;
  readonly #stop = new AbortController();
  #abandoned = false;

  constructor(facts: LaneFacts, parts: Pick<LaneParts, 'limits' | 'log' | 'observer'>) {
    this.#facts = facts;
    this.#parts = parts;
  }

  get stopped(): boolean {
    return this.#stop.signal.aborted;
  }

  stop(): void {
    this.#stop.abort();
  }

  abandon(): void {
    this.#stop.abort();
    this.#abandoned = true;
  }

  /** Before anything that others can see. */
  checkAbandoned(): void {
    if (this.#abandoned) throw new LaneStopped();
  }

  /** Before anything that could as well be left to the next owner. */
  checkStopped(): void {
    if (this.stopped) throw new LaneStopped();
  }

  async pause(ms: number): Promise<void> {
    await pauseFor(ms, this.#stop.signal);
    this.checkStopped();
  }

  /** After the failure of try `attempt`. */
  async wait(attempt: number, error: unknown): Promise<void> {
    const { limits, log, observer } = this.#parts;
    observer.onRetry?.({ ...this.#facts, attempt, error });
    log?.warn({ err: error, ...this.#facts, attempt }, 'A batch failed and is tried again');
    await this.pause(backoffMs(attempt, limits, Math.random()));
  }

  /** For what only an engine can refuse: without bound, and over when the partition is no longer ours. */
  async untilDone<T>(work: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      this.checkAbandoned();
      try {
        return await work();
      } catch (error) {
        if (error instanceof BusError && (error.code === 'BUS_FENCED' || error.code === 'BUS_CLOSED')) {
          this.stop();
          throw new LaneStopped();
        }
        await this.wait(attempt, error);
      }
    }
  }
}
