/** Knows the rules of every source without asking the store for every event. */
import { type SourceRules } from '@tributary/domain-governance';
import { type Clock } from '@tributary/telemetry';
import { type RulesStore } from '../ports.ts';

/** Changed rules hold everywhere after this long; in the process that took the change, at once. */
const freshMs = 5_000;

export class RulesDirectory {
  #bySource: ReadonlyMap<string, SourceRules> = new Map();
  #loadedAt = Number.NEGATIVE_INFINITY;
  #loading: Promise<void> | undefined;

  constructor(
    private readonly store: Pick<RulesStore, 'newest'>,
    private readonly clock: Clock,
  ) {}

  /** By source; those that are not among them have the usual ones. Rejects where they were never read: nobody guesses rules. */
  async current(): Promise<ReadonlyMap<string, SourceRules>> {
    if (Math.abs(this.clock.now() - this.#loadedAt) >= freshMs) {
      this.#loading ??= this.reload().finally(() => (this.#loading = undefined));
      await this.#loading;
    }
    return this.#bySource;
  }

  async reload(): Promise<void> {
    const versions = await this.store.newest();
    this.#bySource = new Map(versions.map(({ source, rules }) => [source, rules]));
    this.#loadedAt = this.clock.now();
  }
}
