/** Runs Jest with what ESM and Nest need; arguments go through. `TEST_LEVEL=unit|int|e2e|all` chooses by file name. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const jest = `${root}node_modules/jest/bin/jest.js`;
const flags = [
  '--experimental-vm-modules',
  '--disable-warning=ExperimentalWarning',
  '--disable-warning=MODULE_TYPELESS_PACKAGE_JSON',
];
const result = spawnSync(
  process.execPath,
  [...flags, jest, '--config', `${root}jest.config.mjs`, ...process.argv.slice(2)],
  {
    cwd: root,
    stdio: 'inherit',
  },
);
process.exit(result.status ?? 1);
