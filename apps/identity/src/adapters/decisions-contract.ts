/** What stores promise of people's words, and of the questions that wait for them. */
import { expect, it } from '@jest/globals';
import { profileId, recordId } from '@tributary/contracts';
import { pairKey, pairOf, type Assertion } from '@tributary/domain-identity';
import { type Stores } from '../ports.ts';
import { type Asked, type AskedReview } from '../review-people/review-store.ts';

export function assertionContract(store: () => Stores['assertions']): void {
  const word = (b: string, at: number, more: Partial<Assertion> = {}): Assertion => ({
    ...{ kind: 'cannot-link', records: pairOf(recordId('r_a'), recordId(b)), by: 'maria', at, why: '' },
    ...more,
  });

  it('the last word on a pair holds, in whichever order the words come', async () => {
    const [first, second] = [word('r_b', 10), word('r_b', 11, { kind: 'undecided', until: 99 })];
    await store().keep([second, word('r_c', 5)]);
    await store().keep([first, word('r_c', 7, { kind: 'retracted' })]);
    const ids = [first, word('r_c', 5)].map(({ records }) => pairKey(records));
    const found = await store().find([...ids, 'r_x~r_y']);
    expect(ids.map((id) => found.get(id))).toEqual([second, word('r_c', 7, { kind: 'retracted' })]);
    await store().keep([word('r_b', 12)]);
    expect((await store().find(ids)).get(ids[0] ?? '')).toEqual(word('r_b', 12));
  });

  it('lists words, the newest first, page by page', async () => {
    await store().keep([word('r_d', 7), word('r_e', 40)]);
    const listed: string[] = [];
    for (let last: Assertion | undefined; ;) {
      const before = last && { at: last.at, id: pairKey(last.records) };
      [last] = await store().list(before, 1);
      if (last === undefined) break;
      listed.push(`${last.at} ${pairKey(last.records)}`);
    }
    expect(listed).toEqual(['40 r_a~r_e', '12 r_a~r_b', '7 r_a~r_d', '7 r_a~r_c']);
  });
}

const review = (id: string, a: string, more: Partial<AskedReview> = {}): AskedReview => ({
  ...{ id, why: 'unsure', records: pairOf(recordId(a), recordId('r_w9')), bits: 1, p: 2 / 3, joined: true },
  ...{ profiles: [profileId('p_w1')], priority: 2, until: undefined },
  ...more,
});

const asked = (component: string, version: number, ...reviews: readonly AskedReview[]): Asked => ({
  component: recordId(component),
  version,
  records: ['r_w1', 'r_w2', 'r_w9'].map(recordId),
  reviews,
});

export function reviewContract(store: () => Stores['reviews']): void {
  const open = async () =>
    [...(await store().find(['v_1', 'v_2', 'v_3'])).values()]
      .map(({ id, component, version, bits, until }) => [id, component, version, bits, until])
      .sort();

  it('a component asks what its newest computation asks, and nothing else', async () => {
    await store().replace([asked('r_w5', 1, review('v_1', 'r_w1'), review('v_2', 'r_w2', { until: 50 }))]);
    expect(await open()).toEqual([
      ['v_1', 'r_w5', 1, 1, undefined],
      ['v_2', 'r_w5', 1, 1, 50],
    ]);
    await store().replace([asked('r_w5', 2, review('v_2', 'r_w2', { bits: 3 }))]);
    expect(await open()).toEqual([['v_2', 'r_w5', 2, 3, undefined]]);
  });

  it('an older computation overwrites nothing, nor takes anything away', async () => {
    await store().replace([asked('r_w5', 1, review('v_2', 'r_w2', { bits: 9 }))]);
    await store().replace([asked('r_w5', 1)]);
    await store().replace([asked('r_w7', 8)]);
    expect(await open()).toEqual([['v_2', 'r_w5', 2, 3, undefined]]);
  });

  it('what an absorbed component asked is replaced by its successor', async () => {
    await store().replace([asked('r_w3', 1, review('v_3', 'r_w1'))]);
    expect(await open()).toEqual([['v_3', 'r_w3', 1, 1, undefined]]);
  });

  it('a write is marked until it is confirmed, and by another write again', async () => {
    const marked = async () =>
      (await store().leftBehind(Number.MAX_SAFE_INTEGER, 10)).map(({ id, record }) => [id, record]);
    const first = await store().replace([asked('r_w2', 1, review('v_3', 'r_w1'))]);
    const second = await store().replace([asked('r_w2', 2, review('v_3', 'r_w1'))]);
    await store().confirm(first);
    expect(await marked()).toEqual([['v_3', 'r_w1']]);
    await store().confirm(second);
    expect(await marked()).toEqual([]);
    await store().replace([asked('r_w2', 2, review('v_3', 'r_w1', { bits: 7 }))]); // as new as what is there
    expect(await marked()).toEqual([]);
    expect(await open()).toEqual([['v_3', 'r_w2', 2, 1, undefined]]);
    expect(await store().replace([])).toEqual([]);
  });
}
