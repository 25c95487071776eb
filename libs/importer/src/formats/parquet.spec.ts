/** What a Parquet file holds is read as JSON would have it, and what it asks for has a bound. */
import { describe, expect, it } from '@jest/globals';
import { type BasicType, parquetWriteBuffer } from 'hyparquet-writer';
import { readAll } from '../testing/read-file.ts';
import { fileOf } from '../testing/write-file.ts';

type Cells = readonly unknown[];
const fileWith = (name: string, type: BasicType, data: Cells, rowGroupSize = 1_000) =>
  fileOf(
    new Uint8Array(parquetWriteBuffer({ columnData: [{ name, type, data: [...data], nullable: true }], rowGroupSize })),
  );
const read = async (type: BasicType, data: Cells): Promise<Cells> =>
  (await readAll(await fileWith('x', type, data))).rows.map(({ x }) => x);

describe('a cell of a Parquet file', () => {
  const instant = new Date('2026-01-31T10:00:00.123Z');
  it.each<[type: BasicType, written: Cells, cells: Cells]>([
    ['STRING', ['a', '', null, 'é€😀'], ['a', '', null, 'é€😀']],
    ['INT32', [1, -2, null], [1, -2, null]],
    ['INT64', [1n, 9_007_199_254_740_991n, 9_007_199_254_740_993n], [1, 9_007_199_254_740_991, '9007199254740993']],
    ['DOUBLE', [1.5, Number.NaN, Number.POSITIVE_INFINITY], [1.5, 'NaN', 'Infinity']],
    ['BOOLEAN', [true, false, null], [true, false, null]],
    ['TIMESTAMP', [instant], ['2026-01-31T10:00:00.123Z']],
    ['JSON', [{ a: [1, { b: 'c' }] }], [{ a: [1, { b: 'c' }] }]],
  ])('of type %s is what JSON has for it', async (type, written, cells) => {
    const found = await read(type, written);
    expect(found.map((cell) => cell ?? null)).toEqual(cells);
  });

  it('that is no text refuses its row by its number', async () => {
    const bytes = ['a', 'b'].map((text) => new TextEncoder().encode(text));
    const file = await fileWith('x', 'BYTE_ARRAY', [bytes[0], Uint8Array.of(0xff, 0xfe), bytes[1]]);
    const { rows, refused } = await readAll(file);
    expect([rows, refused]).toEqual([[{ x: 'a' }, { x: 'b' }], ['2 NOT_UTF8']]);
  });
});

describe('a Parquet file', () => {
  it('is read over the bounds of row groups and windows', async () => {
    const numbers = Array.from({ length: 300_000 }, (_, index) => index);
    const { rows } = await readAll(await fileWith('n', 'INT32', numbers, 280_000));
    expect(rows.every(({ n }, index) => n === index)).toBe(true);
    expect(rows.length).toBe(numbers.length);
  });

  it('that says little and means millions of rows is refused before it is unpacked', async () => {
    const data = new Int32Array(4_300_000);
    const columnData = [{ name: 'x', type: 'INT32', data, statistics: false, offsetIndex: false }] as const;
    const bytes = parquetWriteBuffer({ columnData: [...columnData], rowGroupSize: data.length });
    const { rows, error } = await readAll(await fileOf(new Uint8Array(bytes)));
    expect([rows.length, error?.code, error?.message]).toEqual([
      0,
      'PARQUET_TOO_LARGE',
      expect.stringContaining('4300000 rows'),
    ]);
  });
});
