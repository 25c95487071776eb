import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { importFile, ImportError, readMapping } from './index.ts';

describe('a file that cannot be read', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tributary-importer-'));
    await writeFile(join(folder, 'cut.ndjson.gz'), gzipSync('{"type":"track"}\n'.repeat(1_000)).subarray(0, 40));
  });
  const refusal = async (work: Promise<unknown>): Promise<unknown> =>
    work.then(
      () => 'read',
      (error: unknown) => error,
    );

  it.each([
    ['is not there', 'absent.csv', /absent\.csv cannot be read: there is no such file\./],
    ['is a folder', '.', /cannot be read: it is a folder\./],
    ['is a gzip file without its end', 'cut.ndjson.gz', /cut\.ndjson\.gz is damaged or was not copied to its end: /],
  ])('is named with the reason: it %s', async (_, name, message) => {
    const error = await refusal(importFile({ file: join(folder, name), dryRun: true }));
    expect(error).toBeInstanceOf(ImportError);
    expect(error).toMatchObject({ message: expect.stringMatching(message) });
  });

  it('is told before anything is read when it is the report, and cannot be written', async () => {
    const reportFile = join(folder, 'absent', 'rejected.csv');
    const error = await refusal(importFile({ file: join(folder, 'cut.ndjson.gz'), dryRun: true, reportFile }));
    expect(error).toMatchObject({
      code: 'UNWRITABLE',
      message: `${reportFile} cannot be written: its folder does not exist.`,
    });
  });

  it('is named when it is the mapping', async () => {
    const error = await refusal(readMapping(join(folder, 'absent.json')));
    expect(error).toMatchObject({ name: 'ImportError', message: expect.stringMatching(/absent\.json cannot be read/) });
  });
});
