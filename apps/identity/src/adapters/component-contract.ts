/** What every store of components promises; run by each adapter. */
import { expect, it } from '@jest/globals';
import { recordId } from '@tributary/contracts';
import { factsOnly } from '@tributary/domain-identity';
import { type StoredComponent, type Stores } from '../ports.ts';

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

export function componentContract(store: () => Stores['components']): void {
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

  it('forgets the intents that are fulfilled when it is settled, and only then', async () => {
    const written = ['r_1f', 'r_1g'].map((id) => component(id, 1, { absorbing: [recordId('r_2')] }));
    await store().save(written);
    const marks = written.map((one, index) => ({
      id: one.id,
      version: 1 + index,
      fulfilled: { ...one, absorbing: [] },
    }));
    expect(await store().settle([...marks, { id: recordId('r_1h'), version: 1 }])).toEqual(new Set(['r_1f']));
    const [settled, overtaken] = written;
    const found = await store().find(written.map(({ id }) => id));
    expect([...found.values()]).toEqual([{ ...settled, absorbing: [], unsettled: false }, overtaken]);
  });
}

export function activationContract(store: () => Stores['components']): void {
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

export function absorptionContract(store: () => Stores['components']): void {
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
