/** Compiles packages from src/ to dist/, only files that changed. `node tools/build.mjs [package folder ...]`; none named: all. */
import { transformFile } from '@swc/core';
import { execFileSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import options from './swc-options.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const { workspaces } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const named = process.argv.slice(2);
const packages =
  named.length > 0
    ? named
    : globSync(
        workspaces.map((glob) => `${glob}/package.json`),
        { cwd: root },
      ).map(dirname);

const isSource = (file) => file.endsWith('.ts') && !/\.spec\.ts$|\.d\.ts$/.test(file);
const builtWith = Math.max(
  ...['swc-options.mjs', 'build.mjs'].map((tool) => statSync(join(root, 'tools', tool)).mtimeMs),
);

for (const folder of packages) {
  const [src, dist] = [join(root, folder, 'src'), join(root, folder, 'dist')];
  const sources = globSync('**/*.ts', { cwd: src }).filter(isSource);
  const wanted = new Set(sources.map((file) => file.replace(/\.ts$/, '.js')));
  for (const stale of existsSync(dist) ? globSync('**/*.js', { cwd: dist }) : []) {
    if (!wanted.has(stale)) rmSync(join(dist, stale));
  }
  await Promise.all(sources.map((file) => compile(join(src, file), join(dist, file.replace(/\.ts$/, '.js')))));
  bundle(join(root, folder), sources);
}

/** What a package gives to pages, where it gives any. */
function bundle(folder, sources) {
  const tool = join(folder, 'bundle/build.mjs');
  if (!existsSync(tool)) return;
  const made = globSync('bundle/dist/*.js', { cwd: folder }).map((file) => statSync(join(folder, file)).mtimeMs);
  const changed = sources.map((file) => statSync(join(folder, 'src', file)).mtimeMs);
  if (made.length > 0 && Math.min(...made) > Math.max(...changed, builtWith)) return;
  execFileSync(process.execPath, [tool], { stdio: ['ignore', 'ignore', 'inherit'] });
}

async function compile(from, to) {
  if (existsSync(to) && statSync(to).mtimeMs > Math.max(statSync(from).mtimeMs, builtWith)) return;
  const { code } = await transformFile(from, { ...options, filename: from, sourceMaps: 'inline' });
  mkdirSync(dirname(to), { recursive: true });
  writeFileSync(to, code.replaceAll(/((?:from|import|import\()\s*['"]\.{1,2}\/[^'"]+)\.ts(['"])/g, '$1.js$2'));
}
