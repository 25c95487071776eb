/** What is wrong with a service, judged by what it answered: its clock, the key, what waits, what it parked. */
import { type Finding } from './finding.ts';
import { readMetrics, type Sample } from './read-metrics.ts';
import { waiting } from './waiting.ts';

/** Windows of segments and schedules of offers go by the clock; sessions of Kafka do not. */
const skew = { warnMs: 2_000, failMs: 30_000 } as const;
/** Too short to have been generated: somebody has typed it. */
const shortestKey = 32;

/** An answer to this machine: asked and there, milliseconds since the epoch; its `Date` header. */
export interface Told {
  readonly asked: number;
  readonly answered: number;
  readonly date: string | null;
}

/** Nothing is said of an answer without a date. */
export function judgeClock(name: string, { asked, answered, date }: Told): readonly Finding[] {
  const told = Date.parse(date ?? '');
  if (Number.isNaN(told)) return [];
  // The header counts whole seconds, and the answer took its time.
  const uncertainty = 500 + (answered - asked) / 2;
  const off = Math.max(0, Math.abs(told + 500 - (asked + answered) / 2) - uncertainty);
  const area = 'services';
  if (off <= skew.warnMs) return [{ level: 'ok', area, what: `the clock of ${name} agrees with this one` }];
  const what = `the clock of ${name} is ${(off / 1_000).toFixed(1)} s off`;
  return [{ level: off > skew.failMs ? 'FAIL' : 'warn', area, what, fix: 'Let every machine keep its time by NTP.' }];
}

export function judgeKey(name: string, key: string): Finding {
  const [area, what] = ['keys', `${name} accepts the secret key`];
  if (key.length >= shortestKey) return { level: 'ok', area, what };
  return {
    ...{ level: 'warn', area, what: `${what}, but it is only ${key.length} characters long` },
    fix: 'Generate one: openssl rand -base64 32. Two may be active at once, so that nothing stands still.',
  };
}

/** What its metrics say: what waits by group, what was parked. */
export function judgeMetrics(name: string, text: string): readonly Finding[] {
  const metrics = readMetrics(text);
  const lags = Map.groupBy(
    metrics.filter((one) => one.name === 'tributary_lag_messages'),
    ({ labels }) => labels['group'] ?? name,
  );
  const waits = [...lags].map(([group, samples]) => waiting(group, sum(samples)));
  return [...waits, parked(name, sum(metrics.filter((one) => one.name === 'tributary_dead_letters_total')))];
}

function parked(name: string, count: number): Finding {
  const [area, what] = [
    'dead letters',
    `${name} has parked ${count.toLocaleString('en')} dead letters since it started`,
  ];
  if (count === 0) return { level: 'ok', area, what };
  const fix = 'Read <service>.dead-lettered.v1; those of ingestion are at GET /v1/rejections and can be replayed.';
  return { level: 'warn', area, what, fix };
}

const sum = (samples: readonly Sample[]): number => samples.reduce((all, { value }) => all + value, 0);
