/** Two lanes at the profiles of the same people: what one of them has written is on the log before the other can write over it. */
import { describe, expect, it } from '@jest/globals';
import { type Output } from '@tributary/bus';
import { EventCollected, eventId, profileId, ProfileUpdated, recordId, type ProfileId } from '@tributary/contracts';
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

describe('a lane that loses a profile of its batch to another lane', () => {
  it('has published what it had written before the other writes over it', async () => {
    const memory = new Memory();
    const log: Output[] = [];
    const other = lane(memory, log);
    const meanwhile = {
      save: [told('quick', 'Bern', 1)], // it has written this one when ours would
      find: [told('slow', 'Rome', 4)], // and it writes over ours when we look again at what we have lost
    };
    let finds = 0;
    const contested = lane(memory, log, (profiles) => ({
      ...profiles,
      async find(ids) {
        finds += 1;
        if (finds === 2) await other.resolve.all(meanwhile.find.map(received));
        return profiles.find(ids);
      },
      async save(writes) {
        await other.resolve.all(meanwhile.save.splice(0).map(received));
        return profiles.save(writes);
      },
    }));

    await contested.resolve.all([told('slow', 'Oslo', 2), told('quick', 'Nice', 3)].map(received));

    expect(versionsOf(profileId('p_slow'), log)).toEqual([1, 2]);
  });
});
