/** What every process reads from its environment. */
import { type ServiceName } from '@tributary/contracts';
import { choice, integer, list, readConfig, text, type ConfigOf } from '@tributary/config';

const fields = {
  host: text('HOST', '127.0.0.1'),
  port: integer('PORT', 4400, { min: 0, max: 65_535 }),
  logLevel: choice('LOG_LEVEL', ['warn', 'info', 'debug', 'error', 'silent']),
  namespace: text('TRIBUTARY_NAMESPACE', ''),
  /** One or two, for rotation. */
  secretKeys: list('TRIBUTARY_SECRET_KEYS'),
  kafkaBrokers: list('KAFKA_BROKERS'),
  mongodbUri: text('MONGODB_URI'),
  /** Where the embedded engines keep their files. */
  dataDir: text('TRIBUTARY_DATA_DIR'),
  /** Partitions of every topic; the unit of parallelism. Fixed once the topics exist. */
  partitions: integer('TRIBUTARY_PARTITIONS', 12, { min: 1, max: 1_000 }),
  /** Counts and times every command to the store: for measuring, as the driver then decodes what it reads twice. */
  storeMetrics: choice('TRIBUTARY_STORE_METRICS', ['false', 'true']),
  ingestion: text('INGESTION_URL', 'http://ingestion:4400'),
  identity: text('IDENTITY_URL', 'http://identity:4400'),
  segmentation: text('SEGMENTATION_URL', 'http://segmentation:4400'),
  analytics: text('ANALYTICS_URL', 'http://analytics:4400'),
  decisioning: text('DECISIONING_URL', 'http://decisioning:4400'),
};

export type Environment = Readonly<Record<string, string | undefined>>;

export type Settings = Omit<ConfigOf<typeof fields>, ServiceName> & {
  /** Base URLs of the services' HTTP APIs. */
  readonly peers: Readonly<Record<ServiceName, string>>;
  /** For what only one service reads: its own config.ts. */
  readonly env: Environment;
};

export function readSettings(env: Environment): Settings {
  const { ingestion, identity, segmentation, analytics, decisioning, ...settings } = readConfig(env, fields);
  return { ...settings, peers: { ingestion, identity, segmentation, analytics, decisioning }, env };
}
