/** Everything a reviewer would otherwise have to look for: format, lint, types, spelling, unused code, stale generated files. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const bin = (name) => `${root}node_modules/.bin/${name}`;
const checks = [
  ['format', bin('prettier'), ['--check', '--log-level', 'warn', '.']],
  ['types', bin('tsc'), ['-p', 'tsconfig.json']],
  ['types in the browser', bin('tsc'), ['-p', 'libs/web-sdk']],
  // The boundaries rule reads the project graph, and is silently skipped where none has been made yet.
  ['project graph', bin('nx'), ['graph', '--file=.cache/project-graph.json']],
  ['lint', bin('eslint'), ['--max-warnings', '0', '--cache', '--cache-location', '.cache/eslint/', '.']],
  [
    'spelling',
    bin('cspell'),
    ['--no-progress', '--no-summary', '--quiet', '--cache', '--cache-location', '.cache/cspell', '.'],
  ],
  ['unused code', bin('knip'), []],
  ['size of the browser SDK', 'node', ['libs/web-sdk/bundle/build.mjs']],
  ['lockfile', 'node', ['tools/check-lockfile.mjs']],
  ['generated files', 'node', ['tools/generate.mjs', '--check']],
];

let failed = 0;
for (const [name, command, args] of checks) {
  const started = Date.now();
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit' });
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  console.log(`${status === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`);
  if (status !== 0) failed += 1;
}
process.exit(failed === 0 ? 0 : 1);
