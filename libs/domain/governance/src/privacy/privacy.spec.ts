// cspell:disable -- names and numbers of many countries, and texts that machines write
import { describe, expect, it } from '@jest/globals';
import { topics } from '@tributary/contracts';
import { coarseAddress } from './addresses.ts';
import { detectorNames, detectors, findIn, keyOf } from './detectors.ts';
import { type PrivacyRules, redact } from './redact.ts';

const namesFound = (text: string, key: string): readonly string[] =>
  detectors
    .filter((detector) => findIn(text, keyOf(key, `/properties/${key}`), detector).length > 0)
    .map(({ name }) => name);

describe('personal data is recognised', () => {
  // Numbers that authorities, banks and card schemes publish as examples, or that were made by the published rule.
  it.each<[string, string, string, readonly string[]]>([
    ['a card number', '4111 1111 1111 1111', 'note', ['payment-card']],
    ['a card number among words', 'paid with 5555-5555-5555-4444, thanks', 'note', ['payment-card']],
    ['American Express', '378282246310005', 'note', ['payment-card']],
    ['sixteen digits that fail the check', '4111111111111112', 'note', []],
    ['a long order number', '9000000000000001', 'order', []],
    ['an IBAN', 'GB82 WEST 1234 5698 7654 32', 'note', ['iban']],
    ['an IBAN with a wrong digit', 'GB82 WEST 1234 5698 7654 33', 'note', []],
    ['an address in a text', 'write to ann@example.com please', 'comment', ['email']],
    ['an address in another script', 'пишите: анна@пример.рф', 'comment', ['email']],
    ['no address', 'a @ b, or @handle', 'comment', []],
    ['a phone under its key', '+375 29 123-45-67', 'Mobile_Phone', ['phone']],
    ['the same digits elsewhere', '+375 29 123-45-67', 'sku', []],
    ['a password', 'hunter2', 'password', ['secret']],
    ['a code of a card', '123', 'CVV', ['card-code']],
    ['a social security number', '219-09-9999', 'ssn', ['us-ssn']],
    ['one that was never given out', '666-12-3456', 'ssn', []],
    ['a BSN', '111222333', 'bsn', ['nl-bsn']],
    ['nine digits that are no BSN', '111222334', 'bsn', []],
    ['a PESEL', '44051401359', 'pesel', ['pl-pesel']],
    ['an ИНН', '500100732259', 'ИНН', ['ru-inn']],
    ['a СНИЛС', '112-233-445 95', 'снилс', ['ru-snils']],
    ['a number of Belgium', '85.07.30-033 28', 'rijksregisternummer', ['be-national']],
    ['a resident of China', 'ID 11010519491231002X', 'note', ['cn-resident']],
    ['a resident of Thailand', '1-1017-00230-70-8', 'citizen_id', ['th-id']],
    ['a DNI', '12345678Z', 'dni', ['es-dni']],
    ['a NIE', 'X1234567L', 'nie', ['es-dni']],
    ['a NIR', '2 55 08 14 168 025 38', 'nir', ['fr-nir']],
    ['a CPF', '529.982.247-25', 'cpf', ['br-cpf']],
    ['eleven digits alike', '111.111.111-11', 'cpf', []],
  ])('%s', (_what, text, key, expected) => {
    expect(namesFound(text, key)).toEqual(expected);
  });
});

describe('personal data in an event', () => {
  const event = {
    ...topics.eventCollected.message.example,
    properties: {
      note: 'card 4111111111111111 of ann@example.com',
      password: 'x',
      items: ['4111111111111111', 'fine'],
      number: 4_111_111_111_111_111,
    },
    traits: {
      email: 'ann@example.com',
      nickname: 'ann@example.com',
      address: { street: '1 Main St, ann@example.com' },
    },
    context: { page: { url: 'https://shop.example/?mail=ann@example.com' } },
  };
  const rules: PrivacyRules = { 'payment-card': 'mask', email: 'hash', secret: 'drop' };

  it('is masked, hashed or taken out, each with where it was found; how people are known stays', () => {
    const { event: redacted, findings } = redact(event, rules, 'pepper');
    const hashed = expect.stringMatching(/^email:[0-9a-z]{26}$/);
    expect(redacted.properties).toEqual({
      note: expect.stringMatching(/^card \[payment-card\] of email:[0-9a-z]{26}$/),
      items: ['[payment-card]', 'fine'],
      number: '[payment-card]',
    });
    expect(redacted.traits).toEqual({ ...event.traits, nickname: hashed });
    expect(redacted.context).toEqual({ page: { url: expect.stringMatching(/\?mail=email:/) } });
    expect(redacted.flags).toEqual(['PERSONAL_DATA_FOUND']);
    expect(findings.map(({ detector, action, at }) => `${action} ${detector} ${at}`)).toEqual([
      'mask payment-card /properties/note',
      'hash email /properties/note',
      'drop secret /properties/password',
      'mask payment-card /properties/items/0',
      'mask payment-card /properties/number',
      'hash email /traits/nickname',
      'hash email /context/page/url',
    ]);
  });

  it.each<[string, readonly unknown[], readonly unknown[]]>([
    ['an item', ['4111111111111111', 'fine', 4_111_111_111_111_111], ['fine']],
    ['every item', ['4111111111111111'], []],
    ['an item of a list in a list', [['4111111111111111', 1], []], [[1], []]],
    ['a member of an item', [{ a: '4111111111111111', b: 1 }], [{ b: 1 }]],
    ['nothing, where null was sent', [null, 'fine'], [null, 'fine']],
  ])('that is dropped goes out of its list: %s', (_what, items, left) => {
    const dropped = redact({ ...event, properties: { items } }, { 'payment-card': 'drop' }, 'p').event;
    expect(dropped.properties).toEqual({ items: left });
  });

  it('has the same pseudonym however it is written, and another under another key', () => {
    const pseudonym = (text: string, pepper: string): unknown =>
      redact({ ...event, properties: { x: text } }, { email: 'hash' }, pepper).event.properties['x'];
    expect(pseudonym('Ann@Example.com', 'a')).toBe(pseudonym('ann@example.com', 'a'));
    expect(pseudonym('ann@example.com', 'b')).not.toBe(pseudonym('ann@example.com', 'a'));
  });

  it('costs nothing where nothing is asked for, and changes nothing where nothing is found', () => {
    expect(redact(event, {}, 'p').event).toBe(event);
    const clean = { ...event, properties: { a: 1 }, traits: {}, context: {} };
    const all = Object.fromEntries(detectorNames.map((name) => [name, 'mask'] as const));
    expect(redact(clean, all, 'p')).toEqual({ event: clean, findings: [] });
  });
});

describe('an address', () => {
  it.each<[string, string | undefined]>([
    ['203.0.113.77', '203.0.113.0'],
    ['::ffff:203.0.113.77', '203.0.113.0'],
    ['2001:0db8:85a3:0000:0000:8a2e:0370:7334', '2001:db8:85a3::'],
    ['2001:db8::1', '2001:db8:0::'],
    ['::1', '0:0:0::'],
    ['fe80::1%eth0', 'fe80:0:0::'],
    ['unknown', undefined],
  ])('%s is %s when truncated', (address, expected) => {
    expect(coarseAddress(address, 'truncate')).toBe(expected);
    expect(coarseAddress(address, 'keep')).toBe(address);
    expect(coarseAddress(address, 'drop')).toBeUndefined();
  });
});
