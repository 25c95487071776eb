import { describe, expect, it } from '@jest/globals';
import { fromBase64, utf8TextOf } from '@tributary/domain-collection';
import fc from 'fast-check';
import { addressOf } from './address.ts';
import { assemble, instantOf, numeric, renamed } from './assemble.ts';
import { cutArray } from './cut-array.ts';
import { writeJson } from './encoding.ts';

describe('cutting an array out of its text', () => {
  it('gives each item exactly as it was written, and what was said besides', () => {
    fc.assert(
      fc.property(fc.array(fc.json()), fc.json(), (parts, other) => {
        const text = `{"x":[[1],{"list":[2]}], "list" : [ ${parts.join(' ,\n')} ] ,"o":${other}}`;
        const cut = cutArray(text, 'list');
        expect(cut?.items).toEqual(parts.map((part) => part.trim()));
        expect(JSON.parse(cut?.rest ?? '')).toEqual({ ...JSON.parse(text), list: [] });
        expect(cutArray(`[${parts.join(',')}]`)?.items).toEqual(parts.map((part) => part.trim()));
      }),
    );
  });

  it.each([
    ['an escaped name', String.raw`{"li\u0073t":[1]}`, ['1']],
    ['a name that ends in quotes', String.raw`{"a\\":[7],"list":["\"]"]}`, [String.raw`"\"]"`]],
    ['the last of two, like parsing', '{"list":[1],"list":[2]}', ['2']],
    ['none', '{"list":{"list":[1]}}', undefined],
    ['none in a list', '[{"list":[1]}]', undefined],
  ])('%s', (_what, text, items) => {
    expect(cutArray(text, 'list')?.items).toEqual(items);
  });
});

describe('values', () => {
  it('writes numbers beyond a double so that they are read as such again', () => {
    const [most, least] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    const value = [most, { a: least }, '1e999', '\u00001e999\u0000x', null];
    expect(JSON.parse(writeJson(value))).toEqual(value);
    fc.assert(
      fc.property(fc.jsonValue(), (any) => {
        expect(JSON.parse(writeJson(any))).toEqual(JSON.parse(JSON.stringify(any)));
      }),
    );
  });

  it.each([
    ['eyJhIjoxfQ==', '{"a":1}'], // cspell:disable-line
    ['eyJhIjoxfQ', '{"a":1}'], // cspell:disable-line
    ['w7w_', 'ü?'],
    ['w7w/', 'ü?'],
    ['!', undefined],
  ])('base64 %s is %s', (text, value) => {
    const bytes = fromBase64(text);
    expect(bytes && utf8TextOf(bytes)).toBe(value);
  });

  it.each([
    ['1795872952665', '2026-11-28T13:35:52.665Z'],
    [1795872952665.9, '2026-11-28T13:35:52.665Z'],
    ['soon', 'soon'], // refused by name later, not lost
    [8.64e15, '8640000000000000'], // a year that RFC 3339 cannot write
    [1e300, '1e+300'],
    ['', undefined],
    [null, undefined],
  ])('the instant %p is %p', (milliseconds, instant) => {
    expect(instantOf(milliseconds)).toBe(instant);
  });

  it('takes text that writes a number for one, and keeps any other', () => {
    expect([numeric('1.50'), numeric('1,50'), numeric(''), numeric('1e999')]).toEqual([
      1.5,
      '1,50',
      undefined,
      '1e999',
    ]);
  });

  it('keeps the first value of a place, and copies what it builds upon', () => {
    const traits = { name: 'Ann' };
    const event = assemble([
      ['context.traits', traits],
      ['context.traits.email', 'a@b.example'],
      ['context.traits.name', 'Bob'],
      ['userId', undefined],
    ]);
    expect(event).toEqual({ context: { traits: { name: 'Ann', email: 'a@b.example' } } });
    expect(traits).toEqual({ name: 'Ann' });
  });

  it('renames what has another name here, and never over what is there', () => {
    expect(renamed({ id: 1, code: 2, constructor: 3 }, { id: 'code', code: 'key' })).toEqual({
      id: 1,
      key: 2,
      constructor: 3,
    });
  });

  it('reads of an address what it says', () => {
    const search = '?utm_source=mail&utm_campaign=spring&utm_term=&utm_id=7&gclid=g&q=tea';
    expect(addressOf(`https://shop.example/tea${search}`)).toEqual({
      ...{ path: '/tea', search },
      campaign: { source: 'mail', name: 'spring', id: '7' },
      clickIds: { gclid: 'g' },
    });
    expect([addressOf('tea'), addressOf(undefined), addressOf('https://a.example')]).toEqual([{}, {}, { path: '/' }]);
  });
});
