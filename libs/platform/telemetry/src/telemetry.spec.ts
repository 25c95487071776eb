import { describe, expect, it } from '@jest/globals';
import { catalogue, createLogger, createMetrics } from './index.ts';
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
