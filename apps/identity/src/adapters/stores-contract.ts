/** What every set of identity stores promises; run by each adapter. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { profileId, recordId } from '@tributary/contracts';
import { type BlockCode } from '@tributary/domain-identity';
import { absorptionContract, activationContract, componentContract } from './component-contract.ts';
import { assertionContract, reviewContract } from './decisions-contract.ts';
import { type ProfileWrite, type Stores } from '../ports.ts';

export interface OpenStores {
  readonly stores: Stores;
  close(): Promise<void>;
}

const profile = (id: string, revision: number, more: Partial<ProfileWrite['profile']> = {}): ProfileWrite => ({
  profile: {
    id: profileId(id),
    revision,
    version: revision,
    born: true,
    mergedInto: undefined,
    basis: { component: recordId('r_1'), version: revision },
    content: { records: [], identifiers: [], traits: [], firstSeenAt: 0 },
    segments: [],
    changed: ['records'],
    updatedAt: 0,
    unsent: { announcements: [] },
    ...more,
  },
  history: [],
});

export function storesContract(name: string, open: () => Promise<OpenStores>): void {
  describe(`the stores of identity: ${name}`, () => {
    let opened: OpenStores;
    beforeAll(async () => {
      opened = await open();
    });
    afterAll(() => opened.close());
    identifierContract(() => opened.stores.identifiers);
    blockContract(() => opened.stores.blocks);
    componentContract(() => opened.stores.components);
    activationContract(() => opened.stores.components);
    absorptionContract(() => opened.stores.components);
    profileContract(() => opened.stores.profiles);
    assertionContract(() => opened.stores.assertions);
    reviewContract(() => opened.stores.reviews);
  });
}

function identifierContract(store: () => Stores['identifiers']): void {
  it('an identifier stays with its first claimant', async () => {
    const claim = (component: string, ...keys: string[]) =>
      store().claim(keys.map((key) => ({ key, component: recordId(component), over: 0 })));
    expect(await claim('r_1', 'email|a', 'email|b')).toEqual(new Set());
    expect(await claim('r_2', 'email|b', 'email|c')).toEqual(new Set(['email|b']));
    await store().saturate([{ key: 'email|c', over: 50 }]);
    await store().saturate([{ key: 'email|c', over: 3 }]);
    const found = await store().find(['email|a', 'email|b', 'email|c', 'email|d']);
    expect([...found.values()].map(({ key, component, over }) => [key, component, over]).sort()).toEqual([
      ['email|a', 'r_1', 0],
      ['email|b', 'r_1', 0],
      ['email|c', 'r_2', 50],
    ]);
  });
}

function blockContract(store: () => Stores['blocks']): void {
  const enter = (record: string, ...codes: readonly BlockCode[]) => store().enter(new Map([[recordId(record), codes]]));
  const recordsIn = async (code: BlockCode) => [...((await store().find([code])).get(code)?.records ?? [])].sort();

  it('a block holds whoever has entered it, each once', async () => {
    await enter('r_1', 7, 2 ** 40, 'last|orr');
    await enter('r_1', 7, 8);
    await store().enter(
      new Map([
        [recordId('r_1'), [8]],
        [recordId('r_2'), [7, 9]],
      ]),
    );
    expect(await Promise.all([7, 8, 9, 2 ** 40, 'last|orr'].map(recordsIn))).toEqual([
      ['r_1', 'r_2'],
      ['r_1'],
      ['r_2'],
      ['r_1'],
      ['r_1'],
    ]);
    expect([...(await store().find([9, 10])).keys()]).toEqual([9]);
  });

  it('a full block is announced until it was told, and once only; then it holds nobody', async () => {
    const waiting = () => store().leftBehind(Number.MAX_SAFE_INTEGER, 10);
    await store().announce([7]);
    expect(await waiting()).toEqual([7]);
    expect((await store().find([7])).get(7)?.told).toBe(false);
    expect(await recordsIn(7)).toEqual(['r_1', 'r_2']);
    await store().told([7]);
    await store().announce([7]);
    await enter('r_3', 7, 9);
    expect(await waiting()).toEqual([]);
    expect(await store().find([7])).toEqual(new Map([[7, { records: [], told: true }]]));
    expect(await recordsIn(9)).toEqual(['r_2', 'r_3']);
  });
}

function profileContract(store: () => Stores['profiles']): void {
  it('a profile is written only by who has seen its last revision', async () => {
    expect(await store().save([profile('p_a', 1), profile('p_b', 1)])).toEqual(new Set(['p_a', 'p_b']));
    expect(await store().save([profile('p_a', 1), profile('p_b', 2)])).toEqual(new Set(['p_b']));
    expect(await store().save([profile('p_a', 3)])).toEqual(new Set());
    const merged = profile('p_a', 2, { mergedInto: profileId('p_b'), unsent: undefined });
    await store().save([merged]);
    expect((await store().find([merged.profile.id])).get(merged.profile.id)?.mergedInto).toBe('p_b');
    const trait = { name: '$a.b', source: 's', value: { 'c.d': [null, 1], $e: 2 }, event: 'e', time: 1 };
    const back = profile('p_a', 3, {
      content: { records: [recordId('r_1')], identifiers: [], traits: [trait], firstSeenAt: 5 },
    });
    await store().save([back]);
    expect((await store().find([back.profile.id])).get(back.profile.id)).toEqual(back.profile);
  });

  it('keeps what is unsent until that very version was sent', async () => {
    await store().save([profile('p_c', 1), profile('p_d', 1)]);
    const newer = profile('p_d', 2);
    await store().save([newer]);
    const sent = [profile('p_c', 1).profile, profile('p_d', 1).profile];
    expect(await store().clear(sent)).toEqual([newer.profile]);
    const left = await store().leftBehind(Number.MAX_SAFE_INTEGER, 10);
    expect(left.map(({ id }) => id)).not.toContain('p_c');
    expect(left).toContainEqual(newer.profile);
  });

  it('says of a version what it changed as long as it stands, so that telling it again tells the same', async () => {
    const [first, second] = [profile('p_e', 1), profile('p_e', 2, { changed: ['traits.city'] })];
    await store().save([first]);
    await store().save([second]);
    expect(await store().clear([second.profile])).toEqual([]);
    const [again] = await store().clear([first.profile]); // a slower process, which has the newest come last
    expect(again).toEqual({ ...second.profile, unsent: undefined });
  });
}
