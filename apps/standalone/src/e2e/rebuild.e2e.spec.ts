import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe } from '@jest/globals';
import { openEngines, readSettings } from '@tributary/runtime';
import { createLogger } from '@tributary/telemetry';
import { rebuildSuite } from './rebuild-suite.ts';

describe('a rebuild on the embedded engines', () => {
  rebuildSuite(async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'tributary-rebuild-'));
    const log = createLogger({ service: 'test', level: 'silent' });
    const engines = await openEngines(readSettings({ TRIBUTARY_DATA_DIR: dataDir }), log);
    return {
      engines,
      namespace: '',
      close: async () => {
        await engines.close();
        await rm(dataDir, { recursive: true, force: true });
      },
    };
  });
});
