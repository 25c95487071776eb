/**
 * Every metric of the product. Dashboards, alerts and docs/reference/metrics.md are checked against it; services take
 * theirs from here, so that a name, its meaning and the bound of its labels stand in one place.
 */
import { counter, gauge, histogram } from './metric-spec.ts';

// How many values of a label are kept apart. People define sources and segments, so a hundred is many; the others are
// closed lists of the code, and the number only guards the memory of the process.
const services = 16;
const groups = 32;
const topics = 64;
const partitions = 1_000;
const sources = 200;
const segments = 500;
const codes = 100;
const routes = 200;

const group = { group: groups };
const lane = { group: groups, topic: topics };

/** From a tenth of a second to ten minutes: what a person, and then an operator, still calls the same moment. */
const riverSeconds = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 600];

export const catalogue = {
  // The door and the conservation law
  events: counter(
    'tributary_ingestion_events_total',
    'Events by source and fate. The conservation law: acknowledged = stored + rejected + suppressed + duplicate + in flight.' +
      ' Beside it: changed-duplicate (counted as duplicate too) came with the id of another event; unanswered may be' +
      ' durable or not, the client was told to send again.',
    {
      source: sources,
      fate: ['acknowledged', 'stored', 'rejected', 'suppressed', 'duplicate', 'changed-duplicate', 'unanswered'],
    },
  ),
  rejections: counter('tributary_rejections_total', 'Events that were rejected and kept, by reason.', { code: codes }),
  httpRequests: counter('tributary_http_requests_total', 'Requests that were answered.', {
    method: 16,
    route: routes,
    status: codes,
  }),
  httpDuration: histogram('tributary_http_request_duration_seconds', 'From a request to its answer.', {
    method: 16,
    route: routes,
  }),
  sendRefusals: counter('tributary_send_refusals_total', 'Publications that a service could not make durable.', {
    service: services,
    code: codes,
  }),

  sightings: counter(
    'tributary_beacon_sightings_total',
    'Sightings of beacons: applied; repeated or late, which change nothing; refused, which are kept as rejections.',
    { outcome: ['applied', 'repeated', 'late', 'refused'] },
  ),
  mqttConnections: gauge('tributary_mqtt_connections', 'Connections to the MQTT broker that this process is to hold.', {
    state: ['connected', 'away'],
  }),
  mqttMessages: counter(
    'tributary_mqtt_messages_total',
    'MQTT messages that are durable and were acknowledged to the broker: taken; refused, of which something or all is kept as a rejection.',
    {
      subscription: sources,
      outcome: ['taken', 'refused'],
    },
  ),
  mqttRetries: counter(
    'tributary_mqtt_retries_total',
    'Times that an MQTT message could not be made durable and was tried again; the broker sends no other until it is.',
    {},
  ),
  bridges: gauge('tributary_bridge_state', '1 for the state that a bridge is in, as this process sees it.', {
    bridge: sources,
    state: ['starting', 'running', 'paused', 'failing'],
  }),
  importsRunning: gauge('tributary_imports_running', 'Imports of files that this process runs at the moment.', {}),
  importRows: counter('tributary_import_rows_total', 'Rows that imports have read.', {}),
  importsEnded: counter(
    'tributary_imports_ended_total',
    'Imports that have ended: done, or the code of their failure.',
    {
      code: codes,
    },
  ),

  // The river
  doorToProfile: histogram(
    'tributary_door_to_profile_seconds',
    'From receiving an event to the durable announcement of the profile that holds it.',
    {},
    riverSeconds,
  ),
  segmentChanges: counter('tributary_segment_changes_total', 'Memberships entered and left.', {
    segment: segments,
    change: ['entered', 'left'],
  }),
  frozenComponents: counter(
    'tributary_identity_frozen_total',
    'Links that were refused because the component would have become too large.',
    {},
  ),
  fullBlocks: counter(
    'tributary_identity_full_blocks_total',
    'Blocking keys that more records share than the policy compares; they lead nowhere any more.',
    {},
  ),
  skippedBlocks: counter(
    'tributary_identity_skipped_blocks_total',
    'Blocking keys of records that were not compared under them because the block is full.',
    {},
  ),
  decisions: counter('tributary_decisions_total', 'Decisions by how they ended.', {
    outcome: ['offer', 'fallback', 'nothing', 'failed'],
  }),
  decisionDuration: histogram(
    'tributary_decision_duration_seconds',
    'From a request for a decision to its answer.',
    {},
  ),

  // Consumers
  messages: counter('tributary_messages_total', 'Messages that consumers finished, by what became of them.', {
    ...lane,
    outcome: ['ok', 'duplicate', 'suppressed', 'dead-letter', 'copy'],
  }),
  retries: counter('tributary_batch_retries_total', 'Batches that were tried again after a transient failure.', lane),
  deadLetters: counter('tributary_dead_letters_total', 'Messages that can never be processed, by reason.', {
    ...lane,
    reason: codes,
  }),
  batchDuration: histogram('tributary_batch_duration_seconds', 'From taking a batch to its commit.', lane),
  lagMessages: gauge('tributary_lag_messages', 'Messages that were appended and are not yet committed.', {
    ...lane,
    partition: partitions,
  }),
  lagSeconds: gauge(
    'tributary_lag_seconds',
    'How old the moment is up to which a group has processed everything; 0 where nothing waits.',
    group,
  ),
  assigned: gauge('tributary_partitions_assigned', 'Partitions that this process works on.', lane),
  rebalances: counter('tributary_rebalances_total', 'Times that a group gave partitions to this process.', group),
  fromTheFuture: counter(
    'tributary_messages_from_the_future_total',
    'Messages whose time of appending is more than a second after the clock of the process that takes them.',
    lane,
  ),

  // The bus
  appended: counter('tributary_bus_appended_total', 'Messages that are durable on the log.', { topic: topics }),
  appendDuration: histogram('tributary_bus_append_duration_seconds', 'From an append to its durability.', {}),
  appendFailures: counter('tributary_bus_append_failures_total', 'Appends that failed, by the code of the error.', {
    code: codes,
  }),

  // The store
  storeRoundTrip: histogram(
    'tributary_store_round_trip_seconds',
    'For how long an operation held its connection: one round trip, or the few of a bulk.',
    { service: services },
  ),
  storePoolWait: histogram('tributary_store_pool_wait_seconds', 'For how long an operation waited for a connection.', {
    service: services,
  }),
  storeConnections: gauge('tributary_store_connections_in_use', 'Connections to the store that are at work.', {
    service: services,
  }),
  storeFailures: counter(
    'tributary_store_failures_total',
    'Signs that the store is away: no connection in time, a pool thrown away, a heartbeat without an answer.',
    { service: services, kind: ['checkout', 'pool-cleared', 'heartbeat'] },
  ),
  storeCommands: histogram(
    'tributary_store_command_duration_seconds',
    'From sending a command to the store to its answer; only with TRIBUTARY_STORE_METRICS=true.',
    { service: services, command: codes, collection: codes, failed: ['false', 'true'] },
  ),
  storeStatements: counter(
    'tributary_store_statements_total',
    'Documents to insert, updates and deletions in the commands, 1 for any other; only with TRIBUTARY_STORE_METRICS=true.',
    { service: services, command: codes, collection: codes },
  ),
  outboxWaiting: gauge(
    'tributary_outbox_waiting_documents',
    'Documents whose messages are not published yet; counted up to 10,000.',
    { service: services, collection: codes },
  ),
  outboxOldest: gauge('tributary_outbox_oldest_seconds', 'For how long the oldest of them has been waiting.', {
    service: services,
    collection: codes,
  }),

  // The process
  build: gauge('tributary_build_info', 'Always 1: what runs here, on which engines.', {
    version: codes,
    node: codes,
    services: codes,
    bus: ['embedded', 'kafka'],
    store: ['embedded', 'mongodb'],
  }),
  dataBytes: gauge('tributary_data_bytes', 'Size of the data folder of the embedded engines.', {}),
  dataFree: gauge('tributary_data_free_bytes', 'Room that is left on the disk of the data folder.', {}),
};
