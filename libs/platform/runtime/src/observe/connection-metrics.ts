/**
 * How a service's connections to the store fare. Read off the pool, whose events the driver makes anyway: watching every command would have
 * it decode each answer twice.
 */
import { catalogue, type Metrics } from '@tributary/telemetry';
import { type Connection } from 'mongoose';

export function measureConnections(connection: Connection, metrics: Metrics, service: string): void {
  const held = metrics.histogram(catalogue.storeRoundTrip);
  const waited = metrics.histogram(catalogue.storePoolWait);
  const inUse = metrics.gauge(catalogue.storeConnections);
  const failures = metrics.counter(catalogue.storeFailures);
  const since = new Map<string, number>();
  const client = connection.getClient();
  client.on('connectionCheckedOut', ({ address, connectionId, durationMS }) => {
    since.set(`${address} ${connectionId}`, performance.now());
    waited.observe({ service }, durationMS / 1_000);
  });
  client.on('connectionCheckedIn', ({ address, connectionId }) => {
    const key = `${address} ${connectionId}`;
    const started = since.get(key);
    since.delete(key);
    if (started !== undefined) held.observe({ service }, (performance.now() - started) / 1_000);
  });
  client.on('connectionCheckOutFailed', () => {
    failures.inc({ service, kind: 'checkout' });
  });
  client.on('connectionPoolCleared', () => {
    since.clear();
    failures.inc({ service, kind: 'pool-cleared' });
  });
  client.on('serverHeartbeatFailed', () => {
    failures.inc({ service, kind: 'heartbeat' });
  });
  metrics.beforeScrape(() => {
    inUse.set({ service }, since.size);
  });
}
