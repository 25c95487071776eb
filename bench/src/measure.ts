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

/**
 * Open loop: a slow answer delays nothing, so that latency is not hidden by waiting for it. Nothing is kept of what was answered: a heap
 * that grows costs the generator pauses, which would be taken for the server's.
 */
export async function openLoop({ perSecond, seconds, send, requestsPerSecond }: OpenLoop): Promise<void> {
  const requests = Math.ceil(seconds * requestsPerSecond);
  const started = performance.now();
  const open = new InFlight();
  let sent = 0;
  for (let request = 0; request < requests; request += 1) {
    const due = started + (request * 1_000) / requestsPerSecond;
    const wait = due - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    const until = Math.round(((request + 1) * perSecond) / requestsPerSecond);
    if (until > sent) open.add(send(sent, until - sent));
    sent = until;
  }
  await open.settled();
}

class InFlight {
  #count = 0;
  #failure: { readonly error: unknown } | undefined;
  #onChange = (): void => undefined;

  add(work: Promise<unknown>): void {
    this.#count += 1;
    work
      .catch((error: unknown) => (this.#failure ??= { error }))
      .finally(() => {
        this.#count -= 1;
        this.#onChange();
      });
  }

  /** Rejects with the first failure. */
  async settled(): Promise<void> {
    while (this.#count > 0) await new Promise<void>((resolve) => (this.#onChange = resolve));
    if (this.#failure) throw this.#failure.error;
  }
}

export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

export const ratio = (of: number, to: number): number => Math.round((of / to) * 100) / 100;
export const round = (value: number): number => Math.round(value);
