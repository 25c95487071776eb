import { describe, expect, it } from '@jest/globals';
import { figuresOf } from './figures.ts';

describe('the figures', () => {
  it.each([
    ['all right', [[0, 1], [2]], ['a', 'a', 'b'], [1, 1], [1, 1]],
    ['one too many', [[0, 1, 2]], ['a', 'a', 'b'], [0.3333, 1], [0, 0]],
    ['one too few', [[0], [1], [2]], ['a', 'a', 'b'], [1, 0], [0.3333, 0.5]],
    ['a record of nobody known, joined or alone', [[0, 1, 2], [3]], ['a', 'a', undefined, undefined], [1, 1], [1, 1]],
    ['strangers, of whom one is of nobody known', [[0, 1, 2]], ['a', 'b', undefined], [0, 1], [0, 0]],
  ] as const)('of %s', (_, people, truth, [precision, recall], [ofPeople, found]) => {
    expect(figuresOf(people, truth)).toMatchObject({
      pairs: { precision, recall },
      clusters: { precision: ofPeople, recall: found },
      records: truth.length,
    });
  });
});
