/** What the services ask of the store, as metrics. */
import { type CommandWatcher } from '@tributary/mongo';
import { catalogue, type Metrics } from '@tributary/telemetry';

export function storeMetrics(metrics: Metrics, service: string): CommandWatcher {
  const duration = metrics.histogram(catalogue.storeCommands);
  return ({ command, collection, seconds, failed }) => {
    duration.observe({ service, command, collection, failed: failed ? 'true' : 'false' }, seconds);
  };
}
