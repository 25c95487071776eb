// cspell:ignore BÜCHER bcher José ÁLVAREZ Núñez obrien Ｋｅｌｌｅｙ Лёша леша
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isPlaceholder, nameForm, readEmail, readPhone } from './index.ts';

describe('an e-mail address', () => {
  it.each([
    ['Ann@Example.COM', 'Ann@example.com', 'ann@example.com'],
    [' a.n.n+shop@googlemail.com ', 'a.n.n+shop@googlemail.com', 'ann@gmail.com'],
    ['a.n.n+shop@outlook.com', 'a.n.n+shop@outlook.com', 'a.n.n@outlook.com'],
    ['ann+shop@example.com', 'ann+shop@example.com', 'ann+shop@example.com'],
    ['ann@BÜCHER.example', 'ann@xn--bcher-kva.example', 'ann@xn--bcher-kva.example'],
    ['ann@example.com', 'ann@example.com', 'ann@example.com'],
    ['+@gmail.com', '+@gmail.com', '+@gmail.com'],
  ])('%s is sent to as %s and compared as %s', (raw, exact, match) => {
    expect(readEmail(raw)).toMatchObject({ exact, match });
  });

  it.each(['', 'ann', '@example.com', 'ann@', 'ann@localhost', 'a b@example.com', 'ann@1.2.3.4', '.a@example.com'])(
    '%j is none',
    (raw) => {
      expect(readEmail(raw)).toBeUndefined();
    },
  );

  it('of a function is marked', () => {
    expect(readEmail('Info@example.com')?.role).toBe(true);
    expect(readEmail('ann.info@example.com')?.role).toBe(false);
  });

  it('is stable: reading the exact form again changes nothing, and any text is survived', () => {
    fc.assert(
      fc.property(fc.oneof(fc.emailAddress(), fc.string({ unit: 'grapheme' })), (raw) => {
        const email = readEmail(raw);
        if (email) expect(readEmail(email.exact)).toEqual(email);
      }),
    );
  });
});

describe('a phone number', () => {
  it.each([
    ['+44 20 7946 0958', undefined, '+442079460958'],
    ['020 7946 0958', 'GB', '+442079460958'],
    ['0044 (0)20 7946 0958', undefined, '+442079460958'],
  ])('%s in %s is %s', (raw, country, e164) => {
    expect(readPhone(raw, country)).toBe(e164);
  });

  it.each([
    ['020 7946 0958', undefined],
    ['+44 1', undefined],
    ['12345', 'GB'],
    ['phone', 'GB'],
    ['', undefined],
    ['020 7946 0958', 'ZZ'],
  ])('%j in %s is none', (raw, country) => {
    expect(readPhone(raw, country)).toBeUndefined();
  });
});

describe('a name', () => {
  it.each([
    ['José  ÁLVAREZ-Núñez', 'jose alvarez nunez'],
    ["O'Brien", 'obrien'],
    ['Ｋｅｌｌｅｙ', 'kelley'],
    ['Лёша', 'леша'],
    ['王小明', '王小明'],
    ['がく', 'がく'],
  ])('%s is compared as %s', (raw, form) => {
    expect(nameForm(raw)).toBe(form);
  });
});

describe('a placeholder', () => {
  it.each([
    ...['', ' ', '0', '000-000', '00000000-0000-0000-0000-000000000000', '-1', 'null', 'Guest', 'NaN', '11111111'],
    ...[
      '{{user_id}}',
      '{{ user.id }}',
      '${userId}',
      '{% user_id %}',
      '%USER%',
      '%%user_id%%',
      '*|EMAIL|*',
      '<user id>',
    ],
    ...['[user_id]', '\u200b', '\u2060', '\u00ad', '\0', '\u00a0'],
  ])('%j is no identifier', (raw) => {
    expect(isPlaceholder(raw)).toBe(true);
  });

  it.each([
    ...[
      '17850',
      'a-1',
      'guesthouse',
      '1',
      '0a',
      '-12',
      '{3F2504E0-4F89-11D3-9A0C-0305E82C3301}',
      '100%',
      'a%b%c',
      '<a@b.example>',
    ],
    ...['$5', '[1', 'x{{y}}'],
  ])('%j is one', (raw) => {
    expect(isPlaceholder(raw)).toBe(false);
  });
});
