import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { divideRounded, lineMinor, minorDigits, toMajor, toMinor } from './money.ts';

describe('toMinor', () => {
  it.each([
    [955_338.93, 95_533_893],
    [1.005, 101], // 1.005 * 100 is 100.49999999999999
    [-1.005, -101],
    [0.1 + 0.2, 30],
    ['12.50', 1250],
    [' 7 ', 700],
    ['1e2', 10_000],
    [1e-9, 0],
    [-0, 0],
  ])('reads %p as %p hundredths', (amount, minor) => {
    expect(toMinor(amount, 2)).toBe(minor);
  });

  it.each([[Number.NaN], [Infinity], ['12,50'], ['£5'], [''], [null], [undefined], [{}], [true], [1e300]])(
    'refuses %p',
    (amount) => {
      expect(toMinor(amount, 2)).toBeUndefined();
    },
  );

  it('keeps to the minor unit of the currency', () => {
    expect(toMinor(1999.5, minorDigits('JPY'))).toBe(2000);
    expect(toMinor(1.2345, minorDigits('KWD'))).toBe(1235);
    expect(toMajor(1235, 'KWD')).toBe(1.235);
  });

  it('reads back every amount of cents that it has printed', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e12, max: 1e12 }), (cents) => {
        expect(toMinor(toMajor(cents, 'GBP'), 2)).toBe(cents + 0);
        expect(toMinor(String(toMajor(cents, 'GBP')), 2)).toBe(cents + 0);
      }),
    );
  });
});

describe('lineMinor', () => {
  it('rounds the product, not the price', () => {
    expect(lineMinor(0.005, 2, 2)).toBe(1);
    expect(lineMinor('2.555', 3, 2)).toBe(767);
    expect(lineMinor(2.55, 6, 2)).toBe(1530);
  });
  it('is the price times the quantity', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e7 }), fc.integer({ min: -1e4, max: 1e4 }), (cents, quantity) => {
        expect(lineMinor(cents / 100, quantity, 2)).toBe(cents * quantity + 0);
      }),
    );
  });
});

it('divides half away from zero, and nothing by nothing', () => {
  expect([divideRounded(5, 2), divideRounded(-5, 2), divideRounded(4, 3), divideRounded(7, 0)]).toEqual([3, -3, 1, 0]);
});
