import { describe, expect, it } from '@jest/globals';
import {
  catalogue,
  createLogger,
  createMetrics,
  openTracing,
  traced,
  traceOfFailure,
  traceparentOf,
  untraced,
} from './index.ts';
import { counter } from './metric-spec.ts';

const logged = (write: (log: ReturnType<typeof createLogger>) => void): string => {
  const lines: string[] = [];
  write(createLogger({ service: 'identity', level: 'info', write: (line) => lines.push(line) }));
  return lines.join('');
};

describe('the log', () => {
  it('is one JSON object a line, with service, level and time', () => {
    const line: unknown = JSON.parse(
      logged((log) => {
        log.info({ batch: 3 }, 'resolved');
      }),
    );
    expect(line).toMatchObject({ service: 'identity', level: 'info', batch: 3, msg: 'resolved' });
  });

  it.each([
    ['a field', { email: 'ann@example.org' }],
    ['a nested field', { person: { phone: '+441132960000' } }],
    ['a field two levels down', { event: { context: { ip: '10.1.2.3' } } }],
    ['a key', { writeKey: 'w_abc' }],
  ])('never shows personal data in %s', (_name, fields) => {
    const text = logged((log) => {
      log.warn(fields, 'rejected');
    });
    expect(text).toContain('[redacted]');
    expect(text).not.toMatch(/ann@|441132960000|10\.1\.2\.3|w_abc/);
  });

  it('never shows an e-mail address inside a message', () => {
    expect(
      logged((log) => {
        log.error({}, 'cannot merge ann@example.org');
      }),
    ).toContain('cannot merge [e-mail]');
  });

  it('is silent below its level', () => {
    expect(
      logged((log) => {
        log.debug({}, 'detail');
      }),
    ).toBe('');
  });
});

describe('a trace', () => {
  const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
  const lineOf = (text: string) => JSON.parse(text) as object;

  it('is named by the log lines written within it, and by no others', async () => {
    const lines: string[] = [];
    const log = createLogger({ service: 'identity', level: 'info', write: (line) => lines.push(line) });
    const span = untraced.begin('work', { kind: 'server', parent: traceparent });
    await traced(span, async () => {
      await Promise.resolve();
      log.info({}, 'inside');
    });
    log.info({}, 'outside');
    expect(lines.map(lineOf)).toMatchObject([{ trace_id: 'a'.repeat(32), msg: 'inside' }, { msg: 'outside' }]);
    expect(lines[1]).not.toContain('trace_id');
  });

  it('is known of a failure by whoever answers for it', async () => {
    const error = new Error('no store');
    const span = untraced.begin('work', { kind: 'server', parent: traceparent });
    await expect(traced(span, () => Promise.reject(error))).rejects.toBe(error);
    expect(traceOfFailure(error)).toBe(traceparent);
    expect(traceOfFailure(new Error('another'))).toBeUndefined();
  });

  it.each([
    ['a well-formed header', traceparent, traceparent],
    ['zeros', `00-${'0'.repeat(32)}-${'b'.repeat(16)}-01`, undefined],
    ['another version', traceparent.replace('00-', '01-'), undefined],
    ['a long text', traceparent.repeat(100), undefined],
    ['two headers', [traceparent, traceparent], undefined],
    ['none', undefined, undefined],
  ])('is taken from %s as it should be', (_name, header, expected) => {
    expect(traceparentOf(header)).toBe(expected);
  });

  it('loads nothing where there is nowhere to send it', async () => {
    const log = createLogger({ service: 'identity', level: 'silent' });
    for (const env of [{}, { OTEL_SDK_DISABLED: 'true', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' }]) {
      const tracing = await openTracing({ env, version: '1', log });
      expect(tracing.tracerOf('identity').enabled).toBe(false);
      await tracing.close();
    }
  });
});

describe('the metrics', () => {
  it('are scraped with name, help, labels and value', async () => {
    const metrics = createMetrics();
    const rejected = metrics.counter(catalogue.rejections);
    rejected.inc({ code: 'NOT_JSON' });
    rejected.inc({ code: 'NOT_JSON' }, 2);
    expect(await metrics.text()).toContain('tributary_rejections_total{code="NOT_JSON"} 3');
  });

  it('answer the same metric to a second declaration', async () => {
    const metrics = createMetrics();
    for (const value of [1, 2]) metrics.gauge(catalogue.lagSeconds).set({ group: 'a' }, value);
    expect(await metrics.text()).toContain('tributary_lag_seconds{group="a"} 2');
  });

  it('count what strangers invent beyond the bound of a label as one', async () => {
    const metrics = createMetrics();
    const visits = metrics.counter(counter('visits_total', 'Visits.', { from: 2 }));
    for (const from of ['a', 'b', 'c', 'd', 'a']) visits.inc({ from });
    const text = await metrics.text();
    expect(text.match(/^visits_total.*$/gm)).toEqual([
      'visits_total{from="a"} 2',
      'visits_total{from="b"} 1',
      'visits_total{from="other"} 2',
    ]);
  });

  it('call a value one of the others in every metric, so that sums over metrics agree', async () => {
    const metrics = createMetrics();
    const [came, went] = ['came_total', 'went_total'].map((name) => metrics.counter(counter(name, name, { by: 1 })));
    came?.inc({ by: 'ann' });
    went?.inc({ by: 'bob' });
    expect(await metrics.text()).toContain('went_total{by="other"} 1');
  });

  it('are brought up to date before a scrape', async () => {
    const metrics = createMetrics();
    const lag = metrics.gauge(catalogue.lagSeconds);
    lag.set({ group: 'gone' }, 1);
    metrics.beforeScrape(() => {
      lag.remove({ group: 'gone' });
      lag.set({ group: 'a' }, 7);
    });
    expect((await metrics.text()).match(/^tributary_lag_seconds.*$/gm)).toEqual(['tributary_lag_seconds{group="a"} 7']);
  });
});
