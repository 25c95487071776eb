/** Runs rebuilds in the background: asked for, or left behind by a process that died; sweeps up after them. */
import { type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { type GenerationState, type GenerationStore } from '../ports.ts';
import { type RebuildFigures } from './rebuild-figures.ts';
import { type SweepGenerations } from './sweep-generations.ts';

export interface RebuildRunnerParts {
  readonly rebuild: RebuildFigures;
  readonly sweep: SweepGenerations;
  readonly generations: GenerationStore;
  readonly log: { info(object: object, text: string): void; error(object: object, text: string): void };
}

/** How soon a dead process is noticed after its time is up. */
const roundMs = 15_000;

export class RebuildRunner implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #stopping = new AbortController();
  #running: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly parts: RebuildRunnerParts) {}

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => {
      this.#look();
    }, roundMs).unref();
    this.#look();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.#timer);
    this.#stopping.abort();
    await this.#running;
    await this.parts.rebuild.giveUp(undefined);
  }

  state(): Promise<GenerationState> {
    return this.parts.generations.current();
  }

  /** Undefined when one is running already. */
  async start(): Promise<GenerationState | undefined> {
    const state = await this.parts.rebuild.announce();
    if (state) this.#then(() => this.#run(state));
    return state;
  }

  #look(): void {
    this.#then(async () => {
      const state = await this.parts.rebuild.takeOver();
      if (state) await this.#run(state);
      else await this.parts.sweep.run();
    });
  }

  /** One thing after the other; a failure is told and does not stop the next. */
  #then(work: () => Promise<void>): void {
    this.#running = this.#running.then(async () => {
      if (this.#stopping.signal.aborted) return;
      try {
        await work();
      } catch (error) {
        this.parts.log.error({ error }, 'Looking after the generations of figures failed');
      }
    });
  }

  async #run({ building }: GenerationState): Promise<void> {
    if (!building) return;
    try {
      const report = await this.parts.rebuild.run(building, this.#stopping.signal);
      if (report) this.parts.log.info({ ...report, examples: undefined }, 'Figures rebuilt');
    } catch (error) {
      if (this.#stopping.signal.aborted) return; // somebody takes it over
      this.parts.log.error({ error }, 'The rebuild of the figures failed');
      await this.parts.rebuild.giveUp(error instanceof Error ? error.message : String(error));
    }
  }
}
