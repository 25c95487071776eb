/** What the lanes do, as metrics. */
import { type RunnerObserver } from '@tributary/bus';
import { type Metrics } from '@tributary/telemetry';

export function runnerMetrics(metrics: Metrics): RunnerObserver {
  const handled = metrics.counter({
    name: 'tributary_messages_total',
    help: 'Messages that consumers finished, by outcome.',
    labels: ['group', 'topic', 'outcome'],
  });
  const retries = metrics.counter({
    name: 'tributary_batch_retries_total',
    help: 'Batches tried again after a transient failure.',
    labels: ['group', 'topic'],
  });
  const duration = metrics.histogram({
    name: 'tributary_batch_duration_seconds',
    help: 'From taking a batch to its commit.',
    labels: ['group', 'topic'],
  });
  return { handled, retries, duration } as never;
}
