/** An import that was stopped at any moment goes on where it was, and in the end everything has been sent once and told once. */
import { appendFile, readFile, stat, writeFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { type Client } from '@tributary/api-client';
import { parseMapping } from '@tributary/domain-collection';
import fc from 'fast-check';
import { importFile, type ImportResult, resumeFile } from '../index.ts';
import { fileOf } from '../testing/write-file.ts';

const parsed = parseMapping({
  columns: { n: 'integer' },
  events: [
    {
      type: 'track',
      event: 'Seen',
      messageId: '{id}',
      userId: '{id}',
      timestamp: '2026-01-01T00:00:00Z',
      properties: { n: '{n}' },
    },
  ],
});
if (!parsed.ok) throw new Error('no mapping');
const { mapping } = parsed;

/** Some rows are refused when they are read, some by the door. */
const csv = (count: number): string =>
  ['id,n', ...Array.from({ length: count }, (_, index) => `e${index},${index % 97 === 5 ? 'x' : index}`)].join('\n');

class Killed extends Error {}

/** Takes events until it has answered so often; the request at which it stops has reached it, and its answer is lost. */
function door(answers: number) {
  const sent: string[] = [];
  let asked = 0;
  const importBatch = (json: string) => {
    const { batch } = JSON.parse(json);
    sent.push(...batch.map(({ messageId }: { messageId: string }) => messageId));
    asked += 1;
    if (asked > answers) return Promise.reject(new Killed());
    const rejected = batch.flatMap(({ properties }: { properties: { n: number } }, index: number) =>
      properties.n % 100 === 50 ? [{ index, code: 'INVALID_FIELD', detail: 'no' }] : [],
    );
    return Promise.resolve({ accepted: batch.length - rejected.length, rejected });
  };
  return { client: { importBatch } as unknown as Client, sent };
}

interface Run {
  readonly file: string;
  readonly client: Client;
  readonly concurrency?: number;
  readonly decidedBy?: readonly string[];
}

const run = ({ file, client, concurrency = 1, decidedBy = ['m'] }: Run): Promise<ImportResult | undefined> =>
  importFile({
    ...{ file, mapping, client, concurrency, reportFile: `${file}.report` },
    resume: { store: resumeFile(`${file}.state`), decidedBy },
  }).catch((error: unknown) => {
    if (error instanceof Killed) return undefined;
    throw error;
  });

const told = (result: ImportResult | undefined) => {
  if (!result) throw new Error('it was killed');
  const { lines, events, accepted, rejectedCount, rejected, leftOut } = result;
  return { lines, events, accepted, rejectedCount, rejected, leftOut };
};

describe('an import that was stopped', () => {
  it('goes on behind what the door has taken', async () => {
    const file = await fileOf(csv(3_000));
    expect(await run({ file, client: door(2).client })).toBeUndefined();
    const rest = door(100);
    const result = await run({ file, client: rest.client });
    expect([result?.resumed, rest.sent.length]).toEqual([1_000, (result?.events ?? 0) - 1_000]);
    await expect(stat(`${file}.state`)).rejects.toThrow('ENOENT');
  });

  it('tells in the end what one that was not stopped tells, wherever and however often it stopped', async () => {
    const whole = await fileOf(csv(2_600));
    const all = door(1_000);
    const expected = told(await run({ file: whole, client: all.client }));
    const report = (await readFile(`${whole}.report`, 'utf8')).split('\n').sort();
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(6), { maxLength: 3 }),
        fc.integer({ min: 1, max: 4 }),
        async (stops, concurrency) => {
          const file = await fileOf(csv(2_600));
          const sent = new Set<string>();
          for (const answers of stops) {
            const { client, sent: some } = door(answers);
            const result = await run({ file, client, concurrency });
            for (const id of some) sent.add(id);
            if (result) break;
          }
          const last = door(1_000);
          expect(told(await run({ file, client: last.client, concurrency }))).toEqual(expected);
          for (const id of last.sent) sent.add(id);
          expect(sent.size).toBe(new Set(all.sent).size);
          expect((await readFile(`${file}.report`, 'utf8')).split('\n').sort()).toEqual(report);
        },
      ),
      { numRuns: 12 },
    );
  });

  it.each<[what: string, change: (file: string) => Promise<Partial<Run>>]>([
    ['another mapping, door or key', () => Promise.resolve({ decidedBy: ['another'] })],
    ['a file with a mended row', async (file) => (await writeFile(file, csv(3_000).replace('e7,', 'E7,')), {})],
    ['a state that is no state', async (file) => (await writeFile(`${file}.state`, '{"version":1,"key":7}\nx'), {})],
  ])('begins at the beginning with %s', async (_, change) => {
    const file = await fileOf(csv(3_000));
    await run({ file, client: door(2).client });
    const second = door(100);
    const result = await run({ file, client: second.client, ...(await change(file)) });
    expect([result?.resumed, second.sent.length]).toEqual([0, result?.events]);
  });

  it('sends again what the half of a last line would have said', async () => {
    const file = await fileOf(csv(3_000));
    await run({ file, client: door(2).client });
    await appendFile(`${file}.state`, '\n{"ranges":[[1000,14');
    expect((await run({ file, client: door(100).client }))?.resumed).toBe(1_000);
  });

  it('imports without a state where none can be written, and says so', async () => {
    const file = await fileOf(csv(10));
    let said = '';
    const result = await importFile({
      ...{ file, mapping, client: door(100).client },
      resume: { store: resumeFile(`${file}/no/state`), decidedBy: [], onFailure: ({ message }) => (said = message) },
    });
    expect([result.accepted, said]).toEqual([9, expect.stringContaining('Nothing will be remembered')]);
  });
});
