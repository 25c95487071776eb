/** What the services ask of the store, as metrics. */
import { type CommandWatcher } from '@tributary/mongo';
import { catalogue, type Metrics } from '@tributary/telemetry';

export function storeMetrics(metrics: Metrics, service: string): CommandWatcher {
  const duration = metrics.histogram(catalogue.storeCommands);
  const statements = metrics.counter(catalogue.storeStatements);
  return ({ command, collection, statements: sent, seconds, failed }) => {
    statements.inc({ service, command, collection }, sent);
    duration.observe({ service, command, collection, failed: failed ? 'true' : 'false' }, seconds);
  };
}
