/** Everybody who ever bought, joined from records and profiles; read anew for every question while that is cheap. */
import { peopleOf, rfmOf, type Person, type RecordPurchases, type Rfm } from '@tributary/domain-analytics';
import { type CellStore, type GenerationStore, type ProfileStore } from '../ports.ts';

/** Up to when everything on the bus was processed, and how far that is from now; milliseconds. */
export interface Freshness {
  readonly asOf: number;
  readonly lagMs: number;
}

export interface PeopleViewParts {
  readonly cells: CellStore;
  readonly profiles: ProfileStore;
  readonly generations: GenerationStore;
  readonly freshness: () => Promise<Freshness>;
}

export interface People {
  readonly people: readonly Person[];
  readonly asOf: number;
  rfm(at: string, currency: string): readonly Rfm[];
}

/** A base that takes longer to read than this is shared by the questions of a while; their `asOf` says so. */
const cheapMs = 2_000;
/** So that reading people takes at most a fifth of the time. */
const shareFor = 4;

interface Reading {
  readonly startedAt: number;
  readonly result: Promise<People>;
  tookMs: number | undefined;
}

export class PeopleView {
  #latest: Reading | undefined;
  #lastTookMs = 0;

  constructor(private readonly parts: PeopleViewParts) {}

  now(): Promise<People> {
    const latest = this.#latest;
    if (latest && this.#lastTookMs > cheapMs) {
      const age = performance.now() - latest.startedAt - (latest.tookMs ?? 0);
      if (latest.tookMs === undefined || age < shareFor * latest.tookMs) return latest.result;
    }
    return this.#readAnew();
  }

  #readAnew(): Promise<People> {
    const reading: Reading = { startedAt: performance.now(), result: this.#read(), tookMs: undefined };
    this.#latest = reading;
    reading.result.then(
      () => {
        reading.tookMs = performance.now() - reading.startedAt;
        this.#lastTookMs = reading.tookMs;
      },
      () => {
        if (this.#latest === reading) this.#latest = undefined; // the next question tries again
      },
    );
    return reading.result;
  }

  async #read(): Promise<People> {
    const { cells, profiles, generations, freshness } = this.parts;
    const { asOf } = await freshness();
    const { active } = await generations.current();
    const purchases: RecordPurchases[] = [];
    for await (const { shelf, sums } of cells.shelves(active, 'customers')) {
      if (sums.counters.size > 0) purchases.push({ record: shelf, sums });
    }
    const owners = await profiles.owning(purchases.map(({ record }) => record));
    const people = peopleOf(purchases, owners);
    return { people, asOf, rfm: remembered((at, currency) => rfmOf(people, { at, currency })) };
  }
}

/** Pages of one list are asked one after the other: the list is made once. */
function remembered(make: People['rfm']): People['rfm'] {
  let known: { readonly at: string; readonly currency: string; readonly list: readonly Rfm[] } | undefined;
  return (at, currency) => {
    if (known?.at !== at || known.currency !== currency) known = { at, currency, list: make(at, currency) };
    return known.list;
  };
}
