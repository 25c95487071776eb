import { describe, expect, it } from '@jest/globals';
import { namePairs } from './name-pairs.ts';

const all = Object.values(namePairs).flat();

describe('the nickname and script suite', () => {
  it.each(Object.entries(namePairs))('is balanced and large enough for %s', (_, pairs) => {
    const same = pairs.filter((pair) => pair.same).length;

    expect(pairs.length).toBeGreaterThanOrEqual(50);
    expect(same * 2).toBe(pairs.length);
  });

  it('has at least three hundred pairs, none twice', () => {
    const told = all.map(({ a, b }) => [JSON.stringify(a), JSON.stringify(b)].sort().join());

    expect(new Set(told).size).toBe(all.length);
    expect(all.length).toBeGreaterThanOrEqual(300);
  });

  it.each(all.filter(({ same }) => same).map((pair) => [pair.a.firstName, pair.a.lastName, pair] as const))(
    'gives %s %s evidence besides the name',
    (_first, _last, { a, b }) => {
      const shared = (['email', 'phone', 'birthday', 'city'] as const).filter(
        (field) => a[field] !== undefined && a[field] === b[field],
      );

      expect(shared.length).toBeGreaterThan(0);
    },
  );

  it.each(all.filter(({ same }) => !same).map((pair) => [pair.a.firstName, pair.a.lastName, pair] as const))(
    'tells %s %s from somebody else by birth or by name',
    (_first, _last, { a, b, variation }) => {
      expect(a.birthday !== b.birthday || variation === 'twins').toBe(true);
      expect([a.birthday, b.birthday]).not.toContain(undefined);
    },
  );
});
