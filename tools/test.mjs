/** Builds and tests every package through Nx (what did not change comes from its cache) and ends with one line of totals. */
import { spawn } from 'node:child_process';
import { globSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
rmSync(`${root}reports/test`, { recursive: true, force: true }); // what is cached is put back
mkdirSync(`${root}reports/test`, { recursive: true });
for (const server of ['TEST_KAFKA_BROKERS', 'TEST_MONGODB_URI']) {
  if (!process.env[server]) console.log(`${server} is not set: the tests that need this server are left out.`);
}
/** Answers the exit code. */
const nx = (...args) =>
  new Promise((resolve) => {
    const all = ['run-many', '--output-style=stream', ...args];
    spawn('node_modules/.bin/nx', all, { cwd: root, stdio: 'inherit' }).on('close', (code) => resolve(code ?? 1));
  });

const wanted = process.argv.slice(2);
// Nx begins with what others need: the tests of the whole product, which take as long as all others together, would begin last.
const whole = '@tributary/standalone';
const everything = async () => {
  const built = await nx('-t', 'build');
  const tested = ['-t', 'test', '--exclude-task-dependencies', '--parallel=1'];
  const beside = await Promise.all([nx(...tested, '-p', whole), nx(...tested, '--exclude', whole)]);
  return [built, ...beside];
};
const codes = wanted.length === 0 ? await everything() : [await nx('-t', 'build', 'test', ...wanted)];

const reports = globSync('reports/test/*.json', { cwd: root }).map((file) =>
  JSON.parse(readFileSync(root + file, 'utf8')),
);
const sum = (of) => reports.reduce((total, report) => total + of(report), 0);
const failed = sum((report) => report.numFailedTests + report.numRuntimeErrorTestSuites);
console.log(`${sum((report) => report.numPassedTests)} passed, ${failed} failed`);
process.exit(Math.max(...codes));
