/** What is written in a format is read again as it was, whatever it holds and wherever a piece of the stream ends. */
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readAll } from '../testing/read-file.ts';
import { bytesIn, fileOf, parquetBytes, writtenFormats } from '../testing/write-file.ts';

/** XML 1.0 cannot hold most control characters, and every format reads a text of nothing but space in a way of its own. */
const cell = fc
  .string({
    unit: fc.oneof(
      fc.constantFrom(...Array.from('",;\n\t|&<>\\{}[] é€я😀')),
      fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 1 }),
    ),
  })
  .filter((text) => text === '' || text.trim() === text);
/** A first cell that is never empty: a row of nothing is no row in CSV. */
const rows = fc
  .array(fc.record({ id: fc.stringMatching(/^[a-z]{1,8}$/), a: cell, b: cell }), { minLength: 1, maxLength: 20 })
  .map((list) => list.map(({ id, a, b }) => ({ id, a, b })));

describe('rows written in a format', () => {
  it.each(writtenFormats)('are read as they were: %s', async (format) => {
    await fc.assert(
      fc.asyncProperty(rows, fc.boolean(), async (written, zipped) => {
        const bytes = bytesIn(format, written);
        const file = await fileOf(zipped && format !== 'parquet' ? gzipSync(bytes) : bytes);
        const { rows: read, refused, error } = await readAll(file, { type: format, delimiter: ',' });
        expect({ read, refused, error }).toEqual({ read: written, refused: [], error: undefined });
      }),
      { numRuns: 60 },
    );
  });

  it.each(['UNCOMPRESSED', 'SNAPPY', 'GZIP'] as const)(
    'are read from Parquet in several row groups: %s',
    async (codec) => {
      const written = Array.from({ length: 2_500 }, (_, index) => ({ id: `r${index}`, note: 'x'.repeat(index % 7) }));
      const file = await fileOf(parquetBytes(written, ['id', 'note'], { codec, rowGroupSize: 1_000 }));
      expect((await readAll(file)).rows).toEqual(written);
    },
  );
});
