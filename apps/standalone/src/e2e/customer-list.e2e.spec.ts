/** The messy customer list through the command line's own importer: who is found to be one person, and who is not. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createClient } from '@tributary/api-client';
import { importFile, readMapping } from '@tributary/importer';
import { standaloneRiver, type River } from '@tributary/launcher';

type Answer = any; // eslint-disable-line @typescript-eslint/no-explicit-any -- answers of the system under test

const sample = (name: string): string => fileURLToPath(new URL(`../../../../samples/crm/${name}`, import.meta.url));

describe('a customer list with duplicates', () => {
  let dir: string;
  let river: River;
  let api: ReturnType<typeof createClient>;
  /** Customer numbers by person. */
  let people: readonly (readonly string[])[];

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'tributary-e2e-'));
    river = await standaloneRiver(dir);
    const { writeKey, secretKey } = river;
    api = createClient({ url: river.url('ingestion'), writeKey, secretKey });
    const mapping = await readMapping(sample('mapping.json'));
    const result = await importFile({ file: sample('people.csv'), mapping, client: api });
    expect(result).toMatchObject({ accepted: 24, rejectedCount: 0 });
    people = await until(async () => {
      const { items } = (await api.get('/v1/profiles?limit=500')) as Answer;
      const found: string[][] = items.map(numbersOf);
      return found.flat().length === 24 ? found : undefined;
    });
  }, 120_000);

  afterAll(async () => {
    await river.stop();
    await rm(dir, { recursive: true, force: true });
  });

  const personOf = (number: string) => people.find((numbers) => numbers.includes(number));

  it.each([
    ['a nickname, an initial and another form of the date', ['1001', '1002', '1003']],
    ['a nickname, names in the wrong columns', ['1005', '1006', '1007']],
    ['two scripts of one name', ['1009', '1010']],
    ['Chinese and Pinyin', ['1011', '1012']],
    ['a tagged address and an abbreviated street', ['1014', '1015']],
    ['a name heard wrong', ['1016', '1017']],
  ])('finds one person behind %s', (_why, numbers) => {
    expect(personOf(numbers[0] ?? '')).toEqual(numbers);
  });

  it.each([
    ['who shares an initial and an address, and was born in another year', '1004'],
    ['who shares her father’s telephone', '1008'],
    ['who bears a common name', '1013'],
    ['who is a test', '1018'],
    ['who is a function', '1019'],
    ['who bears her mother’s name', '1023'],
    ['of whom little is known', '1024'],
  ])('keeps apart somebody %s', (_why, number) => {
    expect(personOf(number)).toEqual([number]);
  });
});

const numbersOf = ({ identifiers }: Answer): string[] =>
  identifiers
    .filter(({ type }: Answer) => type === 'record_id')
    .map(({ value }: Answer) => value)
    .sort();

async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
