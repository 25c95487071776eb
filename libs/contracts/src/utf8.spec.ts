import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { utf8BytesOf } from './utf8.ts';

describe('the bytes of a text', () => {
  it('are its UTF-8, and stay it when others follow', () => {
    const long = fc.integer({ min: 1, max: 6_000 }).map((length) => 'ä€😀x'.repeat(length));
    const texts = fc.array(fc.oneof(fc.string({ unit: 'binary' }), long), { maxLength: 20 });
    fc.assert(
      fc.property(texts, (all) => {
        const bytes = all.map(utf8BytesOf);
        expect(bytes.filter((own, index) => !Buffer.from(all[index] ?? '').equals(own))).toEqual([]);
      }),
    );
  });

  it('are of the text alone, though texts share a block', () => {
    expect([...utf8BytesOf('one')]).toEqual([111, 110, 101]);
  });
});
