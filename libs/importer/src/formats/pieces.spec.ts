/** Where a piece of the stream ends changes nothing, and CSV means what another reader of CSV says it means. */
import { describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { csvRows } from './csv-rows.ts';
import { jsonRows } from './json-rows.ts';
import { ndjsonRows } from './ndjson-rows.ts';
import { xmlRows } from './xml-rows.ts';
import { type RawRow } from './row.ts';

type Reader = (text: AsyncIterable<string>) => AsyncIterable<RawRow>;
const anyColumn = { reads: new Set<string>(), from: new Map<string, readonly string[]>() };
const readers: Readonly<Record<string, Reader>> = {
  csv: (text) => csvRows(text, { delimiter: ',', quote: '"' }, anyColumn),
  ndjson: (text) => ndjsonRows(text),
  json: (text) => jsonRows(text, '/a/0/rows'),
  xml: (text) => xmlRows(text, '/rows/row'),
};

async function read(reader: Reader, pieces: readonly string[]): Promise<unknown> {
  const rows: RawRow[] = [];
  const text = (async function* () {
    for (const piece of pieces) yield await Promise.resolve(piece);
  })();
  try {
    for await (const row of reader(text)) rows.push(row);
    return rows;
  } catch (error) {
    // What was read before it may differ by a piece; how it ended may not.
    return error instanceof Error ? error.message : error;
  }
}

function cut(text: string, places: readonly number[]): readonly string[] {
  const at = [...new Set(places.map((place) => place % (text.length + 1)))].sort((a, b) => a - b);
  return [0, ...at].map((from, index) => text.slice(from, at[index] ?? text.length));
}

/** Texts that look like the format and often are not quite. */
const tokens: Readonly<Record<string, readonly string[]>> = {
  csv: ['a,b\n', '1', ',', '"', '\r\n', '\n', 'x y', '""', '"a,\nb"', 'é'],
  ndjson: ['{"a":1}', '\n', '{"a":"\\n\\""}', '{', 'x', '\r\n', ' ', '{"b":[1,2]}'],
  json: ['{"a":[{"rows":[', '{"x":1}', ',', '{"y":"]}\\"\\\\"}', ']', '}', '{', '[', '"k"', ':', '\n', ']}]}'],
  xml: [
    '<rows>',
    '<row>',
    '</row>',
    '</rows>',
    '<a x="1">',
    '</a>',
    'text',
    '<b/>',
    '&amp;',
    '<![CDATA[<]]>',
    '<!-- c -->',
  ],
};

describe('pieces of a text', () => {
  it.each(Object.keys(tokens))('are read like the whole: %s', async (format) => {
    const reader = readers[format] ?? readers['csv'];
    if (!reader) throw new Error('no reader');
    const text = fc.array(fc.constantFrom(...(tokens[format] ?? [])), { maxLength: 25 }).map((list) => list.join(''));
    await fc.assert(
      fc.asyncProperty(text, fc.array(fc.nat(), { maxLength: 8 }), async (whole, places) => {
        expect(await read(reader, cut(whole, places))).toEqual(await read(reader, [whole]));
      }),
      { numRuns: 400 },
    );
  });

  it('are the rows that another reader finds, where both read them', async () => {
    const text = fc
      .array(fc.constantFrom(...(tokens['csv'] ?? [])), { maxLength: 25 })
      .map((list) => `a,b\n${list.join('')}`);
    await fc.assert(
      fc.asyncProperty(text, async (whole) => {
        let expected: readonly (readonly string[])[];
        try {
          expected = parse(whole, {
            relax_column_count: true,
            skip_empty_lines: true,
            record_delimiter: ['\n', '\r\n'],
          });
        } catch {
          return;
        }
        const rows = (await read(readers['csv'] as Reader, [whole])) as readonly any[]; // eslint-disable-line @typescript-eslint/no-explicit-any -- looked at as read
        expect(rows.map((row) => ('cells' in row ? Object.values(row.cells) : row.rejected.code))).toEqual(
          expected.slice(1).map((cells) => (cells.length === 2 ? cells : 'COLUMN_COUNT')),
        );
      }),
      { numRuns: 500 },
    );
  });
});
