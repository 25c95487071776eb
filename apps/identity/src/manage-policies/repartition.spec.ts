import { describe, expect, it } from '@jest/globals';
import { EventCollected, eventId, profileId, recordId, type Identifier } from '@tributary/contracts';
import { defaultPolicy, type Policy } from '@tributary/domain-identity';
import { composeIdentity } from '../compose.ts';
import { ChangingPolicies } from '../simulation/changing-policies.ts';
import { Memory, memoryStores } from '../simulation/memory-stores.ts';
import { received } from '../simulation/scenario.ts';

/** What two logins carry joins them; what three carry joins nobody. */
const strict: Policy = {
  ...defaultPolicy,
  identifiers: {
    ...defaultPolicy.identifiers,
    device_id: { kind: 'exclusive', people: 1_000_000, mailboxes: 1_000_000, records: 2, perPerson: 50, trust: 50 },
  },
};

const shared: Identifier = { type: 'device_id', value: 'till' };

function seenAtTheTill(serial: number): EventCollected {
  const user = { type: 'user_id' as const, value: `u${serial}` };
  return {
    ...EventCollected.example,
    type: 'identify',
    event: eventId(`e_${serial}`),
    record: recordId(`r_user_id:${user.value}`),
    identifiers: [user, shared],
    traits: {},
    time: new Date(Date.parse('2026-03-01T10:00:00.000Z') + serial * 1_000).toISOString(),
  };
}

describe('a change of policy', () => {
  it('leaves it known that too many carry a value', async () => {
    const memory = new Memory();
    const policies = new ChangingPolicies(strict);
    const { resolve, repartition } = composeIdentity({
      stores: memoryStores({ memory, step: () => Promise.resolve() }),
      publisher: { publish: () => Promise.resolve() },
      policies: policies.view({ looks: () => true, step: () => Promise.resolve() }),
      compares: () => undefined,
      clock: { now: () => 0 },
      refused: { onFrozen: () => undefined, onFull: () => undefined, onSkipped: () => undefined },
    });
    // The fourth comes when it is known: it is never with the others.
    for (const serial of [1, 2, 3, 4]) await resolve.all([seenAtTheTill(serial)].map(received));
    const shownOfTheFourth = () => memory.profiles.get(profileId('p_user_id:u4'))?.content.identifiers;
    expect(shownOfTheFourth()).toEqual([{ type: 'user_id', value: 'u4' }]);

    policies.activate({ ...strict, version: 2, joinTrust: strict.joinTrust - 1 });
    while ((await repartition.page(10)) > 0);
    expect(shownOfTheFourth()).toEqual([{ type: 'user_id', value: 'u4' }]);
  });
});
