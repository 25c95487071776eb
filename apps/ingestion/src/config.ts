/** What the ingestion service reads from its environment. */
import { integer, readConfig, text } from '@tributary/config';
import { type ServiceDeps } from '@tributary/runtime';

const fields = {
  /** Write key of the source `default`, which exists from the first start where this is set. */
  writeKey: text('TRIBUTARY_WRITE_KEY', ''),
  /** Requests beyond this many bytes in flight are told to come again: what is in flight lives in memory. */
  maxInFlightBytes: integer('INGESTION_MAX_IN_FLIGHT_BYTES', 64_000_000, { min: 1_000, max: 4_000_000_000 }),
  /** A bus that has not answered by then is down for the client, which tries again. */
  publishDeadlineMs: integer('INGESTION_PUBLISH_DEADLINE_MS', 10_000, { min: 10, max: 600_000 }),
  /** Secret from which pseudonyms of personal data are made; without it no source can ask for them. */
  pseudonymKey: text('INGESTION_PSEUDONYM_KEY', ''),
};

export const readIngestionConfig = (env: ServiceDeps['env']) => readConfig(env, fields);
