/** Ends visits of which nothing was seen any more, and publishes what a process that died has left behind. Every process does; the store decides who was first. */
import { Background } from '@tributary/runtime';
import { type Clock, type Logger } from '@tributary/telemetry';
import { type FollowCarriers } from './follow-carriers.ts';

export interface EndVisitsParts {
  readonly carriers: Pick<FollowCarriers, 'end' | 'sweep'>;
  /** A visit is kept open for so much longer than the rule says: gateways and phones report in batches. */
  readonly graceMs: number;
  readonly clock: Clock;
  readonly log: Logger;
}

const atOnce = 200;
/** Longer than a publication takes, so that whoever has just written publishes it itself. */
const leftBehindMs = 15_000;

export function endVisits({ carriers, graceMs, clock, log }: EndVisitsParts): Background {
  const startedAt = clock.now();
  const work = new Background({
    name: 'end visits of zones',
    everyMs: 1_000, // a visit is ended at most this late; an idle look is two lookups in an index
    log,
    round: async () => {
      const now = clock.now();
      const left = await carriers.sweep(now - leftBehindMs, atOnce);
      // After a stop what waited at the gateways comes first, or visits would be ended that go on.
      const more = now - startedAt >= graceMs && (await carriers.end(now - graceMs, atOnce));
      if (left || more) work.wake();
    },
  });
  return work;
}
