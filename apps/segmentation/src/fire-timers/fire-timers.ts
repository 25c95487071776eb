/** Moves memberships on when time alone changes them, and publishes what a crash left unpublished. */
import { type Freshness } from '@tributary/bus';
import { type Clock } from '@tributary/telemetry';
import { type Catalogue } from '../define-segments/catalogue.ts';
import { type ProfileStore } from '../ports.ts';
import { type PublishChanges } from '../settle-profiles/publish-changes.ts';
import { type SettleProfiles } from '../settle-profiles/settle-profiles.ts';

export interface FireTimersParts {
  readonly catalogue: Catalogue;
  readonly profiles: ProfileStore;
  readonly settle: SettleProfiles;
  readonly publish: PublishChanges;
  readonly freshness: Freshness;
  readonly clock: Clock;
}

const batchSize = 500;
/**
 * After a stop the events of the meantime come first, or timers would say what these events then take back. A stream that stays
 * behind for longer holds the timers up no further.
 */
const patienceMs = 300_000;

export class FireTimers {
  constructor(private readonly parts: FireTimersParts) {}

  /** True when there may be more. */
  async once(): Promise<boolean> {
    const { profiles, publish, clock, freshness } = this.parts;
    const { lagMs } = await freshness.of('segmentation');
    const now = clock.now();
    const due = await profiles.due(now - Math.min(lagMs, patienceMs), batchSize);
    const abandoned = await publish.abandoned(now, batchSize);
    if (due.length === 0) return abandoned === batchSize;
    const lessons = due.map((profile) => ({
      profile,
      touched: new Set<string>(),
      learn: <S>(state: S | undefined) => state && { state },
    }));
    await this.parts.catalogue.use((segments) => this.parts.settle.all(lessons, segments));
    return due.length === batchSize || abandoned === batchSize;
  }
}
