import { describe, expect, it } from '@jest/globals';
import { bearerOf } from './bearer.ts';

describe('whom an identifier means', () => {
  it.each([
    { found: [], means: undefined, because: 'nobody bears it' },
    { found: [[]], means: 0, because: 'one bears it, of whatever records' },
    { found: [['r_1']], means: 0, because: 'one bears it' },
    { found: [['r_1'], ['r_2']], means: undefined, because: 'two people share it' },
    {
      found: [['r_1', 'r_2'], ['r_2']],
      means: 0,
      because: 'the second was absorbed by the first, or has just left it',
    },
    { found: [['r_2'], ['r_1', 'r_2']], means: 1, because: 'in any order' },
    { found: [['r_2'], ['r_1', 'r_2', 'r_3'], ['r_1', 'r_3']], means: 1, because: 'two are parts of the third' },
    { found: [['r_1', 'r_2'], ['r_2'], ['r_3']], means: undefined, because: 'a third shares it with them' },
    {
      found: [
        ['r_1', 'r_2'],
        ['r_2', 'r_3'],
      ],
      means: undefined,
      because: 'neither is the whole of both',
    },
    { found: [['r_1'], []], means: undefined, because: 'of whom nothing is known nothing is part' },
  ])('$found: $means, as $because', ({ found, means }) => {
    const people = found.map((records) => ({ records }));
    expect(bearerOf(people)).toBe(means === undefined ? undefined : people[means]);
  });
});
