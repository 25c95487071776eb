/** How to reach Kafka and how long to wait for it: `KAFKA_*` variables become one frozen, typed object. */
import { choice, ConfigError, integer, list, readConfig, text } from '@tributary/config';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

interface KafkaTls {
  /** Certificates in PEM. Absent: the machine's own authorities, no client certificate. */
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

interface KafkaSasl {
  readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
  readonly username: string;
  readonly password: string;
}

export interface KafkaOptions {
  readonly brokers: readonly string[];
  /** How the brokers name us in logs, metrics and quotas. */
  readonly clientId?: string;
  /** Where we are, as the brokers name their racks: records are then fetched from a copy nearby, where the brokers choose one. */
  readonly rack?: string;
  /** Absent or `false`: no encryption. */
  readonly ssl?: KafkaTls | boolean;
  readonly sasl?: KafkaSasl;
  /** Copies of each partition of a topic that we create; absent: the brokers' default. */
  readonly replicationFactor?: number;
  /** Copies that must have a record before it counts as durable; absent: the brokers' default. */
  readonly minInSyncReplicas?: number;
  /** After so long without a sign of life the brokers give a member's partitions to others. */
  readonly sessionTimeoutMs?: number;
  /** How long a fetch gathers records: what a hop takes longer at most, against work for each batch and CPU when idle. */
  readonly maxWaitMs?: number;
  /** A send that takes longer gets a new producer. */
  readonly sendDeadlineMs?: number;
  /** An append that takes longer is refused, so that the door can answer "not now". */
  readonly appendDeadlineMs?: number;
}

const settings = {
  brokers: list('KAFKA_BROKERS'),
  clientId: text('KAFKA_CLIENT_ID'),
  rack: text('KAFKA_CLIENT_RACK'),
  ssl: choice('KAFKA_SSL', ['false', 'true']),
  caFile: text('KAFKA_SSL_CA_FILE'),
  certFile: text('KAFKA_SSL_CERT_FILE'),
  keyFile: text('KAFKA_SSL_KEY_FILE'),
  mechanism: choice('KAFKA_SASL_MECHANISM', ['none', 'plain', 'scram-sha-256', 'scram-sha-512']),
  username: text('KAFKA_SASL_USERNAME'),
  password: text('KAFKA_SASL_PASSWORD'),
  // 0 is "as the brokers say".
  replicationFactor: integer('KAFKA_REPLICATION_FACTOR', 0, { min: 0, max: 9 }),
  minInSyncReplicas: integer('KAFKA_MIN_INSYNC_REPLICAS', 0, { min: 0, max: 9 }),
  sessionTimeoutMs: integer('KAFKA_SESSION_TIMEOUT_MS', 45_000, { min: 6_000, max: 300_000 }),
  maxWaitMs: integer('KAFKA_MAX_WAIT_MS', 100, { min: 5, max: 500 }),
  sendDeadlineMs: integer('KAFKA_SEND_DEADLINE_MS', 5_000, { min: 500, max: 60_000 }),
  appendDeadlineMs: integer('KAFKA_APPEND_DEADLINE_MS', 30_000, { min: 1_000, max: 300_000 }),
};

/** Throws a ConfigError that names the variable, never its value. `program`: what this process runs, for its client id. */
export function kafkaOptionsFromEnv(env: Readonly<Record<string, string | undefined>>, program?: string): KafkaOptions {
  const { caFile, certFile, keyFile, mechanism, username, password, ssl, ...rest } = readConfig(env, settings);
  const { replicationFactor, minInSyncReplicas, clientId, rack, ...plain } = rest;
  if (plain.brokers.length === 0) throw new ConfigError(['KAFKA_BROKERS must name at least one host:port']);
  return Object.freeze({
    ...plain,
    clientId: clientId ?? clientIdOf({ program, host: hostname(), pid: process.pid }),
    ...(rack !== undefined && { rack }),
    ssl: ssl === 'true' && tlsOf({ ca: caFile, cert: certFile, key: keyFile }),
    ...(replicationFactor > 0 && { replicationFactor }),
    ...(minInSyncReplicas > 0 && { minInSyncReplicas }),
    ...(mechanism !== 'none' && { sasl: saslOf(mechanism, username, password) }),
  });
}

/** Tells which process it was, by what an operator sees of it: the name of its pod or machine, and its number there. */
export const clientIdOf = ({ program, host, pid }: Process): string =>
  ['tributary', program, host, pid]
    .filter((part) => part !== undefined)
    .join('-')
    .replace(/[^\w.-]/g, '_');

interface Process {
  readonly program: string | undefined;
  readonly host: string;
  readonly pid: number;
}

function saslOf(
  mechanism: KafkaSasl['mechanism'],
  username: string | undefined,
  password: string | undefined,
): KafkaSasl {
  if (username === undefined || password === undefined) {
    throw new ConfigError(['KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD must be set with KAFKA_SASL_MECHANISM']);
  }
  return { mechanism, username, password };
}

function tlsOf(files: Record<'ca' | 'cert' | 'key', string | undefined>): KafkaTls | true {
  const { ca, cert, key } = files;
  if ((cert === undefined) !== (key === undefined)) {
    throw new ConfigError(['KAFKA_SSL_CERT_FILE and KAFKA_SSL_KEY_FILE must be set together']);
  }
  if (ca === undefined && cert === undefined) return true;
  return {
    ...(ca !== undefined && { ca: pem('KAFKA_SSL_CA_FILE', ca) }),
    ...(cert !== undefined && { cert: pem('KAFKA_SSL_CERT_FILE', cert) }),
    ...(key !== undefined && { key: pem('KAFKA_SSL_KEY_FILE', key) }),
  };
}

function pem(variable: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new ConfigError([`${variable} must name a readable file (${errorCode(cause)})`]);
  }
}

const errorCode = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
