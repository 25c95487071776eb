import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { birthLevelOf, birthLevels } from './birth.ts';
import { type BirthDate, type MatchForm } from '../form.ts';

const day = fc.date({ min: new Date('1930-01-01'), max: new Date('2015-12-31'), noInvalidDate: true });

const digitsOf = (date: Date): string => date.toISOString().slice(0, 10).replaceAll('-', '');

function formOf(digits: string): MatchForm {
  const [year = 0, month = 0, ofMonth] = [digits.slice(0, 4), digits.slice(4, 6), digits.slice(6)].map(Number);
  const birth: BirthDate = { digits: Number(digits), year, days: Date.UTC(year, month - 1, ofMonth) / 86_400_000 };
  return { births: [birth] } as unknown as MatchForm;
}

/** By the definition: one character replaced, or two neighbours exchanged. */
function isSlip(a: string, b: string): boolean {
  const differing = Array.from(a).flatMap((digit, at) => (digit === b[at] ? [] : [at]));
  const [one = 0, other = 0] = differing;
  const areExchanged = differing.length === 2 && other === one + 1 && a[one] === b[other] && a[other] === b[one];
  return differing.length === 1 || areExchanged;
}

describe('two days', () => {
  it.each([
    ['20041231', '20050101', 'within a month'],
    ['20041231', '20060101', 'within a year'],
    ['20001231', '20110101', 'within ten years'],
    ['20001231', '20110105', 'else'],
    ['19560604', '19561104', 'another month'],
    ['19851210', '19860210', 'within a year'],
    ['19850930', '19851030', 'within a month'],
    ['19810923', '20080923', 'another year'],
    ['19881024', '19931024', 'another year'],
    ['19690501', '19700501', 'another year'],
  ])('%s and %s are %s', (a, b, name) => {
    expect(birthLevels[birthLevelOf(formOf(a), formOf(b))]?.name).toBe(name);
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
