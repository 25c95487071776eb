/** Builds and tests every package through Nx (what did not change comes from its cache); ends with what failed and one line of totals. */
import { spawn } from 'node:child_process';
import { globSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { relative } from 'node:path';
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
if (reports.length === 0) console.log('No test was run: no package of that name has any.');
const sum = (of) => reports.reduce((total, report) => total + of(report), 0);
const failed = sum((report) => report.numFailedTests + report.numRuntimeErrorTestSuites);
const ofJest = /\n +at .*(node_modules\/jest|node:internal|<anonymous>).*/g;
// Two runs beside each other write thousands of lines: what failed is told once more where it is looked for.
for (const suite of reports.flatMap((report) => report.testResults).filter(({ status }) => status === 'failed')) {
  console.log(`\nFAILED ${relative(root, suite.name)}`);
  const tests = suite.assertionResults.filter(({ status }) => status === 'failed');
  for (const test of tests) console.log(`  ${test.fullName}\n${test.failureMessages.join('\n').replace(ofJest, '')}`);
  if (tests.length === 0) console.log(suite.message);
}
console.log(`${sum((report) => report.numPassedTests)} passed, ${failed} failed`);
process.exit(reports.length === 0 ? 1 : Math.max(...codes));
