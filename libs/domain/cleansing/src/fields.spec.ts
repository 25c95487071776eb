// cspell:disable
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fieldQuality, readBirth, readCity, readEmail, readPostcode, readStreet, type QualityField } from './index.ts';

const anyText = fc.oneof(fc.string({ unit: 'grapheme' }), fc.stringMatching(/^[\d/. -]{0,12}$/));

describe('a date of birth', () => {
  it.each([
    ['1985-03-02', [19850302]],
    ['1985-03-02T00:00:00.000Z', [19850302]],
    ['19850302', [19850302]],
    ['02/03/1985', [19850203, 19850302]],
    ['03.03.1985', [19850303]],
    ['13/03/1985', [19850313]],
    ['03-13-1985', [19850313]],
    ['2 March 1985', [19850302]],
    ['Mar 2, 1985', [19850302]],
    ['2. März 1985', [19850302]],
    ['2 октября 1985', [19851002]],
    ['1985年3月2日', [19850302]],
    ['1985년 3월 2일', [19850302]],
    ['29.02.2000', [20000229]],
  ])('%s is %j', (raw, candidates) => {
    expect(readBirth(raw)).toEqual({ candidates });
  });

  it('is read as the source orders it, and by its era', () => {
    expect(readBirth('02/03/1985', { order: 'day first' })).toEqual({ candidates: [19850302] });
    expect(readBirth('02/03/1985', { order: 'month first' })).toEqual({ candidates: [19850203] });
    expect(readBirth('๑๓/๓/๒๕๒๘', { buddhist: true })).toEqual({ candidates: [19850313] });
    expect(readBirth('13/03/2528')).toBeUndefined();
    expect(readBirth('13/03/2027', { latest: 20261128 })).toBeUndefined();
  });

  it.each([
    '',
    '31.02.1985',
    '29.02.1900',
    '1985-13-01',
    '0000-00-00',
    '1900-01-01',
    '1970-01-01',
    '02/03/85',
    '1985',
    'x',
  ])('%j is none', (raw) => {
    expect(readBirth(raw)).toBeUndefined();
  });

  it('survives any text, and written as a number says the same', () => {
    fc.assert(
      fc.property(anyText, (raw) => {
        for (const day of readBirth(raw)?.candidates ?? [])
          expect(readBirth(String(day))).toEqual({ candidates: [day] });
      }),
    );
  });
});

describe('a postcode', () => {
  it.each([
    ['sw1a 1aa', undefined, 'SW1A1AA SW1A1 SW1A SW'],
    ['M1 1AE', 'GB', 'M11AE M11 M1 M'],
    ['1012 ab', undefined, '1012AB 1012A 1012 10'],
    ['D-10115', 'DE', '10115 1011 101 10'],
    ['2134', 'US', '02134 0213 021 0'],
    ['12345-6789', 'US', '12345 1234 123 1'],
    ['K1A 0B1', 'CA', 'K1A0B1 K1A0B K1A K'],
    ['2000', 'AU', '2000 200 20 2'],
  ])('%s in %s is %s', (raw, country, levels) => {
    const code = readPostcode(raw, country);
    expect(code && [code.full, code.sector, code.district, code.area].join(' ')).toBe(levels);
  });

  it.each(['', '00000', '99999', 'n/a', '1', 'London'])('%j is none', (raw) => {
    expect(readPostcode(raw)).toBeUndefined();
  });

  it('narrows by prefixes, and reading it again changes nothing', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, fc.stringMatching(/^[A-Z0-9 ]{3,8}$/)), (raw) => {
        const code = readPostcode(raw);
        if (!code) return;
        expect(code.full.startsWith(code.sector) && code.sector.startsWith(code.district)).toBe(true);
        expect(code.district.startsWith(code.area)).toBe(true);
        expect(readPostcode(code.full)).toEqual(code);
      }),
    );
  });
});

describe('a street', () => {
  it.each([
    [['12 High Street'], ['High St. 12']],
    [['Hauptstraße 12 a'], ['Hauptstr. 12a']],
    [['Flat 3', '12 Park Road'], ['12 park rd., flat 3']],
    [['ул. Ленина, д. 5, кв. 10'], ['улица Ленина 5 кв 10']],
    [['Kerkstraat 12-14'], ['Kerkstr. 12 - 14']],
    [['123 Main St # 4'], ['123 Main Street, Unit 4']],
  ])('%j is %j', (a, b) => {
    expect(readStreet(a)).toEqual(readStreet(b));
  });

  it('keeps house, flat and words apart', () => {
    expect(readStreet(['Flat 3', '12 High Street'])).toEqual({ houseNumber: '12', unit: '3', tokens: ['high', 'st'] });
    expect(readStreet(['unknown'])).toBeUndefined();
  });

  it('survives any text; its words are sorted and single', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 4 }), (lines) => {
        const tokens = readStreet(lines)?.tokens ?? [];
        expect(tokens).toEqual([...new Set(tokens)].sort());
      }),
    );
  });
});

it.each([
  ['St. Albans', 'saint albans', 'saintalbans'],
  ['Köln', 'koln', 'koeln'],
  ['Москва', 'москва', 'moskva'],
  ['北京', '北京', 'beijing'],
])('the city %s is compared as %s and as %s', (raw, form, romanised) => {
  expect(readCity(raw)?.form).toBe(form);
  expect(readCity(raw)?.romanised).toContain(romanised);
});

it('an e-mail address tells its compared local part, and whether it is thrown away', () => {
  expect(readEmail('A.nn+x@gmail.com')).toMatchObject({ local: 'ann', disposable: false });
  expect(readEmail('ann@box.mailinator.com')).toMatchObject({ local: 'ann', disposable: true });
});

describe('the quality of a field', () => {
  it.each<[QualityField, string | undefined, string]>([
    ['name', undefined, 'missing'],
    ['name', ' ', 'missing'],
    ['name', 'Test', 'placeholder'],
    ['name', 'Test Test', 'placeholder'],
    ['name', 'Name Surname', 'placeholder'],
    ['name', 'Test Kelley', 'valid'],
    ['name', '12345', 'invalid'],
    ['name', 'Masha Kelley', 'valid'],
    ['address', '12 High Street', 'valid'],
    ['address', 'High Street', 'invalid'],
    ['address', 'n/a', 'placeholder'],
    ['city', 'London', 'valid'],
    ['city', '123', 'invalid'],
    ['phone', '020 7946 0958', 'valid'],
    ['phone', '12345', 'invalid'],
    ['phone', '0000000', 'placeholder'],
    ['email', 'ann@example.com', 'valid'],
    ['email', 'ann@mailinator.com', 'invalid'],
    ['email', 'ann@', 'invalid'],
  ])('%s %j is %s', (field, raw, quality) => {
    expect(fieldQuality(field, raw, 'GB')).toBe(quality);
  });
});
