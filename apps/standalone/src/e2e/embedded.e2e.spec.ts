import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { standaloneRiver } from '@tributary/launcher';
import { riverSuite } from './river-suite.ts';

riverSuite('the embedded engines, in one process', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'tributary-e2e-'));
  const river = await standaloneRiver(dataDir);
  return {
    ...river,
    stop: async () => {
      await river.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
});
