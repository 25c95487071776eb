import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Entry, type FeatureActivity, addEntries } from './activity.ts';
import { compile } from './compile.ts';
import { evaluate } from './evaluate.ts';
import { foldActivity } from './activity.ts';
import { featureFinder } from './feature.ts';
import { compiled, eventOf } from './testing/scenario.ts';

const minute = 60_000;
const empty: FeatureActivity = { entries: [] };

describe('activity beyond what is kept one by one', () => {
  const entries = fc
    .uniqueArray(fc.nat(600), { maxLength: 40 })
    .map((minutes) => minutes.map((at): Entry => [at * minute, `e${at}`, at / 10]));
  const shuffled = entries.chain((list) => fc.shuffledSubarray(list, { minLength: list.length }));

  it('is counted by the hour, the same in any order', () => {
    fc.assert(
      fc.property(shuffled, (list) => {
        const one = addEntries(empty, list, 5);
        const other = addEntries(
          empty,
          [...list].sort((a, b) => a[0] - b[0]),
          5,
        );
        expect(one).toEqual(other);
        const folded = (one.folded ?? []).reduce((count, bucket) => count + bucket.count, 0);
        expect(one.entries.length + folded).toBe(list.length);
        expect(one.entries.length).toBe(Math.min(5, list.length));
      }),
    );
  });

  it('still gives the exact count and sum of ever, and says that hours were counted', () => {
    const rule = compiled({ did: 'view', sum: { of: 'price', atLeast: 650 } });
    const events = Array.from({ length: 6500 }, (_nothing, index) =>
      eventOf({ id: `e${index}`, name: 'view', time: index * minute, properties: { price: 0.1 } }),
    );
    const { activity } = foldActivity({}, events, featureFinder(rule.features));
    const found = evaluate(rule, activity, {}, 7000 * minute);
    expect(found).toMatchObject({ member: true, exact: false });
    expect(found.because).toContain('sum of price over view is 650');
    expect(found.because).toContain('counted by the hour');
  });
});

describe('which events belong to a feature', () => {
  const find = (json: unknown) => featureFinder(compile(compiledRule(json)).features);
  const compiledRule = (json: unknown) => json as Parameters<typeof compile>[0];
  const view = eventOf({
    id: 'e1',
    name: 'view',
    time: 0,
    properties: { items: [{ id: 'a' }, { id: 'b' }], 'a.b': 1 },
  });

  it.each<[unknown, number]>([
    [{ did: 'view' }, 1],
    [{ did: 'View' }, 0],
    [{ did: '$track' }, 1],
    [{ did: '$page' }, 0],
    [{ did: '*' }, 1],
    [{ did: 'view', where: { property: 'items.id', equals: 'b' } }, 1],
    [{ did: 'view', where: { property: 'items.id', equals: 'c' } }, 0],
    [{ did: 'view', where: { property: 'items', exists: true } }, 1],
    [{ did: 'view', where: { property: 'a.b', equals: 1 } }, 1],
    [{ did: 'view', where: { property: 'constructor', exists: true } }, 0],
  ])('%j finds %d', (json, count) => {
    expect(find(json)(view)).toHaveLength(count);
  });
});
