import { describe, expect, it } from '@jest/globals';
import { comparisonWords, waterfallOf } from './waterfall.ts';

type Field = readonly [field: string, level: string | null, bits: number];

const compared = (...fields: readonly Field[]) => ({
  prior: -18.7,
  fields: fields.map(([field, level, bits]) => ({ field, level, bits })),
  bits: -5.4,
  p: 0.02,
});

const odds = ' Of a hundred such pairs, about 2 are one person.';

describe('a comparison in words', () => {
  it.each<readonly [string, readonly Field[], string]>([
    ['nothing in common', [['name', null, 0]], 'they say nothing of the same kind.'],
    ['one for it', [['name', 'exact', 9.1]], 'the name (exact) speaks for one person.'],
    [
      'two for it, one against',
      [
        ['name', 'exact', 9.1],
        ['birth', 'exact', 14],
        ['city', 'else', -2.1],
      ],
      'the name (exact), the date of birth (exact) speak for one person; the city (different) does not.',
    ],
    [
      'what weighs nothing is not held against anybody',
      [
        ['name', 'initial and last', 13.3],
        ['household', 'may share a home', -0.003],
      ],
      'the name (initial and last) speaks for one person.',
    ],
    ['nor counted in favour', [['household', 'may share a home', 0.04]], 'they say nothing of the same kind.'],
  ])('%s', (_, fields, said) => {
    expect(comparisonWords(compared(...fields))).toBe(said + odds);
  });
});

describe('a comparison in bits', () => {
  it('shows every step, and a small one without a sign that it does not deserve', () => {
    const fields = [
      ['name', 'initial and last', 13.28],
      ['birth', null, 0],
      ['city', 'else', -0.05],
      ['household', 'may share a home', -0.003],
    ] as const;
    expect(waterfallOf(compared(...fields)).text).toBe(
      'prior -18.7, name: initial and last +13.3, city: else -0.1, household: may share a home +0.0 = -5.4 bits, p 0.02',
    );
  });
});
