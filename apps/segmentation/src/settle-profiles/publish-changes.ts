/** Publishes what the documents hold unpublished, in order, then takes it off them; a crash between the two only repeats ids. */
import { type Output, type Publisher } from '@tributary/bus';
import { type SegmentMembershipChanged, profileId, topics } from '@tributary/contracts';
import { type PendingChange, type ProfileState, type ProfileStore, type ProfileWrite } from '../ports.ts';

export interface PublishParts {
  readonly publisher: Publisher;
  readonly profiles: ProfileStore;
  /** Told of what was published, by segment and direction. */
  readonly observe: (change: PendingChange) => void;
}

/** A publication takes milliseconds; what waits longer was left by a process that is gone. */
export const abandonedAfterMs = 10_000;

export class PublishChanges {
  constructor(private readonly parts: PublishParts) {}

  /**
   * `written`: what was added, with what the outbox held before it, so that the order holds. Of other `states` only what was left
   * behind: anything younger is being published by whoever wrote it.
   */
  async all(states: readonly ProfileState[], written: readonly ProfileWrite[], now: number): Promise<void> {
    const pending = new Map<string, readonly PendingChange[]>();
    for (const { id, outbox } of states) {
      if (outbox.some(({ knownAt }) => knownAt <= now - abandonedAfterMs)) pending.set(id, outbox);
    }
    for (const { before, after, changes } of written) {
      if (changes.length > 0) pending.set(after.id, [...(before?.outbox ?? []), ...changes]);
    }
    if (pending.size === 0) return;
    const { publisher, profiles, observe } = this.parts;
    await publisher.publish(
      [...pending].flatMap(([profile, changes]) => changes.map((change) => outputOf(profile, change))),
    );
    await profiles.published(new Map([...pending].map(([profile, changes]) => [profile, changes.map(({ id }) => id)])));
    for (const changes of pending.values()) changes.forEach(observe);
  }
}

function outputOf(profile: string, pending: PendingChange): Output<SegmentMembershipChanged> {
  const { id, segment, ruleVersion, change, because, sequence } = pending;
  return {
    topic: topics.segmentMembershipChanged,
    key: profile,
    id,
    time: pending.knownAt,
    value: {
      profile: profileId(profile),
      segment,
      ruleVersion,
      change,
      effectiveAt: new Date(pending.effectiveAt).toISOString(),
      knownAt: new Date(pending.knownAt).toISOString(),
      because,
      sequence,
    },
  };
}
