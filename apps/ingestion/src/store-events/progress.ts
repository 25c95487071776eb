/**
 * How far each partition of what the doors received has been passed on for certain. A lane hands over a batch only when everything
 * before it is published and committed: where a batch begins, everything before it has been passed on, and need not be again if one day
 * the offsets of the group are lost and all of it comes once more.
 */
import { type Clock } from '@tributary/telemetry';
import { type ProgressStore } from '../ports.ts';

/** What is not noted when the process dies is passed on again at worst, and known as a copy downstream. */
const noteEveryMs = 5_000;

interface Known {
  passed: number;
  noted: number;
  notedAt: number;
}

export class Progress {
  readonly #known = new Map<number, Known>();

  constructor(
    private readonly store: ProgressStore,
    private readonly clock: Clock,
  ) {}

  /** The offset before which everything has been passed on, given where the batch at hand begins. */
  async passedBefore({ partition, offset }: { readonly partition: number; readonly offset: number }): Promise<number> {
    const known = this.#known.get(partition) ?? (await this.#read(partition));
    known.passed = Math.max(known.passed, offset);
    const now = this.clock.now();
    if (known.passed > known.noted && Math.abs(now - known.notedAt) >= noteEveryMs) {
      await this.store.raise(partition, known.passed);
      known.noted = known.passed;
      known.notedAt = now;
    }
    return known.passed;
  }

  async #read(partition: number): Promise<Known> {
    const passed = await this.store.passed(partition);
    const known = { passed, noted: passed, notedAt: this.clock.now() };
    this.#known.set(partition, known);
    return known;
  }
}
