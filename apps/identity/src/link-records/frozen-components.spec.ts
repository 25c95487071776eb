import { describe, expect, it } from '@jest/globals';
import { EventCollected, eventId, recordId, type Identifier } from '@tributary/contracts';
import { defaultPolicy } from '@tributary/domain-identity';
import { composeIdentity } from '../compose.ts';
import { ChangingPolicies } from '../simulation/changing-policies.ts';
import { Memory, memoryStores } from '../simulation/memory-stores.ts';
import { received } from '../simulation/scenario.ts';

/** A crowd behind one login: every record says that it is the same user. */
const most = defaultPolicy.limits.recordsPerComponent;

function event(serial: number, ...identifiers: readonly Identifier[]): EventCollected {
  const [first] = identifiers;
  return {
    ...EventCollected.example,
    type: 'identify',
    event: eventId(`e_${serial}`),
    record: recordId(`r_${first?.type ?? ''}:${first?.value ?? ''}`),
    identifiers: [...identifiers],
    traits: {},
    time: new Date(Date.parse('2026-03-01T10:00:00.000Z') + serial * 1_000).toISOString(),
  };
}

const ofCrowd = (serial: number): EventCollected =>
  event(serial, { type: 'anonymous_id', value: `a-${serial}` }, { type: 'user_id', value: 'everybody' });

function identity() {
  const memory = new Memory();
  const frozen: string[] = [];
  const composed = composeIdentity({
    stores: memoryStores({ memory, step: () => Promise.resolve() }),
    publisher: { publish: () => Promise.resolve() },
    policies: new ChangingPolicies(defaultPolicy).view({ looks: () => false, step: () => Promise.resolve() }),
    compares: () => undefined,
    clock: { now: () => 0 },
    refused: {
      onFrozen: (component) => frozen.push(component),
      onFull: () => undefined,
      onSkipped: () => undefined,
    },
  });
  const happens = (...events: readonly EventCollected[]) => composed.resolve.all(events.map(received));
  const sizes = () =>
    [...memory.components.values()]
      .filter(({ into }) => into === undefined)
      .map(({ facts }) => facts.records.size)
      .sort((a, b) => b - a);
  return { memory, frozen, happens, sizes };
}

describe(`a component of ${most} records`, () => {
  it('grows to its limit, refuses the next, and every record keeps a profile', async () => {
    const { memory, frozen, happens, sizes } = identity();
    for (let first = 0; first < most; first += 50) {
      await happens(...Array.from({ length: 50 }, (_, index) => ofCrowd(first + index)));
    }
    expect(sizes()).toEqual([most]);
    expect(frozen).toEqual([]);

    const [outcome] = await happens(ofCrowd(most));
    expect(sizes()).toEqual([most, 1]);
    expect(frozen).toHaveLength(1);
    expect(outcome).toMatchObject({ kind: 'ok', outputs: [{ key: `p_anonymous_id:a-${most}` }] });
    expect(memory.profiles.size).toBe(most + 1);
  });

  it('goes on taking in what its own records say, and so does whoever was refused', async () => {
    const { frozen, happens, sizes } = identity();
    await happens(...Array.from({ length: most }, (_, serial) => ofCrowd(serial)));
    await happens(ofCrowd(most));
    await happens(event(most + 1, { type: 'anonymous_id', value: 'a-1' }, { type: 'email', value: 'ann@example.com' }));
    await happens(
      event(most + 2, { type: 'anonymous_id', value: `a-${most}` }, { type: 'email', value: 'ann@example.com' }),
    );
    expect(sizes()).toEqual([most, 1]);
    expect(frozen.length).toBeGreaterThan(1);
  });

  it('is not made by two that are too large together', async () => {
    const { frozen, happens, sizes } = identity();
    const half = most / 2 + 1;
    const group = (name: string, from: number) =>
      Array.from({ length: half }, (_, index) =>
        event(from + index, { type: 'anonymous_id', value: `${name}-${index}` }, { type: 'user_id', value: name }),
      );
    await happens(...group('b', 0));
    await happens(...group('c', half));
    await happens(event(2 * half, { type: 'user_id', value: 'b' }, { type: 'loyalty_id', value: '1' }));
    await happens(event(2 * half + 1, { type: 'user_id', value: 'c' }, { type: 'loyalty_id', value: '1' }));
    expect(sizes()).toEqual([half + 1, half, 1]); // whoever would have joined them stays alone
    expect(frozen).toHaveLength(1);
  });
});
