/** What the services ask of the store, as metrics. */
import { type CommandWatcher } from '@tributary/mongo';
import { type Metrics } from '@tributary/telemetry';

export function storeMetrics(metrics: Metrics, service: string): CommandWatcher {
  const duration = metrics.histogram({
    name: 'tributary_store_command_duration_seconds',
    help: 'From sending a command to the store to its answer.',
    labels: ['service', 'command', 'collection', 'failed'],
  });
  return ({ command, collection, seconds, failed }) => {
    duration.observe({ service, command, collection, failed: String(failed) }, seconds);
  };
}
