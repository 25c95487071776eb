import { describe, expect, it } from '@jest/globals';
import { createLogger, createMetrics } from './index.ts';

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
    const rejected = metrics.counter({ name: 'tributary_rejected_total', help: 'Rejected events.', labels: ['code'] });
    rejected.inc({ code: 'NOT_JSON' });
    rejected.inc({ code: 'NOT_JSON' }, 2);
    expect(await metrics.text()).toContain('tributary_rejected_total{code="NOT_JSON"} 3');
  });

  it('answer the same metric to a second declaration', async () => {
    const metrics = createMetrics();
    for (const value of [1, 2])
      metrics.gauge({ name: 'tributary_lag', help: 'Lag.', labels: ['group'] }).set({ group: 'a' }, value);
    expect(await metrics.text()).toContain('tributary_lag{group="a"} 2');
  });
});
