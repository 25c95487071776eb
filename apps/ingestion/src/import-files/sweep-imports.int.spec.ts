/** What becomes of imports that nobody comes back for. */
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createLogger } from '@tributary/telemetry';
import { anOrder, type ImportStores, openImportStores } from '../testing/import-stores.ts';
import { ContentKeeper } from './content-keeper.ts';
import { type FileImport } from './ports.ts';
import { fateOf, SweepImports } from './sweep-imports.ts';
import { WorkFiles } from './work-files.ts';

const day = 86_400_000;
const now = 1_000 * day;

const ended: FileImport = {
  ...{ id: 'imp_1', order: anOrder, state: 'done', received: 5, hasContent: true, progress: null, failure: null },
  ...{ run: 1, takeovers: 0, createdAt: 0, changedAt: now, startedAt: now, endedAt: now },
};
const dryRun = { ...anOrder, dryRun: true };

it.each<[string, Partial<FileImport>, string]>([
  ['one that is being received', { state: 'receiving', changedAt: now - 6 * day }, 'stays'],
  ['one of which nothing came for a week', { state: 'receiving', changedAt: now - 8 * day }, 'expires'],
  ['one that is held for a week', { state: 'held', changedAt: now - 8 * day }, 'expires'],
  ['one that waits, however long', { state: 'waiting', changedAt: now - 800 * day }, 'stays'],
  ['one that runs, however long', { state: 'running', changedAt: now - 800 * day }, 'stays'],
  ['what is done, whose content nobody needs', {}, 'without-content'],
  ['what is done and cleared away', { hasContent: false }, 'stays'],
  ['a dry run, which may be followed by a real one', { order: dryRun }, 'stays'],
  ['a dry run of last week', { order: dryRun, changedAt: now - 8 * day }, 'without-content'],
  ['what has failed, which may be run again', { state: 'failed' }, 'stays'],
  ['what has failed last week', { state: 'failed', changedAt: now - 8 * day }, 'without-content'],
  ['what was cancelled', { state: 'cancelled' }, 'without-content'],
  ['what has ended a season ago', { hasContent: false, endedAt: now - 91 * day }, 'forgotten'],
])('%s: %s', (...[, found, fate]) => {
  expect(fateOf({ ...ended, ...found }, now, 7 * day)).toBe(fate);
});

describe('clearing away', () => {
  let stores: ImportStores;
  let dir: string;
  let sweep: SweepImports;
  beforeAll(async () => {
    stores = await openImportStores();
    dir = await mkdtemp(join(tmpdir(), 'tributary-sweep-'));
    sweep = new SweepImports({
      ...{ ...stores, content: new ContentKeeper(stores), files: new WorkFiles(dir, stores.pieces), clock: { now: () => now } },
      log: createLogger({ service: 'test', level: 'silent' }),
      contentMs: 7 * day,
    }); // prettier-ignore
  });
  afterAll(async () => {
    await stores.close();
    await rm(dir, { recursive: true, force: true });
  });
  beforeEach(() => stores.empty());

  async function received(id: string, at: number) {
    await stores.imports.add(id, anOrder, at);
    const upload = await stores.imports.beginUpload(id, at);
    if (!upload) throw new Error('It is receiving.');
    await stores.pieces.put(upload, { offset: 0, bytes: Buffer.from('id\n') });
    await stores.imports.advance(upload, 3, at);
    return upload;
  }

  it('ends what was never completed, and says so; an upload of yesterday stays', async () => {
    await received('imp_1', now - 8 * day);
    await received('imp_2', now - day);
    await sweep.run();
    expect(await stores.imports.find('imp_1')).toMatchObject({
      ...{ state: 'failed', hasContent: false, failure: { code: 'EXPIRED' } },
    });
    expect([(await stores.imports.find('imp_2'))?.state, await stores.pieces.imports()]).toEqual([
      'receiving',
      ['imp_2'],
    ]);
  });

  it('removes pieces whose import is forgotten', async () => {
    await received('imp_1', now);
    await stores.imports.remove('imp_1');
    await sweep.run();
    expect(await stores.pieces.imports()).toEqual([]);
  });

  it('removes the files of processes that are gone, not those that are read', async () => {
    const upload = await received('imp_1', now);
    await stores.imports.complete(upload, 'waiting', now);
    await stores.imports.claim('a', { now, until: now + 1 });
    await stores.imports.claim('b', { now: now + 2, until: now + 9 });
    const age = async (name: string, ageMs: number) => {
      await writeFile(join(dir, name), '');
      await utimes(join(dir, name), (now - ageMs) / 1_000, (now - ageMs) / 1_000);
    };
    await age('imp_1.1', 10);
    await age('imp_1.2', 50 * day);
    await age('imp_1.preview-a', 2 * 3_600_000);
    await age('imp_1.preview-b', 10);
    await age('imp_9.1', 10);
    await age('imp_9.2', 2 * day);
    await age('of somebody else', 50 * day);
    await sweep.run();
    expect((await readdir(dir)).sort()).toEqual(['imp_1.2', 'imp_1.preview-b', 'imp_9.1', 'of somebody else']);
  });
});
