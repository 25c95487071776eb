/**
 * Fills a new generation from the archive while live events flow into both, compares, and switches.
 *
 * From the moment the rebuild is announced every batch of every lane feeds the new generation too. What a lane handled
 * before that moment is in the archive already, so the pass that starts afterwards meets it; what comes later may be met by
 * both, and the side that claims an event first counts it. Pages are never resumed: after a crash it starts anew.
 */
import { contributionsOf, postingsOf, type FigureSettings } from '@tributary/domain-analytics';
import {
  type Archive,
  type ArchivePage,
  type GenerationState,
  type RebuildProgress,
  type RebuildReport,
} from '../ports.ts';
import { type FigureStores } from '../record-figures/record-figures.ts';
import { type CompareGenerations } from './compare-generations.ts';

export interface RebuildParts {
  readonly stores: FigureStores;
  readonly archive: Archive;
  readonly compare: CompareGenerations;
  readonly settings: FigureSettings;
  readonly clock: { now(): number };
  /** Up to when everything that was on the bus is processed, milliseconds. */
  readonly processedUntil: () => Promise<number>;
  /** Of this process, unique. */
  readonly owner: string;
}

/** Someone who has not said for so long that they are working has died: three missed beats of slow pages. */
export const deadAfterMs = 90_000;

export class RebuildFigures {
  constructor(private readonly parts: RebuildParts) {}

  /** Undefined when one is running already. */
  announce(): Promise<GenerationState | undefined> {
    return this.#announce((state) => state.building === null);
  }

  /** Takes over what a dead process has left; undefined when there is nothing to take. */
  takeOver(): Promise<GenerationState | undefined> {
    const { clock, owner } = this.parts;
    return this.#announce(
      ({ building }) => building !== null && (building.owner === owner || clock.now() - building.beatAt > deadAfterMs),
    );
  }

  #announce(may: (state: GenerationState) => boolean): Promise<GenerationState | undefined> {
    const { stores, clock, owner } = this.parts;
    return stores.generations.change((state) => {
      if (!may(state)) return undefined;
      const now = clock.now();
      const generation = state.next;
      const building = { generation, owner, beatAt: now, startedAt: now, stage: 'reading', done: 0, total: 0 } as const;
      const others = state.claiming.filter((one) => one.generation === state.active);
      return {
        ...state,
        next: generation + 1,
        building,
        claiming: [...others, { generation, filledAt: null }],
        failure: null,
      };
    });
  }

  /** Runs an announced rebuild to its end; undefined when `signal` or another process ended it. */
  async run(building: RebuildProgress, signal: AbortSignal): Promise<RebuildReport | undefined> {
    const events = await this.#fill(building, signal);
    if (events === undefined) return undefined;
    const comparing = { ...building, stage: 'comparing', done: events, total: events } as const;
    if (!(await this.#beat(comparing))) return undefined;
    const { active } = await this.parts.stores.generations.current();
    const readAt = this.parts.clock.now();
    const caughtUp = async () => (await this.#beat(comparing)) && (await this.parts.processedUntil()) >= readAt;
    const comparison = await this.parts.compare.all({ before: active, after: building.generation, signal, caughtUp });
    if (signal.aborted) return undefined;
    const report = {
      generation: building.generation,
      startedAt: building.startedAt,
      finishedAt: this.parts.clock.now(),
      events,
      ...comparison,
    };
    return (await this.#switchTo(report)) ? report : undefined;
  }

  /** Ends a rebuild of ours without a result: for good, or (no `failure`) for whoever takes it over next. */
  async giveUp(failure: string | undefined): Promise<void> {
    await this.parts.stores.generations.change((state) => {
      if (state.building?.owner !== this.parts.owner) return undefined;
      if (failure !== undefined) return { ...state, building: null, failure };
      return { ...state, building: { ...state.building, beatAt: 0 } };
    });
  }

  async #fill(building: RebuildProgress, signal: AbortSignal): Promise<number | undefined> {
    const { archive } = this.parts;
    let done = 0;
    let next: Promise<ArchivePage> | undefined = archive.page(null, signal);
    for (let number = 0; next !== undefined; number += 1) {
      const page: ArchivePage = await next;
      if (signal.aborted) return undefined;
      next = page.next === null ? undefined : archive.page(page.next, signal);
      next?.catch(() => undefined); // looked at in the next round
      await this.#add(building.generation, number, page);
      done += page.items.length;
      if (!(await this.#beat({ ...building, done, total: Math.max(done, page.total) }))) return undefined;
    }
    return done;
  }

  async #add(generation: number, position: number, { items }: ArchivePage): Promise<void> {
    const { stores, settings } = this.parts;
    const ids = items.map(({ event }) => event);
    const ours = await stores.claims.claim(generation, ids, 'archive');
    const placed = items
      .filter(({ event }) => ours.has(event))
      .flatMap((event) => contributionsOf(event, settings).map((contribution) => ({ position, contribution })));
    await stores.cells.add({ generation, partition: 'archive' }, postingsOf(placed));
  }

  /** False when the rebuild is no longer ours. */
  async #beat(progress: RebuildProgress): Promise<boolean> {
    const state = await this.parts.stores.generations.change((before) =>
      before.building?.generation === progress.generation
        ? { ...before, building: { ...progress, beatAt: this.parts.clock.now() } }
        : undefined,
    );
    return state !== undefined;
  }

  async #switchTo(report: RebuildReport): Promise<boolean> {
    const { generation, finishedAt } = report;
    const state = await this.parts.stores.generations.change((before) =>
      before.building?.generation === generation
        ? {
            ...before,
            active: generation,
            building: null,
            claiming: [{ generation, filledAt: finishedAt }],
            last: report,
          }
        : undefined,
    );
    return state !== undefined;
  }
}
