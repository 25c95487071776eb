/** How long it takes from the door until the profile that holds an event stands on the log: what a user of the product waits for. */
import { type Received } from '@tributary/bus';
import { type EventCollected } from '@tributary/contracts';
import { catalogue, type Clock, type Metrics } from '@tributary/telemetry';

export class DoorToProfile {
  readonly #seconds;

  constructor(
    metrics: Metrics,
    private readonly clock: Clock,
  ) {
    this.#seconds = metrics.histogram(catalogue.doorToProfile);
  }

  /** Called when the profiles of these events are announced. */
  reached(batch: readonly Received<EventCollected>[]): void {
    const now = this.clock.now();
    for (const { value } of batch) {
      if (value !== null) this.#seconds.observe({}, Math.max(0, now - Date.parse(value.receivedAt)) / 1_000);
    }
  }
}
