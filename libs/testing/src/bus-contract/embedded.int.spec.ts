import { afterAll } from '@jest/globals';
import { openEmbeddedBus } from '@tributary/bus-embedded';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { busContract } from './bus-contract.ts';

const dir = mkdtempSync(join(tmpdir(), 'bus-contract-'));
afterAll(() => {
  rmSync(dir, { recursive: true });
});

busContract(
  'the embedded bus',
  () => {
    const engine = openEmbeddedBus({ file: join(dir, 'bus.db'), cleanEveryMs: 0 });
    return Promise.resolve({ engine, close: () => engine.close(), clean: () => engine.clean() });
  },
  { cleans: true },
);
