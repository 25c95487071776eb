/** `tributary … | head`: whoever reads has seen enough. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { launch } from '@tributary/launcher';

it('ends as it would have, and says nothing of a reader that has gone', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tributary-pipe-'));
  try {
    const file = join(folder, 'people.csv');
    await writeFile(file, 'id,name\n1,Masha Kelley\n2,Peter Borodin\n');
    const { child, ended, output } = launch('cli', ['import', file, '--preview'], {});
    child.stdout?.destroy();
    expect([await ended, output().err]).toEqual([0, '']);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
