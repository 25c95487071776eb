import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDataFolder } from './data-folder.ts';

describe('the data folder', () => {
  let parent: string;
  beforeAll(async () => {
    parent = await mkdtemp(join(tmpdir(), 'tributary-folder-'));
  });
  afterAll(() => rm(parent, { recursive: true }));

  it('keeps its keys, which are new once', async () => {
    const path = join(parent, 'new');
    const first = await openDataFolder(path, { exclusive: false });
    const again = await openDataFolder(path, { exclusive: false });
    expect([first.isNew, again.isNew]).toEqual([true, false]);
    expect(again.keys).toEqual(first.keys);
  });

  it('is refused, with what to do, where there cannot be one', async () => {
    const file = join(parent, 'file');
    await writeFile(file, '');
    for (const path of [file, join(file, 'below')]) {
      await expect(openDataFolder(path, { exclusive: true })).rejects.toThrow(`${path} is no usable folder (Error: E`);
    }
    await expect(openDataFolder(file, { exclusive: true })).rejects.toThrow('choose another with --data-dir');
  });
});
