import { describe, expect, it } from '@jest/globals';
import { isFrom, isOriginPattern } from './origins.ts';

describe('origins of a source', () => {
  it.each([
    ['https://shop.example', ['https://shop.example'], true],
    ['HTTPS://Shop.Example', ['https://shop.example'], true],
    ['http://shop.example', ['https://shop.example'], false],
    ['https://shop.example:8443', ['https://shop.example'], false],
    ['https://shop.example.evil.example', ['https://shop.example'], false],
    ['https://www.shop.example', ['https://*.shop.example'], true],
    ['https://a.b.shop.example', ['https://*.shop.example'], true],
    ['https://shop.example', ['https://*.shop.example'], false],
    ['https://evilshop.example', ['https://*.shop.example'], false],
    ['https://evil.example/.shop.example', ['https://*.shop.example'], false],
    ['http://localhost:3000', ['https://shop.example', 'http://localhost:3000'], true],
    ['null', ['https://shop.example'], false],
  ])('%s with %j: %s', (origin, allowed, expected) => {
    expect(isFrom(origin, allowed)).toBe(expected);
  });

  it.each([
    ['https://shop.example', true],
    ['https://*.shop.example', true],
    ['http://localhost:3000', true],
    ['https://shop.example/', false],
    ['shop.example', false],
    ['https://*', false],
    ['https://a.*.example', false],
    ['ftp://shop.example', false],
    ['https://Shop.example', false],
  ])('%s may be said: %s', (text, expected) => {
    expect(isOriginPattern(text)).toBe(expected);
  });
});
