/** Adds a batch of one partition to every generation that is kept; a repetition of the batch changes nothing. */
import { type Outcome, type Received } from '@tributary/bus';
import { type EventCollected } from '@tributary/contracts';
import { contributionsOf, postingsOf, type FigureSettings, type Placed } from '@tributary/domain-analytics';
import { type CellStore, type ClaimStore, type GenerationStore } from '../ports.ts';

export interface FigureStores {
  readonly cells: CellStore;
  readonly generations: GenerationStore;
  readonly claims: ClaimStore;
}

interface Counted {
  readonly event: string;
  readonly placed: readonly Placed[];
}

const done: Outcome = { kind: 'ok', outputs: [] };

export class RecordFigures {
  constructor(
    private readonly stores: FigureStores,
    private readonly settings: FigureSettings,
  ) {}

  async all(batch: readonly Received<EventCollected>[]): Promise<readonly Outcome[]> {
    const [head] = batch;
    if (!head) return [];
    const counted = batch.flatMap(({ value, offset }) => (value ? [this.#count(value, offset)] : []));
    // Read afresh for every batch: from the moment a rebuild is announced, no batch may begin that does not feed it.
    const { active, building, claiming } = await this.stores.generations.current();
    const generations = building ? [active, building.generation] : [active];
    const partition = String(head.partition);
    await Promise.all(
      generations.map(async (generation) => {
        const claimed = claiming.some((one) => one.generation === generation);
        const ours = claimed ? await this.#claimed(generation, counted) : counted;
        await this.stores.cells.add({ generation, partition }, postingsOf(ours.flatMap(({ placed }) => placed)));
      }),
    );
    return batch.map(() => done);
  }

  #count(event: EventCollected, position: number): Counted {
    const contributions = contributionsOf(event, this.settings);
    return { event: event.event, placed: contributions.map((contribution) => ({ position, contribution })) };
  }

  async #claimed(generation: number, counted: readonly Counted[]): Promise<readonly Counted[]> {
    const events = counted.map(({ event }) => event);
    const ours = await this.stores.claims.claim(generation, events, 'live');
    return counted.filter(({ event }) => ours.has(event));
  }
}
