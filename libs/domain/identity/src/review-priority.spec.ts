import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { reviewPriority, uncertaintyOf } from './review-priority.ts';
import { type Doubt } from './reviews.ts';

describe('the priority of a review', () => {
  it.each<[string, Doubt, number, number, number]>([
    ['an even pair of two records', 'unsure', 0.5, 2, 2],
    ['a rather likely pair of two records', 'unsure', 0.75, 2, 1],
    ['a likely pair of people with much history', 'unsure', 0.9, 40, 8],
    ['a certain pair', 'unsure', 1, 40, 0],
    ['an identifier against names and births', 'contradicted', 0, 4, 2],
    ['a pair that a crowd contradicts', 'guarded', 0.99, 4, 2],
    ['an even pair that a crowd contradicts', 'guarded', 0.5, 4, 4],
    ['a pair of people that are worth nothing', 'unsure', 0.5, 0, 0],
    ['a pair of people that cost more than they bring', 'unsure', 0.5, -7, 0],
  ])('%s: %s, p %d, value %d is %d', (_, why, p, value, expected) => {
    expect(reviewPriority({ why, p }, value)).toBeCloseTo(expected, 10);
  });

  const why = fc.constantFrom<Doubt[]>('unsure', 'guarded', 'contradicted');
  const p = fc.double({ min: 0, max: 1, noNaN: true });

  it('is as high for p as for its opposite, and highest at even odds', () => {
    fc.assert(
      fc.property(why, p, (doubt, probability) => {
        const uncertainty = uncertaintyOf({ why: doubt, p: probability });
        expect(uncertaintyOf({ why: doubt, p: 1 - probability })).toBeCloseTo(uncertainty, 10);
        expect(uncertainty).toBeGreaterThanOrEqual(0);
        expect(uncertainty).toBeLessThanOrEqual(uncertaintyOf({ why: doubt, p: 0.5 }));
      }),
    );
  });
});
