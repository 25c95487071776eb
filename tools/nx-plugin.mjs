/** Gives every package the same targets, so that no package needs a file for them. */
import { dirname } from 'node:path';

/** Packages whose tests differ with the servers that are there; the others stay cached. */
const usesServers = new Set(['libs/testing', 'libs/deployment', 'apps/standalone']);

/** Files outside of a package that its tests look at. */
const looksAt = {
  'apps/ingestion': ['docs/reference/reasons.md', 'docs/collect.md'],
  'libs/domain/dialects': ['docs/reference/vocabulary.md'],
  'libs/deployment': [
    'k8s/**/*',
    'docker/**/*',
    'observability/**/*',
    'Dockerfile',
    'docker-compose.yml',
    '.env.example',
    '.dockerignore',
  ],
};

const targetsOf = (folder) => ({
  build: {
    command: `node tools/build.mjs ${folder}`,
    cache: true,
    inputs: ['production', '{workspaceRoot}/tools/build.mjs', '{workspaceRoot}/tools/swc-options.mjs'],
    outputs: ['{projectRoot}/dist', '{projectRoot}/bundle/dist'],
  },
  test: {
    command: `node tools/jest.mjs ${folder}/src --passWithNoTests --json --outputFile=reports/test/${folder.replaceAll('/', '-')}.json`,
    cache: true,
    dependsOn: ['^build', 'build'],
    inputs: [
      'default',
      '^production',
      '{workspaceRoot}/jest.config.mjs',
      '{workspaceRoot}/tools/*.mjs',
      '{workspaceRoot}/samples/**/*',
      ...(looksAt[folder] ?? []).map((glob) => `{workspaceRoot}/${glob}`),
      { env: 'TEST_LEVEL' },
      { env: 'CHROMIUM' },
      ...(usesServers.has(folder) ? [{ env: 'TEST_KAFKA_BROKERS' }, { env: 'TEST_MONGODB_URI' }] : []),
    ],
    outputs: [`{workspaceRoot}/reports/test/${folder.replaceAll('/', '-')}.json`],
  },
});

export const createNodesV2 = [
  '{apps/*,libs/*,libs/*/*,bench,verify}/package.json',
  (files) =>
    files.map((file) => [
      file,
      { projects: { [dirname(file)]: { root: dirname(file), targets: targetsOf(dirname(file)) } } },
    ]),
];
