/**
 * Lays out what runs in production, and nothing else: `node docker/lay-out.mjs <to>`. It follows the dependencies of the apps
 * through the installed tree, so each package comes from the lockfile; development tools are never reached.
 */
import { cpSync, existsSync, globSync, lstatSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const [to] = process.argv.slice(2);
if (to === undefined) throw new Error('Say where to: node docker/lay-out.mjs <folder>');

const files = ['package.json', 'LICENSE', 'NOTICE', 'samples', 'docker/entry.mjs', 'docker/health.mjs'];
for (const file of files) copy(join(root, file));
const waiting = globSync('apps/*/package.json', { cwd: root }).map((file) => join(root, dirname(file)));
const reached = new Set(waiting);
for (const folder of waiting) {
  if (folder.includes(`${sep}node_modules${sep}`)) {
    copy(folder, (file) => relative(folder, file).split(sep)[0] !== 'node_modules');
  } else {
    copy(join(folder, 'package.json'));
    copy(join(folder, 'dist'));
    if (existsSync(join(folder, 'bundle/dist'))) copy(join(folder, 'bundle/dist'));
  }
  for (const found of dependenciesOf(folder)) {
    if (found.isLink && !reached.has(found.path)) copy(found.path);
    if (!reached.has(found.folder)) waiting.push(found.folder);
    reached.add(found.path).add(found.folder);
  }
}

function copy(from, filter = () => true) {
  cpSync(from, join(to, relative(root, from)), { recursive: true, verbatimSymlinks: true, filter });
}

function dependenciesOf(folder) {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const { dependencies, optionalDependencies, peerDependencies, peerDependenciesMeta } = manifest;
  // What a package can do without, it is given by whoever wants it.
  const peers = Object.keys(peerDependencies ?? {}).filter((peer) => peerDependenciesMeta?.[peer]?.optional !== true);
  return [...Object.keys({ ...optionalDependencies, ...dependencies }), ...peers].flatMap((dependency) => {
    const path = installedAt(dependency, folder);
    if (path !== undefined) return [{ path, folder: realpathSync(path), isLink: lstatSync(path).isSymbolicLink() }];
    if (optionalDependencies?.[dependency] !== undefined) return [];
    throw new Error(`${manifest.name} depends on ${dependency}, which is not installed.`);
  });
}

/** As Node looks for it: in the node_modules of the folder, then of its parents. */
function installedAt(dependency, folder) {
  const path = join(folder, 'node_modules', dependency);
  if (existsSync(path)) return path;
  return folder === realpathSync(root) || dirname(folder) === folder
    ? undefined
    : installedAt(dependency, dirname(folder));
}
