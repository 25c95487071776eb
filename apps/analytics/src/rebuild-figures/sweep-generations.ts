/** Removes what a finished or abandoned rebuild has left: cells of other generations, and claims that can no longer matter. */
import { type FigureStores } from '../record-figures/record-figures.ts';

/**
 * An event that the archive counted may still be on its way to the live lanes: published late by an ingestion that died
 * between archive and bus, from a topic that keeps seven days. A day more, in processed time and not on the wall clock.
 */
const claimsMatterForMs = 8 * 86_400_000;

/** Whoever was reading the generation before a switch has finished by then. */
const readersLeaveWithinMs = 30_000;

export interface SweepOptions {
  readonly stores: FigureStores;
  readonly clock: { now(): number };
  /** Up to when everything that was on the bus is processed, milliseconds. */
  readonly processedUntil: () => Promise<number>;
}

export class SweepGenerations {
  constructor(private readonly options: SweepOptions) {}

  async run(): Promise<void> {
    const { cells, claims, generations } = this.options.stores;
    const { last } = await generations.current();
    if (last && this.options.clock.now() - last.finishedAt < readersLeaveWithinMs) return;
    const processedUntil = await this.options.processedUntil();
    // First the claims lose their meaning for everybody, then they are removed.
    await generations.change((state) => {
      const claiming = state.claiming.filter(
        ({ filledAt }) => filledAt === null || processedUntil < filledAt + claimsMatterForMs,
      );
      return claiming.length < state.claiming.length ? { ...state, claiming } : undefined;
    });
    const state = await generations.current();
    for (let generation = state.oldest; generation < state.next; generation += 1) {
      const inUse = generation === state.active || generation === state.building?.generation;
      if (!inUse) await cells.drop(generation);
      if (!inUse || !state.claiming.some((one) => one.generation === generation)) await claims.drop(generation);
    }
    await generations.change((now) => (now.active > now.oldest ? { ...now, oldest: state.active } : undefined));
  }
}
