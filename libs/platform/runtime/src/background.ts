/** Work that repeats while the process runs: one round at a time, a pause between, and a failure ends the round, not the work. */
import { type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { Loop } from '@tributary/bus';
import { type Logger } from '@tributary/telemetry';

export interface BackgroundOptions {
  /** For the log, as a thing that is done: "fire timers". */
  readonly name: string;
  /** From the end of a round to the beginning of the next. */
  readonly everyMs: number;
  readonly log: Logger;
  readonly round: () => Promise<void>;
}

/** A provider of its own (Nest starts and stops it), or part of a class that starts and stops it. The first round is at once. */
export class Background implements OnModuleInit, OnModuleDestroy {
  readonly #rounds = new Loop(() => this.#round());
  #timer: NodeJS.Timeout | undefined;
  #stopped = true;

  constructor(private readonly options: BackgroundOptions) {}

  onModuleInit(): void {
    this.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.stop();
  }

  start(): void {
    this.#stopped = false;
    this.wake();
  }

  /** Ends the pause. During a round, which may have looked too early or have left something over: another follows at once. */
  wake(): void {
    if (!this.#stopped) this.#rounds.wake();
  }

  /** Resolves when the round under way is over; no other begins. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#rounds.settled();
  }

  async #round(): Promise<void> {
    if (this.#stopped) return;
    const { name, log, round } = this.options;
    clearTimeout(this.#timer);
    try {
      await round();
    } catch (error) {
      log.warn({ err: error, work: name }, 'Background work failed and will be tried again');
    }
    this.#pause();
  }

  #pause(): void {
    if (this.#stopped) return;
    this.#timer = setTimeout(() => {
      this.wake();
    }, this.options.everyMs);
    this.#timer.unref();
  }
}
