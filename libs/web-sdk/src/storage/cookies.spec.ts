import { describe, expect, it } from '@jest/globals';
import { domainsOf, readCookies } from './cookies.ts';

describe('cookies', () => {
  it('are read decoded, also when they are not encoded well', () => {
    expect([...readCookies('a=1; b=%22x%22;c=50%; d=x=y; e')]).toEqual([
      ['a', '1'],
      ['b', '"x"'],
      ['c', '50%'],
      ['d', 'x=y'],
    ]);
  });

  it.each([
    ['www.shop.example.co.uk', ['co.uk', 'example.co.uk', 'shop.example.co.uk', 'www.shop.example.co.uk']],
    ['example.com', ['example.com']],
    ['localhost', []],
    ['127.0.0.1', []],
    ['[::1]', []],
  ])('of %s are tried on the widest domain first', (host, domains) => {
    expect(domainsOf(host)).toEqual(domains);
  });
});
