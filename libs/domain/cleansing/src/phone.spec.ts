import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { getCountries, getExampleNumber } from 'libphonenumber-js/max';
import examples from 'libphonenumber-js/mobile/examples';
import { readPhoneNumber } from './index.ts';
import { readAnyNumber } from './phone.ts';
import { readPlainNumber } from './plain-number.ts';

describe('the line of a phone number', () => {
  it.each([
    ['+44 20 7946 0958', undefined, 'landline'],
    ['07911 123456', 'GB', 'mobile'],
    ['+1 212 555 0123', undefined, 'either'],
    ['0800 1111', 'GB', 'other'],
    ['+66 81 234 5678', undefined, 'mobile'],
    ['+375 29 123-45-67', undefined, 'mobile'],
    ['8 (912) 345-67-89', 'RU', 'mobile'],
  ])('of %s in %s is %s', (raw, country, kind) => {
    expect(readPhoneNumber(raw, country)?.kind).toBe(kind);
  });
});

describe('a plainly spelled number', () => {
  const countries = getCountries();
  const exampleOf = (country: (typeof countries)[number]) => getExampleNumber(country, examples);
  const spelled = fc
    .record({
      country: fc.constantFrom(...countries),
      home: fc.constantFrom(...countries),
      international: fc.boolean(),
    })
    .chain(({ country, home, international }) => {
      const example = exampleOf(country);
      const digits = international ? (example?.number ?? '+') : (example?.formatNational() ?? '');
      const change = fc.record({
        at: fc.nat(Math.max(0, digits.length - 1)),
        by: fc.constantFrom('', '0', '1', '2', '5', '7', '8', '9', ' ', '-'),
      });
      return fc.array(change, { maxLength: 3 }).map((changes) => ({
        region: international ? home : country,
        text: changes.reduce((text, { at, by }) => text.slice(0, at) + by + text.slice(at + 1), digits),
      }));
    });

  it('is read exactly as the library reads it', () => {
    fc.assert(
      fc.property(spelled, ({ text, region }) => {
        const quick = readPlainNumber(text, region);
        if (quick) expect({ text, region, quick }).toEqual({ text, region, quick: readAnyNumber(text, region) });
      }),
      { numRuns: 3_000 },
    );
  });

  it('is the usual case: of the examples of all countries most need no more', () => {
    const numbers = countries.map((country) => exampleOf(country)?.number ?? '');
    const quick = numbers.filter((number) => readPlainNumber(number, undefined) !== undefined);
    expect(quick.length / numbers.length).toBeGreaterThan(0.6);
  });
});

describe('a number without a country', () => {
  const signs = fc.constantFrom(...'0123456789+＋ ()-./;x,tel:phone-context=٣'.split(''));

  it('is read exactly as the library reads it', () => {
    fc.assert(
      fc.property(fc.array(signs, { maxLength: 20 }), (parts) => {
        const text = parts.join('').trim().replace(/^00/, '+');
        expect(readPhoneNumber(text)).toEqual(readAnyNumber(text, undefined));
      }),
      { numRuns: 3_000 },
    );
  });
});
