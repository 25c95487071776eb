/** Builds and tests every package through Nx (what did not change comes from its cache) and ends with one line of totals. */
import { spawnSync } from 'node:child_process';
import { globSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
rmSync(`${root}reports/test`, { recursive: true, force: true }); // what is cached is put back
mkdirSync(`${root}reports/test`, { recursive: true });
for (const server of ['TEST_KAFKA_BROKERS', 'TEST_MONGODB_URI']) {
  if (!process.env[server]) console.log(`${server} is not set: the tests that need this server are left out.`);
}
const nx = [
  'node_modules/.bin/nx',
  'run-many',
  '-t',
  'build',
  'test',
  '--output-style=stream',
  ...process.argv.slice(2),
];
const { status } = spawnSync(nx[0], nx.slice(1), { cwd: root, stdio: 'inherit' });

const reports = globSync('reports/test/*.json', { cwd: root }).map((file) =>
  JSON.parse(readFileSync(root + file, 'utf8')),
);
const sum = (of) => reports.reduce((total, report) => total + of(report), 0);
const failed = sum((report) => report.numFailedTests + report.numRuntimeErrorTestSuites);
console.log(`${sum((report) => report.numPassedTests)} passed, ${failed} failed`);
process.exit(status ?? 1);
