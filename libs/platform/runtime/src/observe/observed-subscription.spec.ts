import { describe, expect, it } from '@jest/globals';
import { type Outcome, type Received, type Subscription } from '@tributary/bus';
import { topics } from '@tributary/contracts';
import { createMetrics, untraced, type Span, type Tracer } from '@tributary/telemetry';
import { observed } from './observed-subscription.ts';

const now = 1_700_000_000_000;
const trace = (flags: string): string => `00-${'a'.repeat(32)}-${'b'.repeat(16)}-${flags}`;

const message = (parts: Partial<Received<unknown>>): Received<unknown> => ({
  id: 'm',
  topic: topics.eventCollected.name,
  partition: 0,
  offset: 0,
  key: 'r',
  value: {},
  time: now,
  appendedAt: now,
  traceparent: undefined,
  ...parts,
});

/** Writes down what was begun and how it ended, as a collector would see it. */
function recorder() {
  const seen: { name: string; parent: string | undefined; ended?: object }[] = [];
  const tracer: Tracer = {
    enabled: true,
    begin: (name, { parent }): Span => {
      const span: (typeof seen)[number] = { name, parent };
      seen.push(span);
      return {
        traceparent: `span ${seen.length}`,
        end: (how = {}) => {
          span.ended = how;
        },
      };
    },
  };
  return { seen, tracer };
}

const ok: Outcome = { kind: 'ok', outputs: [] };
const handler = (topic: Subscription['topic'], answer: (batch: readonly Received<unknown>[]) => readonly Outcome[]) => {
  const given: (readonly Received<unknown>[])[] = [];
  const subscription: Subscription = {
    topic,
    handle: (batch) => {
      given.push(batch);
      return Promise.resolve(answer(batch));
    },
  };
  return { given, subscription };
};
const options = (tracer: Tracer) => ({
  group: 'identity',
  tracer,
  metrics: createMetrics(),
  clock: { now: () => now },
});

describe('an observed subscription', () => {
  it('hands a batch on as it is where nothing of it is recorded', async () => {
    const { given, subscription } = handler(topics.eventCollected, (batch) => batch.map(() => ok));
    const { seen, tracer } = recorder();
    const batch = [message({}), message({ traceparent: trace('00') })];
    for (const one of [tracer, untraced]) await observed(subscription, options(one)).handle(batch);
    expect(given[0]).toBe(batch);
    expect(given[1]).toBe(batch);
    expect(seen).toEqual([]);
  });

  it('puts a span between a recorded message and what follows from it', async () => {
    const { given, subscription } = handler(topics.eventCollected, (batch) => batch.map(() => ok));
    const { seen, tracer } = recorder();
    const batch = [message({ traceparent: trace('01') }), message({ id: 'other', traceparent: trace('00') })];
    expect(await observed(subscription, options(tracer)).handle(batch)).toEqual([ok, ok]);
    expect(given[0]?.map(({ traceparent }) => traceparent)).toEqual(['span 1', trace('00')]);
    const name = 'process event.collected.v1';
    expect(seen).toEqual([{ name, parent: trace('01'), ended: { attributes: { 'tributary.outcome': 'ok' } } }]);
  });

  it('begins a trace where strangers publish, and only there', async () => {
    const { seen, tracer } = recorder();
    for (const topic of [topics.eventReceived, topics.eventCollected]) {
      await observed(handler(topic, () => [ok]).subscription, options(tracer)).handle([message({})]);
    }
    expect(seen.map(({ name }) => name)).toEqual(['process event.received.v1']);
  });

  it('ends its spans with what went wrong', async () => {
    const { seen, tracer } = recorder();
    const refusing = handler(topics.eventCollected, () => [{ kind: 'dead-letter', reason: 'BAD', detail: '' }]);
    const failing: Subscription = { topic: topics.eventCollected, handle: () => Promise.reject(new Error('no store')) };
    const batch = [message({ traceparent: trace('01') })];
    await observed(refusing.subscription, options(tracer)).handle(batch);
    await expect(observed(failing, options(tracer)).handle(batch)).rejects.toThrow('no store');
    expect(seen.map(({ ended }) => ended)).toEqual([
      { attributes: { 'tributary.outcome': 'dead-letter' }, error: new Error('BAD') },
      { error: new Error('no store') },
    ]);
  });

  it('counts messages that come from the future', async () => {
    const { subscription } = handler(topics.eventCollected, (batch) => batch.map(() => ok));
    const own = options(untraced);
    await observed(subscription, own).handle(
      [0, 900, 1_100, 90_000].map((ahead) => message({ appendedAt: now + ahead })),
    );
    expect(await own.metrics.text()).toContain(
      'tributary_messages_from_the_future_total{group="identity",topic="event.collected.v1"} 2',
    );
  });
});
