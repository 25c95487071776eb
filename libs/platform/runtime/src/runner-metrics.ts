/** What the lanes do, as metrics. */
import { type RunnerObserver } from '@tributary/bus';
import { catalogue, type Metrics } from '@tributary/telemetry';

/** The runner tells of the lag every five seconds; a partition that it has stopped telling of belongs to another process. */
const forgottenAfterMs = 20_000;

export function runnerMetrics(metrics: Metrics): RunnerObserver {
  const messages = metrics.counter(catalogue.messages);
  const retries = metrics.counter(catalogue.retries);
  const deadLetters = metrics.counter(catalogue.deadLetters);
  const duration = metrics.histogram(catalogue.batchDuration);
  return {
    onBatch: ({ group, topic, outcomes, seconds }) => {
      duration.observe({ group, topic }, seconds);
      for (const outcome of catalogue.messages.labels.outcome) {
        const count = outcomes[outcome] ?? 0;
        if (count > 0) messages.inc({ group, topic, outcome }, count);
      }
    },
    onRetry: ({ group, topic }) => {
      retries.inc({ group, topic });
    },
    onDeadLetter: ({ group, topic, reason }) => {
      deadLetters.inc({ group, topic, reason });
    },
    onLag: lagGauge(metrics),
  };
}

function lagGauge(metrics: Metrics): NonNullable<RunnerObserver['onLag']> {
  const lag = metrics.gauge(catalogue.lagMessages);
  const told = new Map<string, { readonly lane: Parameters<typeof lag.remove>[0]; readonly at: number }>();
  metrics.beforeScrape(() => {
    for (const [key, { lane, at }] of told) {
      if (performance.now() - at < forgottenAfterMs) continue;
      told.delete(key);
      lag.remove(lane);
    }
  });
  return ({ group, topic, partition, messages }) => {
    const lane = { group, topic, partition: String(partition) };
    told.set(`${group} ${topic} ${partition}`, { lane, at: performance.now() });
    lag.set(lane, messages);
  };
}
