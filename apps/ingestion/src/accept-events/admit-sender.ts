/** Whether a source may send now, and from there: what its operator has said of it. */
import { type Bucket, takeFrom } from '@tributary/domain-collection';
import { Problem } from '@tributary/http';
import { type Clock } from '@tributary/telemetry';
import { type Source } from '../ports.ts';
import { problems } from './edge-problems.ts';
import { isFrom } from './origins.ts';

export class AdmitSender {
  /** By source. */
  readonly #buckets = new Map<string, Bucket>();

  constructor(private readonly clock: Clock) {}

  /** Throws the answer to a request that is not taken; `events`: how many it has. */
  run(source: Source, origin: string | undefined, events: number): void {
    if (source.disabled === true) throw new Problem(problems.sourceDisabled(source.id));
    const { origins = [], eventsPerSecond } = source;
    // Only browsers tell where a request comes from, and they cannot be made to lie.
    if (origin !== undefined && origins.length > 0 && !isFrom(origin, origins)) {
      throw new Problem(problems.originNotAllowed(source.id, origin));
    }
    if (eventsPerSecond === undefined) return;
    const taken = takeFrom(this.#buckets.get(source.id), events, { perSecond: eventsPerSecond }, this.clock.now());
    if (!taken.ok) throw new Problem(problems.overQuota(source.id, eventsPerSecond, taken.retryAfter));
    this.#buckets.set(source.id, taken.bucket);
  }
}
