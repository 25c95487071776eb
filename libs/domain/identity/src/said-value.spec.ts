import { describe, expect, it } from '@jest/globals';
import { completes, isBlank } from './said-value.ts';

describe('a value', () => {
  it.each<[string, unknown, boolean]>([
    ['null', null, true],
    ['an empty text', '', true],
    ['spaces', ' \u00a0\t', true],
    ['an object without members', {}, true],
    ['a list without items', [], true],
    ['an object of blanks', { street: '', lines: [null, ' '], place: {} }, true],
    ['a text', 'a', false],
    ['no, which is an answer', false, false],
    ['nought, which is one too', 0, false],
    ['an object of which one member says something', { street: '', city: 'York' }, false],
  ])('%s: blank or not', (_, value, blank) => {
    expect(isBlank(value)).toBe(blank);
  });
});

describe('an address', () => {
  const full = { street: '12 High Street', city: 'Leeds', country: 'GB' };

  it.each<[string, unknown, unknown, boolean]>([
    ['the country alone', full, { country: 'GB' }, true],
    ['whose other fields were left empty', full, { street: ' ', city: null, country: 'GB' }, true],
    ['of another country', full, { country: 'FR' }, false],
    ['with a member of its own', full, { country: 'GB', floor: '2' }, false],
    ['the same', full, { country: 'GB', city: 'Leeds', street: '12 High Street' }, false],
    ['with more', { country: 'GB' }, full, false],
    ['as a text', full, '12 High Street, Leeds', false],
    ['as a list', full, ['GB'], false],
    ['whose parts are objects', { geo: { lat: 1, lon: 2 }, city: 'Leeds' }, { geo: { lat: 1, lon: 2 } }, true],
    ['whose parts differ', { geo: { lat: 1, lon: 2 }, city: 'Leeds' }, { geo: { lat: 1, lon: 3 } }, false],
  ])('completes %s, or not', (_, more, less, expected) => {
    expect(completes(more, less)).toBe(expected);
  });
});
