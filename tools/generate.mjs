/** Writes what follows from the registry and the code: AsyncAPI, OpenAPI, the topics table, the manifests. `--check` only says what is stale. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { stringify } from 'yaml';
import { allTopics } from '../libs/contracts/src/index.ts';
import { catalogue } from '../libs/platform/telemetry/src/catalogue.ts';
import { asyncApi } from './generate/async-api.mjs';
import { dashboards } from './generate/dashboards.mjs';
import { deployment } from './generate/deployment.mjs';
import { metricsPage } from './generate/metrics-table.mjs';
import { openApi } from './generate/open-api.mjs';
import { problemsInCode } from './generate/problems.mjs';
import { reasonsPage } from './generate/reasons-table.mjs';
import { topicsTable } from './generate/topics-table.mjs';

const root = new URL('..', import.meta.url);
const read = (file) => (existsSync(new URL(file, root)) ? readFileSync(new URL(file, root), 'utf8') : '');

const build = spawnSync(process.execPath, ['tools/build.mjs'], { cwd: root, stdio: 'inherit' });
if (build.status !== 0) process.exit(build.status ?? 1);

// What imports other packages of ours can only be loaded once they are built.
const { reason, reasonCodes } = await import('../libs/domain/collection/src/index.ts');
const { fileFix, fileReasonCodes, fixOf, rowReasonCodes } = await import('../libs/importer/src/reasons.ts');
const { renderVocabulary } = await import('../libs/domain/dialects/src/index.ts');

const wanted = {
  'docs/reference/asyncapi.yaml': stringify(asyncApi(allTopics), { lineWidth: 0, aliasDuplicateObjects: false }),
  'docs/reference/openapi.json': `${JSON.stringify(await openApi(), null, 2)}\n`,
  'docs/reference/metrics.md': metricsPage(catalogue),
  'docs/reference/vocabulary.md': renderVocabulary(),
  'docs/reference/reasons.md': reasonsPage({
    events: reasonCodes.map((code) => [code, reason(code, '').fix]),
    problems: problemsInCode(),
    rows: rowReasonCodes.map((code) => [code, fixOf(code)]),
    files: fileReasonCodes.map((code) => [code, fileFix(code)]),
  }),
  ...Object.fromEntries(
    Object.entries(dashboards).map(([name, dashboard]) => [
      `observability/grafana/dashboards/${name}.json`,
      `${JSON.stringify(dashboard, null, 2)}\n`,
    ]),
  ),
  'ARCHITECTURE.md': between(read('ARCHITECTURE.md'), 'topics', topicsTable(allTopics)),
  ...(await deployment()),
};
const stale = Object.entries(wanted).filter(([file, text]) => read(file) !== text);
if (process.argv.includes('--check')) {
  for (const [file] of stale) console.error(`${file} is stale: run \`npm run generate\`.`);
  process.exit(stale.length === 0 ? 0 : 1);
}
for (const [file, text] of stale) {
  mkdirSync(new URL('.', new URL(file, root)), { recursive: true });
  writeFileSync(new URL(file, root), text);
  console.log(`wrote ${file}`);
}
process.exit(0);

/** Replaces what stands between the two markers of that name. */
function between(text, name, content) {
  const [start, end] = [`<!-- generated: ${name} -->`, `<!-- /generated: ${name} -->`];
  const [from, to] = [text.indexOf(start), text.indexOf(end)];
  if (from < 0 || to < 0) throw new Error(`The markers ${start} and ${end} are missing.`);
  return `${text.slice(0, from + start.length)}\n${content}\n${text.slice(to)}`;
}
