/** Tests run from source, every package the same way. */
import swcOptions from './tools/swc-options.mjs';

const match = {
  unit: ['**/src/**/!(*.int|*.e2e).spec.ts'],
  int: ['**/src/**/*.int.spec.ts'],
  e2e: ['**/src/**/*.e2e.spec.ts'],
  all: ['**/src/**/*.spec.ts'],
};

/** The product on servers can only be tested where there are some. */
const hasServers = process.env.TEST_KAFKA_BROKERS && process.env.TEST_MONGODB_URI;

export default {
  rootDir: import.meta.dirname,
  roots: ['<rootDir>/apps', '<rootDir>/libs', '<rootDir>/bench', '<rootDir>/verify'],
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['node', 'node-addons', '@tributary/source'] },
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest', swcOptions] },
  testMatch: match[process.env.TEST_LEVEL ?? 'all'],
  testPathIgnorePatterns: ['/node_modules/', ...(hasServers ? [] : ['distributed\\.e2e\\.spec'])],
  modulePathIgnorePatterns: ['<rootDir>/.*/dist/'],
  cacheDirectory: '<rootDir>/.cache/jest',
  testTimeout: 60_000, // integration tests share two cores with an engine; a hang still ends
  workerIdleMemoryLimit: '512MB', // vm modules keep their graphs: a worker is recycled before it swells
};
