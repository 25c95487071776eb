/** Publishes what the documents hold unpublished, in order, then takes it off them; a crash between the two only repeats ids. */
import { type Output, type Publisher } from '@tributary/bus';
import { type SegmentMembershipChanged, profileId, topics } from '@tributary/contracts';
import { OutboxRelay } from '@tributary/mongo';
import { type PendingChange, type PendingChanges, type ProfileStore, type ProfileWrite } from '../ports.ts';

export interface PublishParts {
  readonly publisher: Publisher;
  readonly profiles: ProfileStore;
  /** Told of what was published, by segment and direction. */
  readonly observe: (change: PendingChange) => void;
}

/** A publication takes milliseconds; what waits longer was left by a process that is gone. */
const abandonedAfterMs = 10_000;

export class PublishChanges {
  readonly #relay: OutboxRelay<PendingChanges>;

  constructor({ publisher, profiles, observe }: PublishParts) {
    this.#relay = new OutboxRelay({
      outbox: profiles,
      publish: async (pending) => {
        await publisher.publish(
          pending.flatMap(({ profile, changes }) => changes.map((change) => outputOf(profile, change))),
        );
        for (const { changes } of pending) changes.forEach(observe);
      },
    });
  }

  /** What was just added, after what the outbox held before it, so that the order holds. */
  added(written: readonly ProfileWrite[]): Promise<void> {
    const pending = written
      .filter(({ changes }) => changes.length > 0)
      .map(({ before, after, changes }) => ({ profile: after.id, changes: [...(before?.outbox ?? []), ...changes] }));
    return this.#relay.send(pending);
  }

  /** What nobody who wrote it can be publishing any more; anything younger is left to them. Answers of how many profiles. */
  abandoned(now: number, limit: number): Promise<number> {
    return this.#relay.sweep(now - abandonedAfterMs, limit);
  }
}

function outputOf(profile: string, pending: PendingChange): Output<SegmentMembershipChanged> {
  const { id, segment, ruleVersion, change, because, sequence, traceparent } = pending;
  return {
    topic: topics.segmentMembershipChanged,
    key: profile,
    id,
    time: pending.knownAt,
    ...(traceparent === undefined ? {} : { traceparent }),
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
