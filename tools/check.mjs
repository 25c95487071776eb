/** Everything a reviewer would otherwise have to look for: format, lint, types, spelling, unused code, stale generated files. */
import { Buffer } from 'node:buffer';
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const bin = (name) => `${root}node_modules/.bin/${name}`;
/** Two beside each other: the lint takes as long as all others together. */
const lanes = [
  [
    // The boundaries rule reads the project graph, and is silently skipped where none has been made yet.
    ['project graph', bin('nx'), ['graph', '--file=.cache/project-graph.json']],
    ['lint', bin('eslint'), ['--max-warnings', '0', '--cache', '--cache-location', '.cache/eslint/', '.']],
  ],
  [
    ['format', bin('prettier'), ['--check', '--log-level', 'warn', '.']],
    ['types', bin('tsc'), ['-p', 'tsconfig.json']],
    ['types in the browser', bin('tsc'), ['-p', 'libs/web-sdk']],
    [
      'spelling',
      bin('cspell'),
      ['--no-progress', '--no-summary', '--quiet', '--cache', '--cache-location', '.cache/cspell', '.'],
    ],
    ['unused code', bin('knip'), []],
    ['size of the browser SDK', 'node', ['libs/web-sdk/bundle/build.mjs']],
    ['lockfile', 'node', ['tools/check-lockfile.mjs']],
    ['generated files', 'node', ['tools/generate.mjs', '--check']],
  ],
];

/** Runs a check, and answers whether it passed; what it says comes whole, with its verdict. */
async function passes([name, command, args]) {
  const started = Date.now();
  const child = spawn(command, args, { cwd: root });
  const said = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => said.push(chunk));
  const code = await new Promise((resolve) => child.on('close', resolve).on('error', resolve));
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  process.stdout.write(Buffer.concat(said));
  console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`);
  return code === 0;
}

const outcomes = await Promise.all(
  lanes.map(async (lane) => {
    const passed = [];
    for (const check of lane) passed.push(await passes(check));
    return passed;
  }),
);
process.exit(outcomes.flat().every(Boolean) ? 0 : 1);
