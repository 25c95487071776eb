/** Installs the dependencies when the lockfile differs from what is installed; runs on any Node from 20, needs nothing itself. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const stamp = join(root, 'node_modules', '.tributary-lock');
const wanted = createHash('sha256')
  .update(readFileSync(join(root, 'package-lock.json')))
  .digest('hex');

if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) install();

function install() {
  console.error('Installing dependencies (once per lockfile) ...');
  // npm ci deletes node_modules, and with it the Node 24 that may be running this script: the inner call must use another one.
  const path = (process.env.PATH ?? '').split(delimiter).filter((dir) => !dir.includes('node_modules'));
  const env = { ...process.env, PATH: path.join(delimiter), npm_config_ignore_scripts: 'true' };
  const args = ['ci', '--loglevel=error', '--no-audit', '--no-fund'];
  const cli = process.env.npm_execpath;
  const node = process.env.npm_node_execpath ?? process.execPath;
  // Standard output belongs to the command that follows.
  const options = { cwd: root, stdio: ['inherit', 2, 2], env };
  const result = cli ? spawnSync(node, [cli, ...args], options) : spawnSync('npm', args, options);
  if (result.status !== 0) process.exit(result.status ?? 1);
  writeFileSync(stamp, wanted);
}
