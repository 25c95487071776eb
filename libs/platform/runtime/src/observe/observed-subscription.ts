/** What each subscription becomes before the lanes run it: a span for every message of a recorded trace, and an eye on the clocks. */
import { isForeign, type Outcome, type Received, type Subscription } from '@tributary/bus';
import {
  catalogue,
  isSampled,
  withinTrace,
  type Clock,
  type Metrics,
  type Span,
  type Tracer,
} from '@tributary/telemetry';

export interface ObservedOptions {
  readonly group: string;
  readonly tracer: Tracer;
  readonly metrics: Metrics;
  readonly clock: Clock;
}

export function observed(subscription: Subscription, options: ObservedOptions): Subscription {
  // The clocks of strangers are not ours to set.
  const watched = isForeign(subscription.topic) ? subscription : clocksWatched(subscription, options);
  return options.tracer.enabled ? traced(watched, options) : watched;
}

/** Clocks of one machine room differ by milliseconds; time windows and freshness are wrong by as much as these do. */
const toleratedMs = 1_000;

function clocksWatched(subscription: Subscription, { group, metrics, clock }: ObservedOptions): Subscription {
  const { topic } = subscription;
  const ahead = metrics.counter(catalogue.fromTheFuture);
  return {
    topic,
    handle: (batch) => {
      const latest = clock.now() + toleratedMs;
      let count = 0;
      for (const { appendedAt } of batch) if (appendedAt > latest) count += 1;
      if (count > 0) ahead.inc({ group, topic: topic.name }, count);
      return subscription.handle(batch);
    },
  };
}

function traced(subscription: Subscription, { group, tracer, clock }: ObservedOptions): Subscription {
  const { topic } = subscription;
  // Where strangers publish, a trace begins with us if they have begun none; the stages after follow that decision.
  const begins = isForeign(topic) || topic.producers.includes('channels');
  const isTraced = ({ traceparent }: Received<unknown>): boolean =>
    traceparent === undefined ? begins : isSampled(traceparent);
  const begin = (message: Received<unknown>): Span | undefined => {
    if (!isTraced(message)) return undefined;
    const attributes = { ...placeOf(message, group), 'tributary.waited_ms': clock.now() - message.appendedAt };
    return tracer.begin(`process ${topic.name}`, { kind: 'consumer', parent: message.traceparent, attributes });
  };
  return {
    topic,
    handle: async (batch) => {
      if (!batch.some(isTraced)) return subscription.handle(batch);
      const spans = batch.map(begin);
      try {
        const outcomes = await handleWithin(subscription, batch, spans);
        for (const [index, span] of spans.entries()) span?.end(endOf(outcomes[index]));
        return outcomes;
      } catch (error) {
        for (const span of spans) span?.end({ error });
        throw error;
      }
    },
  };
}

/** A handler hands the context of its input on to its outputs: given ours, what follows hangs below this span. */
function handleWithin(
  subscription: Subscription,
  batch: readonly Received<unknown>[],
  spans: readonly (Span | undefined)[],
): Promise<readonly Outcome[]> {
  const inside = batch.map((message, index) => {
    const span = spans[index];
    return span === undefined ? message : { ...message, traceparent: span.traceparent };
  });
  const [only, ...others] = spans.filter((span) => span !== undefined);
  const logged = others.length === 0 ? only?.traceparent : undefined;
  return withinTrace(logged, () => subscription.handle(inside));
}

const placeOf = ({ topic, partition, offset, id }: Received<unknown>, group: string) => ({
  'messaging.system': 'kafka',
  'messaging.operation.type': 'process',
  'messaging.destination.name': topic,
  'messaging.destination.partition.id': String(partition),
  'messaging.kafka.offset': offset,
  'messaging.consumer.group.name': group,
  'messaging.message.id': id,
});

function endOf(outcome: Outcome | undefined): Parameters<Span['end']>[0] {
  if (outcome === undefined) return {};
  const attributes = { 'tributary.outcome': outcome.kind };
  if (outcome.kind === 'dead-letter') return { attributes, error: new Error(outcome.reason) };
  return outcome.kind === 'suppressed'
    ? { attributes: { ...attributes, 'tributary.reason': outcome.reason } }
    : { attributes };
}
