import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { peopleOf } from './people.ts';
import { defaultPolicy } from './policy.ts';
import { reviewPriority, uncertaintyOf, valueAtStake } from './review-priority.ts';
import { type Doubt } from './reviews.ts';
import { component } from './scenario.ts';

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

describe('the value at stake', () => {
  const policy = { ...defaultPolicy, valueTrait: 'lifetime_value' };
  const ann = (value?: unknown) => ['user_id:ann', value === undefined ? {} : { lifetime_value: value }] as const;
  const tom = (value?: unknown) => ['user_id:tom', value === undefined ? {} : { lifetime_value: value }] as const;

  it.each<[string, readonly [unknown, unknown], number]>([
    ['both people are worth something', [250, 40.5], 290.5],
    ['the number came as text', ['250', ' 40.50 '], 290.5],
    ['one of them has no number: the records of that one', [250, undefined], 251],
    ['neither has one: the records of both', [undefined, undefined], 2],
    ['it is no number', ['much', true], 2],
    ['it is nearly a number', ['1e3', '0x10'], 2],
    ['it is nothing', [0, null], 1],
    ['one of them costs more than they bring: that takes nothing from the other', [-7, 40], 40],
    ['it is beyond all measure', [Number.MAX_VALUE, 0], Number.MAX_SAFE_INTEGER],
  ])('%s', (_, [one, other], expected) => {
    const { people } = peopleOf(component([ann(one), tom(other)]), policy);
    expect(people).toHaveLength(2);
    expect(valueAtStake(people, policy)).toBe(expected);
  });

  it('is the number of records where the policy names no trait', () => {
    const { people } = peopleOf(component([ann(250), tom(40), ['anonymous_id:a user_id:tom']]), defaultPolicy);
    expect(valueAtStake(people, defaultPolicy)).toBe(3);
  });

  it('is not what a browser says of itself', () => {
    const { people } = peopleOf(component([ann(250)]), policy);
    const claimed = people.map((one) => ({
      ...one,
      traits: one.traits.map((own) => ({ ...own, client: true }) as const),
    }));
    expect(valueAtStake(claimed, policy)).toBe(1);
  });
});
