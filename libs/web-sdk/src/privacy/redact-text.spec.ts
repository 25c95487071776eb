import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { passesLuhn, redactCode, redactText } from './redact-text.ts';

describe('what identifies or pays for a person is replaced in texts', () => {
  it.each([
    ['an address', 'write to ann.smith+shop@mail.example.co.uk today', 'write to [email] today'],
    ['an address in capitals', 'ANN@EXAMPLE.COM', '[email]'],
    ['an address with umlauts', 'jürgen@müller.example', '[email]'],
    ['an address written in full width', 'ａｎｎ＠example．com', '[email]'],
    ['a card', 'card 4111111111111111 ok', 'card [card] ok'],
    ['a card in groups', '4111 1111 1111 1111', '[card]'],
    ['a card with hyphens', '5500-0055-5555-5559', '[card]'],
    ['a card of fifteen digits', '378282246310005', '[card]'],
    ['a card in full-width digits', '４１１１１１１１１１１１１１１１', '[card]'],
    ['a card and when it expires', '4111 1111 1111 1111 12/27', '[card] 12/27'],
    ['a card and its code', '4111111111111111 123', '[card] 123'],
    ['a card and a count', '4111 1111 1111 1111 2 items', '[card] 2 items'],
    ['a card and an amount', '4111-1111-1111-1111 2599', '[card] 2599'],
    ['a card in dots', '4111.1111.1111.1111', '[card]'],
    ['a card with no-break spaces', '4111\u00a01111\u00a01111\u00a01111 12', '[card] 12'],
    ['a card of Diners Club', '30569309025904', '[card]'],
    ['a number of a German account', 'DE89 3704 0044 0532 0130 00', '[iban]'],
    ['a number of a British account', 'to gb82west12345698765432.', 'to [iban].'],
    ['a social number', '078-05-1120', '[ssn]'],
    ['a social number without hyphens', '078051120', '[phone]'],
    ['an international telephone', '+49 (0) 30 901820', '[phone]'],
    ['a telephone of eight digits', '+372 5123456', '[phone]'],
    ['a national telephone', 'call (415) 555-0132', 'call [phone]'],
    ['a telephone with dots', '415.555.0132', '[phone]'],
    ['a telephone in Arabic digits', '٠٥٠١٢٣٤٥٦٧', '[phone]'],
    ['a token', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abc', '[token]'],
    ['several', 'ann@a.example, 4111111111111111', '[email], [card]'],
  ])('%s', (_, text, expected) => {
    expect(redactText(text)).toBe(expected);
  });

  it.each([
    ['Add to cart'],
    ['Only 3 left, 1 299,00 €'],
    ['EAN 4006381333931'],
    ['Order 12345678'],
    ['2026-11-28 13:33'],
    ['until 28.11.2026'],
    ['@ann follows you'],
    ['iPhone 15 Pro Max 256 GB'],
    ['Größe 42'],
    [''],
  ])('"%s" stays', (text) => {
    expect(redactText(text)).toBe(text);
  });

  it('leaves no card behind, wherever it stands', () => {
    const digits = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 12, maxLength: 18 });
    fc.assert(
      fc.property(digits, fc.constantFrom('', ' ', '-', '.'), fc.lorem(), (first, separator, around) => {
        const body = first.join('');
        const check = Array.from('0123456789').find((digit) => passesLuhn(body + digit)) ?? '0';
        const card = Array.from(body + check).join(separator);
        expect(redactText(`${around} ${card} ${around}`)).not.toContain(card);
      }),
    );
  });

  it('changes nothing a second time', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(redactText(redactText(text))).toBe(redactText(text));
      }),
    );
  });
});

describe('ids that machines write may be long numbers', () => {
  it.each([
    ['an item number', '123456789012', '123456789012'],
    ['the id of an advertisement', '120211234567890123', '120211234567890123'],
    ['a card', '4111111111111111', '[card]'],
    ['an address', 'ann@example.com', '[email]'],
    ['a telephone with its sign', '+493012345678', '[phone]'],
  ])('%s', (_, code, expected) => {
    expect(redactCode(code)).toBe(expected);
  });
});
