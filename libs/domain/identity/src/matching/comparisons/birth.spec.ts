import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bestLevelOfDays, birthLevelOf, birthLevels } from './birth.ts';
import { type BirthDate, type MatchForm } from '../form.ts';

const day = fc.date({ min: new Date('1930-01-01'), max: new Date('2015-12-31'), noInvalidDate: true });

const digitsOf = (date: Date): string => date.toISOString().slice(0, 10).replaceAll('-', '');

function formOf(digits: string): MatchForm {
  const [year, month, ofMonth] = [digits.slice(0, 4), digits.slice(4, 6), digits.slice(6)].map(Number);
  const days = Date.UTC(year ?? 0, (month ?? 0) - 1, ofMonth) / 86_400_000;
  const birth = { digits: Number(digits), year, month, day: ofMonth, days };
  return { births: [birth as BirthDate] } as unknown as MatchForm;
}

/** By the definition: one character replaced, or two neighbours exchanged. */
function isSlip(a: string, b: string): boolean {
  const differing = Array.from(a).flatMap((digit, at) => (digit === b[at] ? [] : [at]));
  const [one = 0, other = 0] = differing;
  const areExchanged = differing.length === 2 && other === one + 1 && a[one] === b[other] && a[other] === b[one];
  return differing.length === 1 || areExchanged;
}

describe('the best level of two days', () => {
  const days = (years: number): fc.Arbitrary<number> => fc.integer({ min: years * 365 - 40, max: years * 366 + 40 });

  it('is never worse than the one that they have, around each limit', () => {
    const apart = fc.oneof(days(0), days(1), days(10), days(11), days(30));
    fc.assert(
      fc.property(day, apart, (date, later) => {
        const [a, b] = [digitsOf(date), digitsOf(new Date(date.getTime() + later * 86_400_000))];
        expect(bestLevelOfDays(Number(a), Number(b))).toBeLessThanOrEqual(birthLevelOf(formOf(a), formOf(b)));
      }),
      { numRuns: 5_000 },
    );
  });
});

describe('two days of different years', () => {
  it.each([
    ['20041231', '20050101', 'within a month'],
    ['20041231', '20060101', 'within a year'],
    ['20001231', '20110101', 'within ten years'],
  ])('%s and %s may be %s', (a, b, name) => {
    const level = birthLevels.findIndex((one) => one.name === name);
    expect([bestLevelOfDays(Number(a), Number(b)), birthLevelOf(formOf(a), formOf(b))]).toEqual([level, level]);
  });
});

describe('a slip of the fingers in a date of birth', () => {
  const near = fc
    .tuple(day.map(digitsOf), fc.nat(7), fc.nat(9), fc.boolean())
    .map(([digits, at, digit, exchanges]): readonly [string, string] => {
      const other = exchanges
        ? digits.slice(0, at) + (digits[at + 1] ?? '') + (digits[at] ?? '') + digits.slice(at + 2)
        : digits.slice(0, at) + String(digit) + digits.slice(at + 1);
      return [digits, other];
    });

  it.each([
    ['near each other', near],
    ['far apart', fc.tuple(day.map(digitsOf), day.map(digitsOf))],
  ])('is a digit replaced or two neighbours exchanged, for dates %s', (_, pairs) => {
    fc.assert(
      fc.property(pairs, ([a, b]) => {
        const level = birthLevels[birthLevelOf(formOf(a), formOf(b))]?.name;
        expect(level === 'one edit').toBe(isSlip(a, b));
      }),
      { numRuns: 2_000 },
    );
  });
});
