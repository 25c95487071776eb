import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { hash128 } from './hashing.ts';
import { portableSha256, sha256Hex } from './sha256.ts';

describe('SHA-256', () => {
  it.each([portableSha256, sha256Hex])('is that of FIPS 180-4', (digest) => {
    expect(digest('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });

  it('is the same whoever computes it, of texts with half characters too', () => {
    expect(sha256Hex).not.toBe(portableSha256); // or this compares one with itself
    fc.assert(
      fc.property(fc.uint16Array({ maxLength: 200 }), (units) => {
        const text = String.fromCharCode(...units);
        expect(sha256Hex(text)).toBe(portableSha256(text));
      }),
    );
  });
});

describe('an identifier', () => {
  it('is the first 128 bits in the alphabet of Crockford', () => {
    // Five bits of it at a time; the last three are padded with zeros.
    const bits = BigInt(`0x${portableSha256('1:a1:b').slice(0, 32)}`)
      .toString(2)
      .padStart(128, '0');
    const fives = `${bits}00`.match(/.{5}/g) ?? [];
    const letters = fives.map((five) => '0123456789abcdefghjkmnpqrstvwxyz'.charAt(parseInt(five, 2)));
    expect(hash128('a', 'b')).toBe(letters.join(''));
  });
});
