import { describe, expect, it } from '@jest/globals';
import { parameterRule } from '../campaign/campaign.ts';
import { redactUrl } from './redact-url.ts';

const safe = (url: string): string => redactUrl(url, parameterRule(true));

describe('addresses leave the page without what they say of a person', () => {
  it.each([
    [
      'parameters that are not listed',
      'https://a.example/p?id=7&email=x&utm_source=news',
      'https://a.example/p?utm_source=news',
    ],
    ['an order in a parameter', 'https://a.example/thanks?order=81234', 'https://a.example/thanks'],
    [
      'an address in the path',
      'https://a.example/users/ann@example.com/orders',
      'https://a.example/users/[email]/orders',
    ],
    ['an address encoded twice', 'https://a.example/u/ann%2540example.com', 'https://a.example/u/[email]'],
    ['an address in a search', 'https://a.example/s?q=ann%40example.com', 'https://a.example/s?q=[email]'],
    ['a telephone in a search', 'https://a.example/s?query=0301234567', 'https://a.example/s?query=[phone]'],
    [
      'a card in a campaign',
      'https://a.example/?utm_content=4111111111111111',
      'https://a.example/?utm_content=[card]',
    ],
    ['an address in the fragment', 'https://a.example/#/users/ann@example.com', 'https://a.example/#/users/[email]'],
    ['a token in the fragment', 'https://a.example/cb#access_token=abc&state=1', 'https://a.example/cb'],
    ['parameters of a path in the fragment', 'https://a.example/#/s?q=shoe&user=7', 'https://a.example/#/s?q=shoe'],
    ['what follows a reset', 'https://a.example/reset/Mg/5xx-1a2b', 'https://a.example/reset/[masked]/[masked]'],
    ['what follows a password', 'https://a.example/new-password/xyz', 'https://a.example/new-password/[masked]'],
    ['a long random part', `https://a.example/l/${'a1'.repeat(25)}`, 'https://a.example/l/[masked]'],
    ['a session in the path', 'https://a.example/cart;jsessionid=1F2E', 'https://a.example/cart'],
    ['a user and a password', 'https://ann:secret@a.example/x', 'https://a.example/x'],
    ['a letter', 'mailto:ann@example.com', 'mailto:'],
    ['a telephone', 'tel:+49301234567', 'tel:'],
    ['a document in the address', 'data:text/html,secret', 'data:'],
    ['what is no address', 'not an address', ''],
  ])('%s', (_, url, expected) => {
    expect(safe(url)).toBe(expected);
  });

  it.each([
    ['https://a.example/p/4006381333931-running-shoe'],
    ['https://a.example/itm/123456789012'],
    ['https://a.example/p/3f2504e0-4f89-11d3-9a0c-0305e82c3301'],
    ['https://a.example/gr%C3%B6%C3%9Fe/42'],
    ['https://a.example/?utm_source=news&utm_campaign=spring&gclid=Cj0KCQ-abc_1'],
    ['https://a.example/s?q=shoe#reviews'],
  ])('%s stays', (url) => {
    expect(safe(url)).toBe(url);
  });

  it('keeps no click id without consent to advertising', () => {
    expect(redactUrl('https://a.example/?gclid=1&fbclid=2&utm_source=x', parameterRule(false))).toBe(
      'https://a.example/?utm_source=x',
    );
  });
});
