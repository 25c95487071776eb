/** The newest events of a source, off the log: what a plan begins with, and what rules are tried on. */
import { type Glimpse } from '@tributary/bus';
import { EventCollected } from '@tributary/contracts';
import { type Clock } from '@tributary/telemetry';

export interface SeenEventsParts {
  readonly tail: () => { look(): Promise<Glimpse> };
  readonly clock: Clock;
}

const dayMs = 86_400_000;

export class SeenEvents {
  constructor(private readonly parts: SeenEventsParts) {}

  /** Of the last day, as far as a look at the end of the log reaches. */
  async of(source: string): Promise<readonly EventCollected[]> {
    const { messages } = await this.parts.tail().look();
    const since = new Date(this.parts.clock.now() - dayMs).toISOString();
    return messages.flatMap(({ value }) =>
      EventCollected.check(value) && value.source === source && value.receivedAt >= since ? [value] : [],
    );
  }
}
