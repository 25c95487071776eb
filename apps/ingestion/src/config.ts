/** What the ingestion service reads from its environment. */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { choice, integer, readConfig, text } from '@tributary/config';
import { type ServiceDeps } from '@tributary/runtime';

const fields = {
  /** Write key of the source `default`, which exists from the first start where this is set. */
  writeKey: text('TRIBUTARY_WRITE_KEY', ''),
  /** Requests beyond this many bytes in flight are told to come again: what is in flight lives in memory. */
  maxInFlightBytes: integer('INGESTION_MAX_IN_FLIGHT_BYTES', 64_000_000, { min: 1_000, max: 4_000_000_000 }),
  /** A bus that has not answered by then is down for the client, which tries again. */
  publishDeadlineMs: integer('INGESTION_PUBLISH_DEADLINE_MS', 10_000, { min: 10, max: 600_000 }),
  /** A visit of a zone has ended when it was not seen for longer. */
  zoneLeaveSeconds: integer('INGESTION_ZONE_LEAVE_SECONDS', 60, { min: 10, max: 3_600 }),
  /** So many sightings within half a minute make a visit, unless one is immediate. */
  zoneEnterSightings: integer('INGESTION_ZONE_ENTER_SIGHTINGS', 2, { min: 1, max: 20 }),
  /** A visit is kept open for so much longer, because gateways and phones report in batches. */
  zoneGraceSeconds: integer('INGESTION_ZONE_GRACE_SECONDS', 30, { min: 0, max: 3_600 }),
  /** Where the MQTT broker is: mqtt://, mqtts://, ws:// or wss://; none: nothing is listened to. */
  mqttUrl: text('INGESTION_MQTT_URL', ''),
  mqttUsername: text('INGESTION_MQTT_USERNAME'),
  mqttPassword: text('INGESTION_MQTT_PASSWORD'),
  /** Files in PEM: whom to trust instead of the usual authorities, and what to show of ourselves. */
  mqttCa: text('INGESTION_MQTT_CA'),
  mqttCert: text('INGESTION_MQTT_CERT'),
  mqttKey: text('INGESTION_MQTT_KEY'),
  mqttProtocol: choice('INGESTION_MQTT_PROTOCOL', ['5', '3.1.1']),
  /** Begins the ids of our connections, under which the broker keeps what comes while we are away. */
  mqttClientId: text('INGESTION_MQTT_CLIENT_ID', ''),
  /** Shares the topics among several connections (`$share/<group>/...`); none: there is one connection, whatever the number of processes. */
  mqttGroup: text('INGESTION_MQTT_GROUP', ''),
  /** Of all processes together. Each takes one message at a time, so that none is acknowledged before it is durable. */
  mqttConnections: integer('INGESTION_MQTT_CONNECTIONS', 1, { min: 1, max: 256 }),
  /** For so long the broker keeps what comes while a connection is away (MQTT 5; before, the broker decides). */
  mqttSessionSeconds: integer('INGESTION_MQTT_SESSION_SECONDS', 86_400, { min: 0, max: 4_294_967_295 }),
  /** Secret from which pseudonyms of personal data are made; without it no source can ask for them. */
  pseudonymKey: text('INGESTION_PSEUDONYM_KEY', ''),
};

export const readIngestionConfig = (env: ServiceDeps['env']) => readConfig(env, fields);
export type IngestionConfig = ReturnType<typeof readIngestionConfig>;

const importFields = {
  /** What the content of one import may have: that much lies in the store, and on the disk while it is read. */
  mostBytes: integer('INGESTION_IMPORT_MAX_BYTES', 1_000_000_000, { min: 1_000, max: 100_000_000_000 }),
  /** How long a content stands when nothing happens to its import. */
  contentDays: integer('INGESTION_IMPORT_CONTENT_DAYS', 7, { min: 1, max: 365 }),
  /** Where the file lies that an import is read from, while it is. */
  dir: text('INGESTION_IMPORT_DIR'),
  dataDir: text('TRIBUTARY_DATA_DIR'),
};

export interface ImportConfig {
  readonly mostBytes: number;
  readonly contentDays: number;
  readonly dir: string;
}

export function readImportConfig(env: ServiceDeps['env']): ImportConfig {
  const { dir, dataDir, ...bounds } = readConfig(env, importFields);
  const own = dataDir === undefined ? join(tmpdir(), 'tributary-imports') : join(dataDir, 'imports');
  return { ...bounds, dir: dir ?? own };
}
