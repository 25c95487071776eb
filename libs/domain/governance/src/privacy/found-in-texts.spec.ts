// cspell:disable -- names and numbers of many countries, and texts that machines write
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { topics } from '@tributary/contracts';
import { luhn } from './check-digits.ts';
import { type PrivacyRules, redact } from './redact.ts';

/** What becomes of a text under a key that says nothing. */
const masked = (text: string, rules: PrivacyRules): unknown =>
  redact({ ...topics.eventCollected.message.example, properties: { note: text } }, rules, 'p').event.properties['note'];

describe('a card number in a text', () => {
  const card: PrivacyRules = { 'payment-card': 'mask' };

  it.each([
    ['with the month it expires', '4111 1111 1111 1111 12/27', '[payment-card] 12/27'],
    ['with its code', '4111111111111111 123', '[payment-card] 123'],
    ['before a count', '4111 1111 1111 1111 2 items', '[payment-card] 2 items'],
    ['before a count without a space', '4111 1111 1111 1111 2x', '[payment-card] 2x'],
    ['before a word, with which it would pass as well', '4111 1111 1111 1111 8x', '[payment-card] 8x'],
    ['after a number', '17 4111 1111 1111 1111', '17 [payment-card]'],
    ['beside another', '4111 1111 1111 1111 5555 5555 5555 4444', '[payment-card] [payment-card]'],
    ['beside another, unbroken', '4111111111111111-5555555555554444', '[payment-card]-[payment-card]'],
    ['American Express and its code', '3782 822463 10005 1234', '[payment-card] 1234'],
    ['parted by dots', '4111.1111.1111.1111', '[payment-card]'],
    ['at the end of a sentence', 'It is 4111 1111 1111 1111.', 'It is [payment-card].'],
    ['parted by no-break spaces', '4111\u00a01111\u00a01111\u202f1111', '[payment-card]'],
    ['parted by hyphens of typographers', '4111‑1111–1111‑1111', '[payment-card]'],
    ['in full-width digits', '４１１１１１１１１１１１１１１１', '[payment-card]'],
    ['in Arabic digits', '٤١١١ ١١١١ ١١١١ ١١١١', '[payment-card]'],
    ['in Persian digits', '۴۱۱۱۱۱۱۱۱۱۱۱۱۱۱۱', '[payment-card]'],
    ['Diners Club', '30569309025904', '[payment-card]'],
    ['Diners Club in groups', '3056 930902 5904', '[payment-card]'],
    ['Diners Club that begins with 38', '38520000023237', '[payment-card]'],
    ['of nineteen digits', '6304000000000000000', '[payment-card]'],
    ['digit by digit', Array.from('4111111111111111').join(' '), '[payment-card]'],
  ])('is masked %s', (_how, text, expected) => {
    expect(masked(text, card)).toBe(expected);
  });

  it.each([
    ['that fails the check', '4111 1111 1111 1112 12/27'],
    ['that begins as no card does', '9000000000000001'],
    ['within a longer number', '94111111111111111222'],
    ['within a word', 'ab4111111111111111'],
    ['that is the fraction of a number', '0.4111111111111111'],
    ['that is a coordinate', '41.11111111111111'],
    ['of amounts beside each other', '41 111 111 111 111 111 4'],
    ['of years beside each other', '2019 2020 2021 2022 2023 2024'],
    ['of Mastercard with fifteen digits', '555555555555556'],
    ['that is the serial number of a phone, too short for JCB', '352099001761481'],
  ])('is not a number %s', (_what, text) => {
    expect(masked(text, card)).toBe(text);
  });

  it('is found whatever numbers stand around it', () => {
    const four = fc.integer({ min: 1000, max: 9999 });
    fc.assert(
      fc.property(fc.tuple(four, four, four), fc.integer({ min: 0, max: 99_999 }), (groups, after) => {
        const body = `4${groups.join('')}000`.slice(0, 15);
        const check = Array.from('0123456789').find((digit) => luhn(body + digit)) ?? '';
        const number = (body + check).replaceAll(/.{4}(?=.)/g, '$& ');
        expect(masked(`${number} ${after}`, card)).not.toContain(number);
      }),
    );
  });

  it('is looked for in time that grows with the text, not with its square', () => {
    const long = `${'4111 '.repeat(20_000)}${'4'.repeat(100_000)}${'4-'.repeat(50_000)}`;
    expect(typeof masked(long, { ...card, iban: 'mask', phone: 'mask' })).toBe('string');
  }, 2_000);
});

describe('an account number in a text', () => {
  it.each([
    ['with a word after it', 'DE89370400440532013000 thanks', '[iban] thanks'],
    ['in groups, with words around it', 'my iban GB82 WEST 1234 5698 7654 32 thanks', 'my iban [iban] thanks'],
    ['beside another', 'pay DE89370400440532013000 and GB82WEST12345698765432', 'pay [iban] and [iban]'],
    ['before an amount', 'DE89 3704 0044 0532 0130 00 500 EUR', '[iban] 500 EUR'],
    ['in small letters', 'de89370400440532013000', '[iban]'],
    ['of Norway, the shortest', 'NO93 8601 1117 947', '[iban]'],
    ['of Malta, long', 'MT84MALT011000012345MTLCAST001S', '[iban]'],
    ['parted by no-break spaces', 'DE89\u00a03704\u00a00044\u00a00532\u00a00130\u00a000', '[iban]'],
    ['parted by hyphens', 'DE89-3704-0044-0532-0130-00', '[iban]'],
  ])('is masked %s', (_how, text, expected) => {
    expect(masked(text, { iban: 'mask' })).toBe(expected);
  });

  it.each([
    ['a wrong digit', 'DE89370400440532013001 thanks'],
    ['a country that has none', 'ZZ89370400440532013000'],
    ['more behind it', 'DE893704004405320130001'],
    ['the length of another country', 'DE8937040044053201300'],
  ])('is none with %s', (_what, text) => {
    expect(masked(text, { iban: 'mask' })).toBe(text);
  });
});

describe('a number that needs no key', () => {
  it.each<[string, PrivacyRules, string, string]>([
    ['a phone with its country', { phone: 'mask' }, 'call +44 20 7946 0958 now', 'call [phone] now'],
    ['a phone with brackets', { phone: 'mask' }, 'call +49 (0) 30 901820', 'call [phone]'],
    ['a phone without its country', { phone: 'mask' }, 'call 020 7946 0958', 'call 020 7946 0958'],
    ['a sum', { phone: 'mask' }, '1+12345678', '1+12345678'],
    ['no country begins with nought', { phone: 'mask' }, '+0123456789', '+0123456789'],
    ['too short for a phone', { phone: 'mask' }, '+4420', '+4420'],
    ['too long for a phone', { phone: 'mask' }, '+4420123456789012', '+4420123456789012'],
    ['a social security number', { 'us-ssn': 'mask' }, 'mine is 219-09-9999, ok', 'mine is [us-ssn], ok'],
    ['nine digits', { 'us-ssn': 'mask' }, '219099999', '219099999'],
    ['one that was never given out', { 'us-ssn': 'mask' }, '666-12-3456', '666-12-3456'],
  ])('%s', (_what, rules, text, expected) => {
    expect(masked(text, rules)).toBe(expected);
  });
});
