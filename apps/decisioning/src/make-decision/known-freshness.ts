/** How fresh the read model is. A bus that does not answer makes decisions older, never impossible. */
import { type Freshness } from '@tributary/bus';
import { type Clock } from '@tributary/telemetry';

/** A look at the bus that takes longer than this keeps nobody waiting. */
const patienceMs = 15;
/** What was true a moment ago is still true, only older: the bus is not asked for every decision. */
const lookEveryMs = 250;

export class KnownFreshness {
  #asOf: number;
  #lookedAt = -Infinity;
  #look: Promise<void> | undefined;

  constructor(
    private readonly freshness: Freshness,
    private readonly clock: Clock,
  ) {
    this.#asOf = 0;
  }

  /** Milliseconds; the state is at least as new as this. `closely`: worth another look at the bus. */
  async asOf(closely: boolean): Promise<number> {
    if (!closely && performance.now() - this.#lookedAt < lookEveryMs) return this.#asOf;
    this.#look ??= this.#update().finally(() => {
      this.#look = undefined;
    });
    await (this.#asOf === 0 ? this.#look : Promise.race([this.#look, patience()]));
    return this.#asOf;
  }

  async #update(): Promise<void> {
    this.#lookedAt = performance.now();
    try {
      const { asOf } = await this.freshness.of('decisioning');
      this.#asOf = Math.max(this.#asOf, Math.min(asOf, this.clock.now()));
    } catch {
      // The time known before stays true; it only grows older.
    }
  }
}

const patience = (): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, patienceMs).unref();
  });
