/** Runs rebuilds in the background: asked for, or left behind by a process that died; sweeps up after them. */
import { type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Background, type ServiceDeps } from '@tributary/runtime';
import { type GenerationState, type GenerationStore } from '../ports.ts';
import { type RebuildFigures } from './rebuild-figures.ts';
import { type SweepGenerations } from './sweep-generations.ts';

export interface RebuildRunnerParts {
  readonly rebuild: RebuildFigures;
  readonly sweep: SweepGenerations;
  readonly generations: GenerationStore;
  readonly log: ServiceDeps['log'];
}

/** How soon a dead process is noticed after its time is up. */
const roundMs = 15_000;

export class RebuildRunner implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #stopping = new AbortController();
  readonly #rounds: Background;
  /** Asked for in this process and not begun. */
  #announced: GenerationState | undefined;

  constructor(private readonly parts: RebuildRunnerParts) {
    this.#rounds = new Background({
      name: 'look after the generations of figures',
      everyMs: roundMs,
      log: parts.log,
      round: () => this.#round(),
    });
  }

  onApplicationBootstrap(): void {
    this.#rounds.start();
  }

  async onModuleDestroy(): Promise<void> {
    this.#stopping.abort();
    await this.#rounds.stop();
    await this.parts.rebuild.giveUp(undefined);
  }

  state(): Promise<GenerationState> {
    return this.parts.generations.current();
  }

  /** Undefined when one is running already. */
  async start(): Promise<GenerationState | undefined> {
    const state = await this.parts.rebuild.announce();
    if (state) {
      this.#announced = state;
      this.#rounds.wake();
    }
    return state;
  }

  async #round(): Promise<void> {
    const announced = this.#announced;
    this.#announced = undefined;
    const state = announced ?? (await this.parts.rebuild.takeOver());
    if (state) await this.#run(state);
    else await this.parts.sweep.run();
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
