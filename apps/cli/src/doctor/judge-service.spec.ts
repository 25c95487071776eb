import { describe, expect, it } from '@jest/globals';
import { judgeClock, judgeKey, judgeMetrics } from './judge-service.ts';

const noon = Date.UTC(2026, 0, 1, 12);

describe('the clock of a service', () => {
  it.each([
    ['agrees', 0, 20, 'ok'],
    ['agrees within the second that the header counts', -1_900, 20, 'ok'],
    ['agrees as far as a slow answer can tell', -3_000, 4_000, 'ok'],
    ['is some seconds behind', -6_000, 20, 'warn'],
    ['is some seconds ahead', 6_000, 20, 'warn'],
    ['is an hour behind', -3_600_000, 20, 'FAIL'],
    ['is an hour ahead', 3_600_000, 20, 'FAIL'],
  ])('%s', (_what, off, tookMs, level) => {
    const told = { asked: noon, answered: noon + tookMs, date: new Date(noon + off).toUTCString() };
    const [finding, ...more] = judgeClock('identity', told);
    expect([finding?.level, more]).toEqual([level, []]);
    expect(finding?.fix).toEqual(level === 'ok' ? undefined : expect.stringContaining('NTP'));
  });

  it('is not judged by an answer that does not tell it', () => {
    for (const date of [null, 'yesterday']) expect(judgeClock('identity', { asked: 0, answered: 0, date })).toEqual([]);
  });
});

describe('a key', () => {
  it('is weak when somebody has typed it', () => {
    expect(judgeKey('identity', 'k'.repeat(32)).level).toBe('ok');
    expect(judgeKey('identity', 'k'.repeat(31))).toMatchObject({
      level: 'warn',
      fix: expect.stringContaining('openssl'),
    });
  });
});

describe('the metrics of a service', () => {
  const lag = (group: string, partition: number, value: number) =>
    `tributary_lag_messages{group="${group}",topic="event.collected.v1",partition="${partition}"} ${value}`;

  it('tell what waits for each group, and what was parked', () => {
    const text = ['# HELP x y', lag('identity', 0, 600), lag('identity', 1, 401), lag('analytics', 0, 1_000)].join(
      '\n',
    );
    expect(judgeMetrics('both', text)).toEqual([
      {
        level: 'warn',
        area: 'lag',
        what: 'identity has 1,001 messages waiting',
        fix: expect.stringContaining('again'),
      },
      { level: 'ok', area: 'lag', what: 'analytics has 1,000 messages waiting' },
      { level: 'ok', area: 'dead letters', what: 'both has parked 0 dead letters since it started' },
    ]);
  });

  it('warn of dead letters', () => {
    const text = 'tributary_dead_letters_total{reason="NOT_JSON"} 2\ntributary_dead_letters_total{reason="X"} 1';
    expect(judgeMetrics('identity', text)).toMatchObject([
      { level: 'warn', what: 'identity has parked 3 dead letters since it started', fix: expect.any(String) },
    ]);
  });
});
