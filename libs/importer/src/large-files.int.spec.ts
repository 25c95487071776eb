/**
 * A hundred thousand rows in each format, each import in a process of its own: no row is lost, and the memory has a bound. Prints the peak
 * of the memory of each: `node tools/jest.mjs libs/importer/src/large-files`.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createReadStream, createWriteStream } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createGzip } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type TextRow, writeLarge, writtenFormats } from './testing/write-file.ts';

const rows = 100_000;
/** Every so many rows one that is there already, and one that is refused. */
const [everyDuplicate, everyBad] = [1_000, 777];
const mostMegabytes = 300;

const mapping = {
  columns: { quantity: { type: 'integer', required: true }, at: { type: 'time', required: true } },
  events: [
    {
      ...{ type: 'track', event: 'Product Bought', messageId: 'line-{id}', userId: '{customer}', timestamp: '{at}' },
      properties: { product_id: '{product}', name: '{name}', quantity: '{quantity}', price: '{price}' },
    },
  ],
};

function* orders(): Generator<TextRow, void, undefined> {
  for (let index = 0; index < rows; index += 1) {
    const isDuplicate = index % everyDuplicate === everyDuplicate - 1;
    yield {
      id: String(isDuplicate ? index - 1 : index),
      customer: `c${(index * 7919) % 20_000}`,
      at: new Date(Date.UTC(2026, 0, 1) + index * 1_000).toISOString(),
      product: `p${(index * 31) % 3_000}`,
      name: `A thing of kind ${(index * 31) % 3_000}, "boxed" & wrapped`,
      quantity: index % everyBad === 0 ? 'many' : String((index % 9) + 1),
      price: `${index % 90}.${index % 10}5`,
    };
  }
}

interface Told {
  readonly lines: number;
  readonly stored: number;
  readonly duplicates: number;
  readonly rejected: number;
  readonly leftOut: number;
  readonly seconds: number;
  readonly peakMegabytes: number;
}

const worker = fileURLToPath(new URL('./testing/import-alone-worker.ts', import.meta.url));
/** The young generation of a small machine: on a large one the engine lets more lie that nobody holds. */
const heap = '--max-semi-space-size=8';
const flags = [
  heap,
  '--disable-warning=ExperimentalWarning',
  '--experimental-transform-types',
  '--conditions=@tributary/source',
];

describe('a hundred thousand rows', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tributary-large-'));
    await writeFile(join(folder, 'mapping.json'), JSON.stringify(mapping));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const imported = async (file: string) => {
    const { stdout } = await promisify(execFile)(process.execPath, [
      ...flags,
      worker,
      file,
      join(folder, 'mapping.json'),
    ]);
    const told: Told = JSON.parse(stdout);
    return told;
  };

  it.each([...writtenFormats, 'csv.gz' as const])(
    'are all told of, in bounded memory: %s',
    async (format) => {
      const file = join(folder, `orders.${format}`);
      if (format === 'csv.gz') {
        await pipeline(createReadStream(join(folder, 'orders.csv')), createGzip(), createWriteStream(file));
      } else {
        await writeLarge(file, format, orders());
      }
      const { lines, stored, duplicates, rejected, leftOut, seconds, peakMegabytes } = await imported(file);
      process.stdout.write(`  ${format}: ${peakMegabytes} MB, ${Math.round(lines / seconds)} rows/s\n`);
      const bad = Math.ceil(rows / everyBad);
      expect({ lines, leftOut, rejected }).toEqual({ lines: rows, leftOut: 0, rejected: bad });
      expect(stored + duplicates + rejected).toBe(rows);
      expect(peakMegabytes).toBeLessThan(mostMegabytes);
    },
    300_000,
  );
});
