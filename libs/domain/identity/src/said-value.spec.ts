// cspell:ignore Мария
import { describe, expect, it } from '@jest/globals';
import { completes, hasInitial, isBlank, spellsOut } from './said-value.ts';

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

describe('a name', () => {
  it.each<[string, unknown, unknown, boolean]>([
    ['a given name by its initial', 'Masha', 'M.', true],
    ['without the point', 'Masha', 'm', true],
    ['in Cyrillic', 'Мария', 'М.', true],
    ['of another script', 'Мария', 'M.', false],
    ['before a family name', 'Masha Kelley', 'M. Kelley', true],
    ['several initials', 'John Ronald Tolkien', 'J.R. Tolkien', true],
    ['one of several', 'Mary Ann', 'Mary A.', true],
    ['of another family', 'Masha Kelley', 'M. Kelly', false],
    ['of another letter', 'Masha', 'A.', false],
    ['with a name less', 'Mary Ann', 'M.', false],
    ['the same', 'Masha', 'masha', false],
    ['the initial of an initial', 'M.', 'M', false],
    ['the beginning of a name, which is another name', 'Annabel', 'Anna', false],
    ['a whole name of one character', '伟明', '伟', false],
    ['what is no text', 'Masha', 1, false],
    ['nothing', '', '', false],
  ])('spells out %s, or not', (_, more, less, expected) => {
    expect(spellsOut(more, less)).toBe(expected);
    if (expected) expect(hasInitial(less)).toBe(true);
  });
});
