/** What every set of identity stores promises; run by each adapter. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { profileId, recordId } from '@tributary/contracts';
import { type BlockCode, factsOnly } from '@tributary/domain-identity';
import { assertionContract, reviewContract } from './decisions-contract.ts';
import { type ProfileWrite, type StoredComponent, type Stores } from '../ports.ts';

export interface OpenStores {
  readonly stores: Stores;
  close(): Promise<void>;
}

const component = (id: string, version: number, more: Partial<StoredComponent> = {}): StoredComponent => ({
  id: recordId(id),
  version,
  into: undefined,
  facts: factsOnly([{ id: recordId(id), firstAt: version, identifiers: [], traits: [] }]),
  absorbing: [],
  unsettled: true,
  unmatched: [],
  decidedBy: 1,
  linkedBy: 1,
  ...more,
});

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

function componentContract(store: () => Stores['components']): void {
  it('a component is written only by who has seen its last version', async () => {
    expect(await store().save([component('r_a', 1), component('r_b', 1)])).toEqual(new Set(['r_a', 'r_b']));
    expect(await store().save([component('r_a', 1), component('r_b', 2), component('r_c', 1)])).toEqual(
      new Set(['r_b', 'r_c']),
    );
    expect(await store().save([component('r_a', 3)])).toEqual(new Set());
    const wide = component('r_d', 1, { absorbing: [recordId('r_e')], unmatched: [recordId('r_d')] });
    await store().save([{ ...wide, facts: { ...wide.facts, saturated: ['x|y'] } }]);
    expect((await store().find([recordId('r_d')])).get(recordId('r_d'))).toEqual({
      ...wide,
      facts: { ...wide.facts, saturated: ['x|y'] },
    });
  });

  it('is settled only at the version whose people were written', async () => {
    const unmatched = { unmatched: [recordId('r_f'), recordId('r_g')] };
    await store().save([component('r_f', 1, unmatched), component('r_g', 1, unmatched)]);
    const marks = [1, 2].map((version, index) => ({ id: recordId(index === 0 ? 'r_f' : 'r_g'), version }));
    expect(await store().settle(marks)).toEqual(new Set(['r_f']));
    const found = await store().find([recordId('r_f'), recordId('r_g')]);
    expect(
      [...found.values()].map(({ id, unsettled, unmatched: left }) => [id, unsettled, left.length]).sort(),
    ).toEqual([
      ['r_f', false, 0],
      ['r_g', true, 2],
    ]);
  });
}

function activationContract(store: () => Stores['components']): void {
  it('waits for the activations that have not reached it, as long as nobody writes it or absorbs it', async () => {
    await store().save([component('r_n', 1), component('r_o', 1), component('r_p', 1, { linkedBy: 2 })]);
    const own = (ids: Iterable<string>) => [...ids].filter((id) => ['r_n', 'r_o', 'r_p', 'r_q'].includes(id)).sort();
    const behind = async (activation: number) =>
      own((await store().linkedBefore(activation, 1_000)).map(({ id }) => id));
    expect(await behind(1)).toEqual([]);
    expect(await behind(2)).toEqual(['r_n', 'r_o']);
    expect(await behind(3)).toEqual(['r_n', 'r_o', 'r_p']);
    const all = await store().countLinkedBefore(3);
    await store().relinked(
      [
        { id: recordId('r_n'), version: 1 },
        { id: recordId('r_o'), version: 2 },
      ],
      3,
    );
    expect(await behind(3)).toEqual(['r_o', 'r_p']);
    await store().relinked([{ id: recordId('r_n'), version: 1 }], 2);
    expect(await behind(3)).toEqual(['r_o', 'r_p']);
    await store().retire([{ id: recordId('r_p'), into: recordId('r_o') }]);
    expect(await behind(3)).toEqual(['r_o']);
    expect(await store().countLinkedBefore(3)).toBe(all - 2);
    await store().empty([recordId('r_p')]);
  });
}

function absorptionContract(store: () => Stores['components']): void {
  it('is absorbed once, whether it was stored or not, and emptied afterwards', async () => {
    await store().save([component('r_k', 1)]);
    const into = (target: string) => ['r_k', 'r_l'].map((id) => ({ id: recordId(id), into: recordId(target) }));
    await store().retire(into('r_h'));
    await store().retire(into('r_i'));
    const ids = [recordId('r_k'), recordId('r_l')];
    const found = await store().find(ids);
    expect(ids.map((id) => found.get(id)?.into)).toEqual(['r_h', 'r_h']);
    expect(found.get(recordId('r_k'))?.facts.records.size).toBe(1);
    expect(await store().save([component('r_k', 2)])).toEqual(new Set());
    expect([...(await store().leftBehind(Number.MAX_SAFE_INTEGER, 10))].sort()).toEqual(ids);
    await store().empty([...ids, recordId('r_f')]);
    const emptied = await store().find([...ids, recordId('r_f')]);
    expect([...emptied.values()].map(({ facts }) => facts.records.size).sort()).toEqual([0, 0, 1]);
    expect(await store().leftBehind(Number.MAX_SAFE_INTEGER, 10)).toEqual([]);
  });

  it('is absorbed as it was known, and left alone when it has changed since', async () => {
    const absent = (id: string) => component(id, 0, { facts: factsOnly([]) });
    const known = [component('r_s', 1), component('r_t', 1), absent('r_u'), absent('r_v')];
    await store().save([component('r_s', 1), component('r_t', 1), component('r_v', 1)]);
    await store().save([component('r_t', 2)]);
    const retire = (those: readonly StoredComponent[]) =>
      store().retire(those.map((one) => ({ id: one.id, into: recordId('r_h'), known: one })));
    const shown = (found: ReadonlyMap<string, StoredComponent>) =>
      known.map(({ id }) => `${found.get(id)?.into} ${found.get(id)?.version} ${found.get(id)?.facts.records.size}`);
    const ids = known.map(({ id }) => id);
    const expected = ['r_h 2 1', 'undefined 2 1', 'r_h 1 0', 'undefined 1 1'];
    expect(shown(await retire(known))).toEqual(expected);
    expect(shown(await store().find(ids))).toEqual(expected);
    const newest = [component('r_t', 2), component('r_v', 1)];
    const retired = newest.map((one) => [one.id, { ...one, version: one.version + 1, into: 'r_h' }] as const);
    expect(await retire(newest)).toEqual(new Map(retired));
    expect(shown(await store().find(ids))).toEqual(['r_h 2 1', 'r_h 3 1', 'r_h 1 0', 'r_h 2 1']);
    await store().empty(ids);
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
