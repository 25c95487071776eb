import { describe, expect, it } from '@jest/globals';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { encodingFor, isKnown, packScript } from './browser-script.ts';

describe('what a browser accepts', () => {
  it.each([
    [undefined, 'identity'],
    ['', 'identity'],
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip', 'gzip'],
    ['GZIP;q=0.5', 'gzip'],
    ['br;q=0, gzip', 'gzip'],
    ['br; q=0.0, gzip ;q=0', 'identity'],
    ['*', 'br'],
    ['*;q=0', 'identity'],
    ['br;q=wrong', 'identity'],
  ])('%s is answered with %s', (accepted, encoding) => {
    expect(encodingFor(accepted)).toBe(encoding);
  });
});

describe('a packed script', () => {
  const text = 'console.log("hello");'.repeat(100);
  const { bodies, tagOf } = packScript(Buffer.from(text));

  it('is the same however it is packed, and smaller', () => {
    expect(gunzipSync(bodies.gzip).toString()).toBe(text);
    expect(brotliDecompressSync(bodies.br).toString()).toBe(text);
    expect(bodies.br.length).toBeLessThan(bodies.identity.length);
  });

  it('is known by its tag, and by no other', () => {
    const tag = tagOf('gzip');
    expect(isKnown(tag, tag)).toBe(true);
    expect(isKnown(tag, `"other", W/${tag}`)).toBe(true);
    expect(isKnown(tag, '*')).toBe(true);
    expect(isKnown(tag, tagOf('br'))).toBe(false);
    expect(isKnown(tag, undefined)).toBe(false);
  });

  it('has another tag when it has another content', () => {
    expect(packScript(Buffer.from(`${text} `)).tagOf('br')).not.toBe(tagOf('br'));
  });
});
