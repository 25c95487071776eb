/** Two lanes at the profiles of the same people: what one of them has written is on the log before the other can write over it. */
import { describe, expect, it } from '@jest/globals';
import { type Output } from '@tributary/bus';
import {
  EventCollected,
  eventId,
  profileId,
  ProfileUpdated,
  recordId,
  topics,
  type ProfileId,
  type SegmentMembershipChanged,
} from '@tributary/contracts';
import { defaultPolicy } from '@tributary/domain-identity';
import { composeIdentity, type Identity } from '../compose.ts';
import { type ProfileStore } from '../ports.ts';
import { ChangingPolicies } from '../simulation/changing-policies.ts';
import { Memory, memoryStores } from '../simulation/memory-stores.ts';
import { received } from '../simulation/scenario.ts';

const at = (serial: number): string => new Date(Date.parse('2026-03-01T10:00:00.000Z') + serial * 1_000).toISOString();

/** What somebody known by one identifier alone says of the city. */
const told = (visitor: string, city: string, serial: number): EventCollected => ({
  ...EventCollected.example,
  type: 'identify',
  event: eventId(`e_${serial}`),
  record: recordId(`r_${visitor}`),
  identifiers: [{ type: 'anonymous_id', value: visitor }],
  traits: { city },
  time: at(serial),
});

function lane(
  memory: Memory,
  log: Output[],
  around: (profiles: ProfileStore) => ProfileStore = (same) => same,
): Identity {
  const step = () => Promise.resolve();
  const stores = memoryStores({ memory, step });
  return composeIdentity({
    stores: { ...stores, profiles: around(stores.profiles) },
    publisher: { publish: (outputs) => Promise.resolve(void log.push(...outputs)) },
    policies: new ChangingPolicies(defaultPolicy).view({ looks: () => false, step }),
    compares: () => undefined,
    clock: { now: () => 0 },
    refused: { onFrozen: () => undefined, onFull: () => undefined, onSkipped: () => undefined },
  });
}

const versionsOf = (profile: ProfileId, log: readonly Output[]): readonly number[] =>
  log.flatMap(({ value }) => (ProfileUpdated.check(value) && value.profile === profile ? [value.version] : []));

const entered = (visitor: string): SegmentMembershipChanged => ({
  ...topics.segmentMembershipChanged.message.example,
  profile: profileId(`p_${visitor}`),
  change: 'entered',
  sequence: 1,
});

/** A lane that loses the profile of `quick` when it would write, and finds that of `slow` written over when it looks again. */
function contested() {
  const memory = new Memory();
  const log: Output[] = [];
  const other = lane(memory, log);
  const begins = () => other.resolve.all([told('quick', 'Bern', 1), told('slow', 'Bern', 2)].map(received));
  const beforeSaving = [told('quick', 'Rome', 3)];
  const beforeLookingAgain = [told('slow', 'Rome', 7)];
  let saved = false;
  const loser = lane(memory, log, (profiles) => ({
    ...profiles,
    async find(ids) {
      if (saved) await other.resolve.all(beforeLookingAgain.splice(0).map(received));
      return profiles.find(ids);
    },
    async save(writes) {
      await other.resolve.all(beforeSaving.splice(0).map(received));
      saved = true;
      return profiles.save(writes);
    },
  }));
  return { begins, loser, versions: () => versionsOf(profileId('p_slow'), log) };
}

describe('a lane that loses one of its profiles to another lane has published the others before they are written over', () => {
  it('when events say more of them', async () => {
    const { begins, loser, versions } = contested();
    await begins();
    await loser.resolve.all([told('slow', 'Oslo', 5), told('quick', 'Oslo', 6)].map(received));
    expect(versions()).toEqual([1, 2, 3]);
  });

  it('when they enter segments', async () => {
    const { begins, loser, versions } = contested();
    await begins();
    await loser.fold.all([entered('slow'), entered('quick')].map(received));
    expect(versions()).toEqual([1, 2, 3]);
  });
});
