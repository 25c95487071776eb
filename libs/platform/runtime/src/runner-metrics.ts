/** What the lanes do, as metrics. */
import { type RunnerObserver } from '@tributary/bus';
import { type Metrics } from '@tributary/telemetry';

export function runnerMetrics(metrics: Metrics): RunnerObserver {
  const messages = metrics.counter({
    name: 'tributary_messages_total',
    help: 'Messages that consumers finished, by what became of them.',
    labels: ['group', 'topic', 'outcome'],
  });
  const retries = metrics.counter({
    name: 'tributary_batch_retries_total',
    help: 'Batches tried again after a transient failure.',
    labels: ['group', 'topic'],
  });
  const deadLetters = metrics.counter({
    name: 'tributary_dead_letters_total',
    help: 'Messages that can never be processed, by reason.',
    labels: ['group', 'topic', 'reason'],
  });
  const duration = metrics.histogram({
    name: 'tributary_batch_duration_seconds',
    help: 'From taking a batch to its commit.',
    labels: ['group', 'topic'],
  });
  const lag = metrics.gauge({
    name: 'tributary_lag_messages',
    help: 'Messages appended but not yet committed.',
    labels: ['group', 'topic', 'partition'],
  });
  return {
    onBatch: ({ group, topic, outcomes, seconds }) => {
      duration.observe({ group, topic }, seconds);
      for (const [outcome, count] of Object.entries(outcomes)) messages.inc({ group, topic, outcome }, count);
    },
    onRetry: ({ group, topic }) => {
      retries.inc({ group, topic });
    },
    onDeadLetter: ({ group, topic, reason }) => {
      deadLetters.inc({ group, topic, reason });
    },
    onLag: ({ group, topic, partition, messages: waiting }) => {
      lag.set({ group, topic, partition: String(partition) }, waiting);
    },
  };
}
