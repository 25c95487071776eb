import { describe, expect, it } from '@jest/globals';
import { type FaultsResult } from '../faults/faults.ts';
import { pageOf } from './page.ts';
import { countOf, type Report, type Stamp } from './report.ts';

const stamp: Stamp = { at: '2026-03-01 10:00', seed: 7, machine: '2 cores', versions: 'Node 24', revision: 'abc1234' };
const finding = (check: 'V1' | 'V3', violations: number) => ({
  ...{ check, promise: 'a promise', violations, examples: violations > 0 ? ['one | example'] : [] },
});
const tier = (name: 'short' | 'long', change: Partial<FaultsResult> = {}): FaultsResult & { stamp: Stamp } => ({
  ...{
    tier: name,
    engines: 'Kafka',
    seed: 7,
    wanted: 1_000,
    events: 1_000,
    requests: 120,
    rate: 100,
    minutes: 2,
    stamp,
  },
  ...{ usual: { p50: 1, p95: 2, p99: 3 }, late: [], settled: true, timed: true, kept: undefined },
  findings: [finding('V1', 0), finding('V3', 0)],
  rows: [
    {
      ...{ row: 'leader killed', fault: 'SIGKILL', bar: '20 s', doorMs: 1_500, backMs: 2_000, lagMs: 900 },
      ...{ memoryMb: 200, grownMb: 5, met: true, late: false, again: false, note: '' },
    },
  ],
  ...change,
});

describe('the report', () => {
  it('counts checks, rows and bugs', () => {
    const report: Report = {
      short: tier('short', { findings: [finding('V1', 2), finding('V3', 0)] }),
      conservation: {
        ...{ stamp, kept: undefined, sound: [] },
        caught: [{ bug: 'no-unique-key', what: 'no key', by: 'V3', caught: false, example: '' }],
      },
    };
    expect(countOf(report)).toEqual({
      ...{ passed: 3, failed: 2 },
      failures: ['V3 does not catch no-unique-key', 'V1: one | example'],
    });
  });

  it('counts a row that was late and measured once more by the second time, and shows both', () => {
    const [row] = tier('short').rows;
    if (row === undefined) throw new Error('There is one row.');
    const late = { ...row, backMs: 31_000, met: false, late: true };
    const withRows = (...rows: (typeof row)[]): Report => ({ short: tier('short', { rows }) });
    expect(countOf(withRows(late, { ...row, again: true })).failed).toBe(0);
    expect(countOf(withRows(late, { ...late, again: true })).failed).toBe(1);
    expect(countOf(withRows(late, row)).failed).toBe(1);
    const page = pageOf(withRows(late, { ...row, again: true }));
    expect(page).toContain('**leader killed**: SIGKILL | 20 s | 1.5 s | 31.0 s');
    expect(page).toContain('**leader killed**, once more: SIGKILL | 20 s | 1.5 s | 2.0 s');
  });

  it('judges no times in a run without times, but that everything came back', () => {
    const [row] = tier('short').rows;
    if (row === undefined) throw new Error('There is one row.');
    const late = { ...row, backMs: 31_000, met: false, late: true };
    const failedOf = (one: typeof row): number =>
      countOf({ short: tier('short', { timed: false, rows: [one] }) }).failed;
    expect(failedOf(late)).toBe(0);
    expect(failedOf({ ...late, backMs: null })).toBe(1);
    expect(failedOf({ ...late, lagMs: null })).toBe(1);
    expect(failedOf({ ...row, met: false, late: false, note: 'it broke' })).toBe(1);
  });

  it('has a section for each run, so that one does not hide another', () => {
    const page = pageOf({ short: tier('short'), long: tier('long', { events: 500 }) });
    expect(page.match(/^## .*/gm)).toEqual(['## Short tier', '## Long tier']);
    expect(page).toContain(
      '**1,000 events in 120 requests, 0 lost, 0 doubled effects** (at most 3.0e-3 of all lost, 95 %)',
    );
    expect(page).toContain('500 events (1,000 were wanted; the run ended earlier)');
  });

  it('says plainly what was missed', () => {
    const rows = tier('short').rows.map((row) => ({ ...row, backMs: null, met: false, note: 'too late' }));
    const page = pageOf({ short: tier('short', { rows, findings: [finding('V1', 1)] }) });
    expect(page).toContain('| 1.5 s | not in time | 0.9 s | 200 MB | **no**: too late |');
    expect(page).toContain('1 lost');
    expect(page).toContain('one \\| example');
  });
});
