import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { library } from '../version.ts';
import { readOptions } from './settings.ts';

describe('options', () => {
  const least = { writeKey: 'key', endpoint: 'https://events.example.com' };

  it('need a write key and an endpoint, and say so by name', () => {
    expect(() => readOptions({ ...least, writeKey: ' ' })).toThrow('writeKey');
    expect(() => readOptions({ ...least, endpoint: 'events.example.com' })).toThrow('endpoint');
  });

  it.each([
    ['https://events.example.com', 'https://events.example.com/v1/batch'],
    ['https://events.example.com/', 'https://events.example.com/v1/batch'],
    ['https://example.com/collect/', 'https://example.com/collect/v1/batch'],
  ])('events go from %s to %s', (endpoint, url) => {
    expect(readOptions({ ...least, endpoint }).endpoint.url).toBe(url);
  });

  it('choose captures, each on unless it is turned off', () => {
    const wanted = (autoCapture?: boolean | { readonly clicks: boolean }) => {
      const { captures } = readOptions(autoCapture === undefined ? least : { ...least, autoCapture });
      return [captures('clicks'), captures('forms')];
    };
    expect([wanted(), wanted(false), wanted({ clicks: false })]).toEqual([
      [true, true],
      [false, false],
      [false, true],
    ]);
  });
});

it('the library says the version of its package', () => {
  const { name, version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  expect(library).toEqual({ name, version });
});
