/** Small tools of the benchmarks: percentiles, and load that keeps its rate whatever the answers take. */

export interface Percentiles {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

/** Milliseconds, to a tenth. */
export function percentiles(samples: readonly number[]): Percentiles {
  const sorted = samples.toSorted((a, b) => a - b);
  const at = (share: number): number => {
    const value = sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
    return Math.round(value * 10) / 10;
  };
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}

/** Runs `work` `total` times, `lanes` at once; answers how many a second. */
export async function throughput(
  total: number,
  lanes: number,
  work: (index: number) => Promise<unknown>,
): Promise<number> {
  let next = 0;
  const started = performance.now();
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      while (next < total) {
        next += 1;
        await work(next - 1);
      }
    }),
  );
  return (total / (performance.now() - started)) * 1_000;
}

export interface OpenLoop {
  readonly perSecond: number;
  readonly seconds: number;
  /** Starts one request of `size` events; the schedule never waits for it. */
  readonly send: (index: number, size: number) => Promise<unknown>;
  /** Requests a second; more events go in larger requests. */
  readonly requestsPerSecond: number;
}

/** Open loop: a slow answer delays nothing, so that latency is not hidden by waiting for it. */
export async function openLoop({ perSecond, seconds, send, requestsPerSecond }: OpenLoop): Promise<void> {
  const pending: Promise<unknown>[] = [];
  const requests = Math.ceil(seconds * requestsPerSecond);
  const started = performance.now();
  let sent = 0;
  for (let request = 0; request < requests; request += 1) {
    const due = started + (request * 1_000) / requestsPerSecond;
    const wait = due - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    const until = Math.round(((request + 1) * perSecond) / requestsPerSecond);
    if (until > sent) pending.push(send(sent, until - sent));
    sent = until;
  }
  await Promise.all(pending);
}

export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

export const ratio = (of: number, to: number): number => Math.round((of / to) * 100) / 100;
export const round = (value: number): number => Math.round(value);
