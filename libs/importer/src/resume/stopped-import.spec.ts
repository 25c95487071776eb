/** An import that is told to stop: what is under way is finished and noted first, wherever its caller keeps the notes. */
import { describe, expect, it } from '@jest/globals';
import { parseMapping } from '@tributary/domain-collection';
import { importFile, type Rejection, type ResumeStore } from '../index.ts';
import { fileOf } from '../testing/write-file.ts';

const parsed = parseMapping({
  columns: { n: 'integer' },
  events: [
    {
      ...{ type: 'track', event: 'Seen', messageId: '{id}', userId: '{id}', timestamp: '2026-01-01T00:00:00Z' },
      properties: { n: '{n}' },
    },
  ],
});
if (!parsed.ok) throw new Error('no mapping');
const { mapping } = parsed;

const csv = (count: number): string =>
  ['id,n', ...Array.from({ length: count }, (_, index) => `e${index},${index % 500 === 7 ? 'x' : index}`)].join('\n');

/** Notes that stay when the import has ended, and a slow hand that writes them. */
function notes() {
  let lines: readonly string[] = [];
  const slowly = () => new Promise((resolve) => setTimeout(resolve, 5));
  const store: ResumeStore = {
    load: () => Promise.resolve(lines),
    replace: async (all) => {
      await slowly();
      lines = all;
    },
    append: async (line) => {
      await slowly();
      lines = [...lines, line];
    },
    remove: () => Promise.resolve(),
  };
  return { store, lines: () => lines };
}

function report() {
  const told: Rejection[] = [];
  let isClosed = false;
  return {
    told,
    isClosed: () => isClosed,
    write: async (rejections: readonly Rejection[]) => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      told.push(...rejections);
    },
    close: () => {
      isClosed = true;
      return Promise.resolve();
    },
  };
}

class Stop extends Error {}

describe('an import that is told to stop', () => {
  it('ends with the reason when what was under way is noted, and the next run goes on behind that', async () => {
    const file = await fileOf(csv(3_000));
    const { store, lines } = notes();
    const stop = new AbortController();
    const sent: string[] = [];
    const importBatch = (json: string) => {
      const { batch } = JSON.parse(json);
      sent.push(...batch.map(({ messageId }: { messageId: string }) => messageId));
      if (sent.length >= 1_000) stop.abort(new Stop());
      return Promise.resolve({ accepted: batch.length, rejected: [] });
    };
    const run = (signal: AbortSignal) =>
      importFile({
        file,
        mapping,
        client: { importBatch },
        resume: { store, decidedBy: [] },
        report: report(),
        signal,
      });
    await expect(run(stop.signal)).rejects.toThrow(Stop);
    expect(lines().length - 1).toBe(sent.length / 500);
    const before = sent.length;
    const result = await run(new AbortController().signal);
    expect([result.resumed, new Set(sent).size, sent.length]).toEqual([before, result.events, result.events]);
  });

  it('tells every refused row to whoever takes the report, and closes it', async () => {
    const file = await fileOf(csv(3_000));
    const taken = report();
    const result = await importFile({ file, mapping, dryRun: true, report: taken });
    expect([taken.told.length, taken.isClosed()]).toEqual([result.rejectedCount, true]);
    expect(taken.told[0]).toEqual({ line: 9, code: 'INVALID_CELL', detail: expect.any(String) });
  });

  it('does not begin where its notes cannot be read and nobody wants to go on without them', async () => {
    const file = await fileOf(csv(10));
    const { store } = notes();
    const away = { ...store, load: () => Promise.reject(new Error('the store is away')) };
    const client = { importBatch: () => Promise.reject(new Error('nothing may be sent')) };
    await expect(importFile({ file, mapping, client, resume: { store: away, decidedBy: [] } })).rejects.toThrow(
      'the store is away',
    );
  });
});

describe('the notes of an import that has sent nothing', () => {
  it.each([
    ['removed where its file is at fault', 'id\n1\n', 1],
    ['kept where it may be run again, or is run by another process', csv(10), 0],
  ])('are %s', async (_, content, times) => {
    let removed = 0;
    const store = { ...notes().store, remove: () => Promise.resolve(void (removed += 1)) };
    const client = { importBatch: () => Promise.reject(new Stop()) };
    const resume = { store, decidedBy: [] };
    await expect(importFile({ file: await fileOf(content), mapping, client, resume })).rejects.toThrow();
    expect(removed).toBe(times);
  });
});
