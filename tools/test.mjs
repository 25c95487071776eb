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
const run = (command, ...args) =>
  new Promise((resolve) => {
    spawn(command, args, { cwd: root, stdio: 'inherit' }).on('close', (code) => resolve(code ?? 1));
  });
const nx = (...args) => run('node_modules/.bin/nx', 'run-many', '--output-style=stream', ...args);

const wanted = process.argv.slice(2);
// Two lanes that take about equally long: the tests of the whole product with those of some packages, and the others.
const ofOneLane = 'standalone identity importer deployment cli decisioning segmentation analytics'
  .split(' ')
  .map((name) => `@tributary/${name}`)
  .join(',');
const everything = async () => {
  const built = await nx('-t', 'build');
  const tested = ['-t', 'test', '--exclude-task-dependencies', '--parallel=1'];
  const beside = await Promise.all([nx(...tested, '-p', ofOneLane), nx(...tested, '--exclude', ofOneLane)]);
  return [built, ...beside];
};
const codes = wanted.length === 0 ? await everything() : [await nx('-t', 'build', 'test', ...wanted)];

const read = (pattern) => globSync(pattern, { cwd: root }).map((file) => JSON.parse(readFileSync(root + file, 'utf8')));
const failedIn = (reports) =>
  reports.flatMap(({ testResults }) => testResults).filter(({ status }) => status === 'failed');
const passedOf = (suites) =>
  suites.flatMap(({ assertionResults }) => assertionResults).filter(({ status }) => status === 'passed').length;
const sum = (reports, of) => reports.reduce((total, report) => total + of(report), 0);
const failuresOf = (reports) => sum(reports, (report) => report.numFailedTests + report.numRuntimeErrorTestSuites);

const ofJest = /\n +at .*(node_modules\/jest|node:internal|<anonymous>).*/g;
/** Two runs beside each other write thousands of lines: what failed is told once more where it is looked for. */
function tell(heading, suites) {
  for (const suite of suites) {
    console.log(`\n${heading} ${relative(root, suite.name)}`);
    const tests = suite.assertionResults.filter(({ status }) => status === 'failed');
    for (const test of tests) console.log(`  ${test.fullName}\n${test.failureMessages.join('\n').replace(ofJest, '')}`);
    if (tests.length === 0) console.log(suite.message);
  }
}

const reports = read('reports/test/*.json');
if (reports.length === 0) console.log('No test was run: no package of that name has any.');
let [passed, failed] = [sum(reports, (report) => report.numPassedTests), failuresOf(reports)];
let code = reports.length === 0 ? 1 : Math.max(...codes);
const first = failedIn(reports);
tell('FAILED', first);
// A lane that ended without its report has failed by itself, whatever the suites say.
const [built] = codes;
const packages = globSync('{apps/*,libs/*,libs/*/*,bench,verify}/package.json', { cwd: root });
if (wanted.length === 0 && built === 0 && first.length > 0 && reports.length === packages.length) {
  console.log(
    '\nOnce more, alone: what passes now was broken by what ran beside it, or by V8 itself (see CONTRIBUTING).',
  );
  const file = 'reports/test-alone.json';
  code = await run(
    process.execPath,
    'tools/jest.mjs',
    '--runInBand',
    '--json',
    `--outputFile=${file}`,
    ...first.map(({ name }) => name),
  );
  const alone = read(file);
  const again = failedIn(alone);
  tell('FAILED AGAIN', again);
  for (const { name } of first)
    if (!again.some((suite) => suite.name === name)) console.log(`UNSTABLE ${relative(root, name)}`);
  passed += sum(alone, (report) => report.numPassedTests) - passedOf(first);
  failed = failuresOf(alone);
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(code);
