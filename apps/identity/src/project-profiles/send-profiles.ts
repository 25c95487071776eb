/**
 * Publishes what profiles have unsent. The last snapshot of a profile on the log is its newest, whoever was faster and whoever died:
 * a version is published by its writer; what nobody published in good time, and what was written over something that its own writer
 * may still be publishing, is published by the sweeper, again if need be.
 */
import { type Publisher } from '@tributary/bus';
import { OutboxRelay } from '@tributary/mongo';
import { type ProfileStore, type StoredProfile } from '../ports.ts';
import { messagesOf } from './messages.ts';

export class SendProfiles {
  readonly #written: OutboxRelay<StoredProfile>;
  readonly #left: OutboxRelay<StoredProfile>;

  constructor(profiles: ProfileStore, publisher: Publisher) {
    const publish = (waiting: readonly StoredProfile[]): Promise<void> =>
      publisher.publish(waiting.flatMap(messagesOf));
    this.#left = new OutboxRelay({ outbox: profiles, publish });
    const outbox = {
      leftBehind: (before: number, limit: number) => profiles.leftBehind(before, limit),
      clear: async (sent: readonly StoredProfile[]) => {
        const sole = sent.filter((one) => !isContested(one));
        const contested = sent.filter(isContested);
        const overtaken = sole.length === 0 ? [] : await profiles.clear(sole);
        return [...overtaken, ...(await newerThan(contested, profiles))];
      },
    };
    this.#written = new OutboxRelay({ outbox, publish });
  }

  /** Versions that the caller has written: whoever publishes those of another may come late and die before it notices. */
  send(written: readonly StoredProfile[]): Promise<void> {
    return this.#written.send(written);
  }

  /** What has waited since `before`; answers how much that was. */
  sweep(before: number, limit: number): Promise<number> {
    return this.#left.sweep(before, limit);
  }
}

const isContested = ({ unsent }: StoredProfile): boolean => unsent?.contested === true;

/** What was written meanwhile over versions that wait for the sweeper: published at once, so that a subscriber need not wait for it as well. */
async function newerThan(
  sent: readonly StoredProfile[],
  profiles: Pick<ProfileStore, 'find'>,
): Promise<readonly StoredProfile[]> {
  if (sent.length === 0) return [];
  const stored = await profiles.find(sent.map(({ id }) => id));
  return sent.flatMap(({ id, version }) => {
    const now = stored.get(id);
    return now !== undefined && now.version > version ? [now] : [];
  });
}
