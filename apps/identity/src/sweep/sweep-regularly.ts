/** Runs the sweeper while the service runs; a failing round is said and tried again. */
import { type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { type Clock, type Logger } from '@tributary/telemetry';
import { type SweepLeftovers } from './sweep-leftovers.ts';

export interface SweepRegularlyParts {
  readonly sweep: SweepLeftovers;
  readonly clock: Clock;
  readonly log: Logger;
  /** How often, and how old a leftover must be: longer than a batch takes. */
  readonly everyMs: number;
}

export class SweepRegularly implements OnModuleInit, OnModuleDestroy {
  #timer: NodeJS.Timeout | undefined;
  #round: Promise<void> = Promise.resolve();

  constructor(private readonly parts: SweepRegularlyParts) {}

  onModuleInit(): void {
    this.#timer = setInterval(() => {
      this.#round = this.#round.then(() => this.#sweep());
    }, this.parts.everyMs);
    this.#timer.unref();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.#timer);
    await this.#round;
  }

  async #sweep(): Promise<void> {
    const { sweep, clock, log, everyMs } = this.parts;
    try {
      const finished = await sweep.olderThan(clock.now() - everyMs);
      if (finished > 0) log.info({ finished }, 'Finished what another process had left behind');
    } catch (error) {
      log.warn({ error: String(error) }, 'Could not look for leftovers; the next round will');
    }
  }
}
