import { standaloneRiver, type River } from '@tributary/launcher';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mergesKilledSuite } from './merges-killed-suite.ts';

mergesKilledSuite('in one process on the embedded engines', () => {
  let river: River;
  let dataDir: string;
  const begin = async (): Promise<void> => {
    river = await standaloneRiver(dataDir, { IDENTITY_SWEEP_EVERY_MS: '500' });
  };
  return {
    river: () => river,
    start: async () => {
      dataDir = await mkdtemp(join(tmpdir(), 'tributary-merges-'));
      await begin();
    },
    kill: async () => {
      const { child, ended } = river.process('identity');
      child.kill('SIGKILL');
      await ended;
      await begin();
    },
    stop: async () => {
      await river.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
});
