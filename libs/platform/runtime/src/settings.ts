/** What every process reads from its environment. */
import { type ServiceName } from '@tributary/contracts';
import { choice, ConfigError, integer, list, readConfig, text, type ConfigOf } from '@tributary/config';

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
  /** A handler that has not answered by then has failed; see libs/platform/bus. */
  handlerDeadlineMs: integer('TRIBUTARY_HANDLER_DEADLINE_MS', 30_000, { min: 100, max: 600_000 }),
  /** Messages wait and nothing moves for so long: the process exits. */
  stuckAfterMs: integer('TRIBUTARY_STUCK_AFTER_MS', 120_000, { min: 1_000, max: 3_600_000 }),
  /** The main thread shows no sign of life for so long: the process is ended. 0: not watched. */
  eventLoopDeadlineMs: integer('TRIBUTARY_EVENT_LOOP_DEADLINE_MS', 60_000, { min: 0, max: 3_600_000 }),
  /** From SIGTERM, when readiness ends, to the moment when work stops: time for a load balancer to look elsewhere. */
  drainDelayMs: integer('TRIBUTARY_DRAIN_DELAY_MS', 0, { min: 0, max: 15_000 }),
  /** A client that has not sent the headers of its request by then is cut off; so is one that connects and says nothing. */
  headersTimeoutMs: integer('TRIBUTARY_HEADERS_TIMEOUT_MS', 20_000, { min: 100, max: 600_000 }),
  /** The same for its body, but for uploads of files. */
  requestTimeoutMs: integer('TRIBUTARY_REQUEST_TIMEOUT_MS', 120_000, { min: 100, max: 3_600_000 }),
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
  // A message that hangs is parked after three deadlines; the watchdog must not take the lane for dead before.
  if (settings.stuckAfterMs < 4 * settings.handlerDeadlineMs) {
    throw new ConfigError(['TRIBUTARY_STUCK_AFTER_MS must be at least four times TRIBUTARY_HANDLER_DEADLINE_MS']);
  }
  return { ...settings, peers: { ingestion, identity, segmentation, analytics, decisioning }, env };
}
