/** What the service does without being asked: look for changed segments, fire timers, build. Runs from start to stop. */
import { type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { Background } from '@tributary/runtime';
import { type Logger } from '@tributary/telemetry';
import { type BuildSegments } from './build-segments/build-segments.ts';
import { type Catalogue } from './define-segments/catalogue.ts';
import { type FireTimers } from './fire-timers/fire-timers.ts';

export interface BackgroundWorkParts {
  readonly catalogue: Catalogue;
  readonly build: BuildSegments;
  readonly timers: FireTimers;
  readonly log: Logger;
}

export class BackgroundWork implements OnModuleInit, OnModuleDestroy {
  readonly #catalogue: Catalogue;
  readonly #build: BuildSegments;
  readonly #looking: Background;
  readonly #building: Background;
  readonly #firing: Background;

  constructor({ catalogue, build, timers, log }: BackgroundWorkParts) {
    this.#catalogue = catalogue;
    this.#build = build;
    this.#looking = new Background({
      name: 'look for segments',
      everyMs: 1_000,
      log,
      round: () => catalogue.refresh(),
    });
    this.#building = new Background({
      name: 'build segments',
      everyMs: 1_000,
      log,
      round: async () => {
        if (await build.once()) this.#building.wake();
      },
    });
    this.#firing = new Background({
      name: 'fire timers',
      everyMs: 250, // a timed exit is at most this late; an idle look is one lookup in an index
      log,
      round: async () => {
        if (await timers.once()) this.#firing.wake();
      },
    });
  }

  /** Before the first event is taken: nothing may be judged without the segments. */
  async onModuleInit(): Promise<void> {
    await this.#catalogue.refresh();
    for (const work of [this.#looking, this.#building, this.#firing]) work.start();
  }

  buildNow(): void {
    this.#building.wake();
  }

  async onModuleDestroy(): Promise<void> {
    this.#build.stop();
    await Promise.all([this.#looking.stop(), this.#building.stop(), this.#firing.stop()]);
    await this.#catalogue.leave();
  }
}
