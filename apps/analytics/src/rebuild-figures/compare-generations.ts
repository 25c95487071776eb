/** Compares two generations document by document; what differs only because events are in flight is looked at again. */
import { setTimeout as sleep } from 'node:timers/promises';
import { differences, type CellKind, type Sums } from '@tributary/domain-analytics';
import { type CellStore, type FigureDifference, type Generation, type Shelf } from '../ports.ts';

export interface Comparison {
  readonly documents: number;
  readonly differences: number;
  readonly examples: readonly FigureDifference[];
}

export interface CompareOptions {
  readonly before: Generation;
  readonly after: Generation;
  readonly signal: AbortSignal;
  /** Called between looks, so that others see that somebody is at work; true once the lanes have caught up. */
  caughtUp(): Promise<boolean>;
}

const kinds: readonly CellKind[] = ['events', 'totals', 'products', 'customers'];
const shownDifferences = 100;
/** Until the lanes have caught up with the archive, a minute at most: more than a usual lag. */
const looks = 120;
const pauseMs = 500;
/** Beyond so many the generations differ for a reason that waiting does not change. */
const worthLookingAgain = 2_000;

interface Suspect {
  readonly kind: CellKind;
  readonly shelf: string;
  readonly found: readonly FigureDifference[];
}

const nothing: Sums = { counters: new Map(), labels: new Map() };

export class CompareGenerations {
  constructor(private readonly cells: CellStore) {}

  async all(options: CompareOptions): Promise<Comparison> {
    let documents = 0;
    let suspects: Suspect[] = [];
    for (const kind of kinds) {
      for await (const [before, after] of this.#pairs(kind, options)) {
        documents += 1;
        suspects.push(...suspectsIn(before, after));
      }
    }
    for (let look = 0; look < looks && suspects.length > 0 && suspects.length <= worthLookingAgain; look += 1) {
      if (options.signal.aborted) break;
      const last = await options.caughtUp();
      suspects = await this.#lookAgain(suspects, options);
      if (last) break;
      await sleep(pauseMs, undefined, { ref: false });
    }
    const found = suspects.flatMap((suspect) => suspect.found);
    return { documents, differences: found.length, examples: found.slice(0, shownDifferences) };
  }

  async #lookAgain(suspects: readonly Suspect[], { before, after }: CompareOptions): Promise<Suspect[]> {
    const remaining: Suspect[] = [];
    for (const { kind, shelf } of suspects) {
      const [old, fresh] = await Promise.all([
        this.cells.shelf(before, kind, shelf),
        this.cells.shelf(after, kind, shelf),
      ]);
      remaining.push(...suspectsIn(old, fresh));
    }
    return remaining;
  }

  /** Both streams come in the same order, so one pass pairs them. */
  async *#pairs(
    kind: CellKind,
    { before, after }: CompareOptions,
  ): AsyncIterable<readonly [Shelf | undefined, Shelf | undefined]> {
    const old = this.cells.shelves(before, kind)[Symbol.asyncIterator]();
    const fresh = this.cells.shelves(after, kind)[Symbol.asyncIterator]();
    let [left, right] = [await shelfOf(old), await shelfOf(fresh)];
    while (left || right) {
      if (left && right && left.shelf === right.shelf) {
        yield [left, right];
        [left, right] = [await shelfOf(old), await shelfOf(fresh)];
      } else if (left && (!right || comesBefore(left, right))) {
        yield [left, undefined];
        left = await shelfOf(old);
      } else {
        yield [undefined, right];
        right = await shelfOf(fresh);
      }
    }
  }
}

async function shelfOf(shelves: AsyncIterator<Shelf>): Promise<Shelf | undefined> {
  const result = await shelves.next();
  return result.done === true ? undefined : result.value;
}

/** The order in which the store gives them: by the bytes of shelf and separator. */
const comesBefore = (left: Shelf, right: Shelf): boolean =>
  Buffer.compare(Buffer.from(`${left.shelf}|`), Buffer.from(`${right.shelf}|`)) < 0;

function suspectsIn(before: Shelf | undefined, after: Shelf | undefined): Suspect[] {
  const shelf = before ?? after;
  if (!shelf) return [];
  const document = `${shelf.kind} ${shelf.shelf}`;
  const found = differences(before?.sums ?? nothing, after?.sums ?? nothing).map((one) => ({ document, ...one }));
  return found.length === 0 ? [] : [{ kind: shelf.kind, shelf: shelf.shelf, found }];
}
