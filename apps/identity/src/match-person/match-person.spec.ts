import { beforeAll, describe, expect, it } from '@jest/globals';
import { EventCollected, eventId, recordId, type Identifier } from '@tributary/contracts';
import { composeIdentity } from '../compose.ts';
import { ChangingPolicies } from '../simulation/changing-policies.ts';
import { Memory, memoryStores } from '../simulation/memory-stores.ts';
import { received } from '../simulation/scenario.ts';
import { tinyComparisons, tinyPolicy } from '../simulation/tiny-matcher.ts';
import { MatchPerson, type Asked } from './match-person.ts';

let serial = 0;
function event(text: string, traits: Record<string, unknown> = {}): EventCollected {
  const [type = '', value = ''] = text.split(':');
  serial += 1;
  const event = eventId(`e_${serial}`);
  const record = recordId(`r_${text}`);
  const identifiers: Identifier[] = [{ type, value }];
  return { ...EventCollected.example, type: 'identify', event, record, identifiers, traits };
}

describe('who is this?', () => {
  const memory = new Memory();
  const stores = memoryStores({ memory, step: () => Promise.resolve() });
  const rules = {
    policies: new ChangingPolicies(tinyPolicy).view({ looks: () => false, step: () => Promise.resolve() }),
    compares: () => tinyComparisons,
  };
  const identity = composeIdentity({
    stores,
    publisher: { publish: () => Promise.resolve() },
    ...rules,
    clock: { now: () => 0 },
    refused: { onFrozen: () => undefined, onFull: () => undefined, onSkipped: () => undefined },
  });
  const people = new MatchPerson({ ...stores, roots: identity.roots, ...rules });
  const ask = (question: Partial<Asked>) => people.of({ identifiers: [], traits: {}, limit: 10, ...question });

  beforeAll(async () => {
    const events = [
      event('user_id:ann', { given: 'ann', city: 'Leeds' }),
      event('user_id:amy', { given: 'amy', city: 'York' }),
      event('user_id:bob', { given: 'bob', city: 'York' }),
      ...['1', '2', '3', '4'].map((value) => event(`user_id:${value}`, { city: 'Hull' })),
    ];
    await identity.resolve.all(events.map(received));
  });

  it('tells whom the rules would take somebody for, with the bits', async () => {
    const { match, candidates } = await ask({ traits: { given: 'ann', city: 'Leeds' } });
    expect(match).toBe('p_user_id:ann');
    expect(candidates).toMatchObject([
      {
        profile: 'p_user_id:ann',
        record: 'r_user_id:ann',
        shared: [],
        comparison: { bits: 3, prior: -3, fields: [{ level: 'exact' }, { level: 'exact' }] },
      },
    ]);
  });

  it('names who comes into question when it is nobody in particular, the most likely first, and no more than were asked for', async () => {
    const { match, candidates } = await ask({ traits: { given: 'ann', city: 'York' } });
    expect(match).toBeUndefined();
    expect(candidates.map(({ profile, comparison }) => [profile, comparison?.bits])).toEqual([
      ['p_user_id:ann', -1],
      ['p_user_id:amy', -5],
      ['p_user_id:bob', -5],
    ]);
    expect((await ask({ traits: { given: 'ann', city: 'York' }, limit: 1 })).candidates).toHaveLength(1);
  });

  it('finds by an identifier, says which, and passes over what identifies nobody', async () => {
    const identifiers = [
      { type: 'user_id', value: 'amy' },
      { type: 'email', value: 'nobody' },
      { type: 'shoe_size', value: '42' },
    ];
    const { match, candidates, ignored } = await ask({ identifiers });
    expect(match).toBe('p_user_id:amy');
    expect(candidates).toMatchObject([{ profile: 'p_user_id:amy', shared: ['user_id|amy'] }]);
    expect(ignored).toEqual([
      { identifier: { type: 'email', value: 'nobody' }, why: 'invalid' },
      { identifier: { type: 'shoe_size', value: '42' }, why: 'weak' },
    ]);
  });

  it('says where it did not look because too many meet there', async () => {
    expect(await ask({ traits: { city: 'Hull' } })).toMatchObject({
      match: undefined,
      candidates: [],
      generic: ['city|Hull'],
    });
  });

  it('writes nothing', async () => {
    const before = JSON.stringify([[...memory.blocks], [...memory.components.keys()], [...memory.profiles.keys()]]);
    await ask({ identifiers: [{ type: 'email', value: 'new@example.com' }], traits: { given: 'zoe', city: 'Bath' } });
    expect(JSON.stringify([[...memory.blocks], [...memory.components.keys()], [...memory.profiles.keys()]])).toBe(
      before,
    );
  });
});
