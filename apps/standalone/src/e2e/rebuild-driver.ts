/** A running river whose derived state is rebuilt from outside: events in, orders, progress, and what readers see. */
import { createClient } from '@tributary/api-client';
import { type ServiceName } from '@tributary/contracts';
import { type River } from '@tributary/launcher';
import { setTimeout as sleep } from 'node:timers/promises';
import { readState, type State } from './state-hash.ts';

type Answer = any; // eslint-disable-line @typescript-eslint/no-explicit-any -- answers of the system under test
/** Where processes are started several times in a test, on what may be a busy machine. */
const withinMs = 150_000;
const batchSize = 400;

export async function until<T>(what: string, look: () => Promise<T | undefined>, everyMs = 50): Promise<T> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const found = await look().catch(() => undefined);
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error(`Not within ${withinMs} ms: ${what}`);
    await sleep(everyMs);
  }
}

/** The river may be another one after each restart. */
export class RebuildDriver {
  readonly #river: () => Pick<River, 'url' | 'secretKey' | 'writeKey'>;
  #sent = 0;

  constructor(river: () => Pick<River, 'url' | 'secretKey' | 'writeKey'>) {
    this.#river = river;
  }

  get sent(): number {
    return this.#sent;
  }

  /** Sends again what no door takes: processes die and move. */
  async send(events: readonly object[]): Promise<void> {
    for (let at = 0; at < events.length; at += batchSize) {
      const body = JSON.stringify({ batch: events.slice(at, at + batchSize) });
      await until('the door takes events', async () => {
        const { url, writeKey } = this.#river();
        const headers = { authorization: `Bearer ${writeKey}`, 'content-type': 'application/json' };
        const answer = await fetch(`${url('ingestion')}/v1/import`, { method: 'POST', headers, body });
        return answer.ok ? true : undefined;
      });
    }
    this.#sent += events.length;
  }

  get(service: ServiceName, path: string): Promise<Answer> {
    const { url, secretKey } = this.#river();
    return createClient({ url: url(service), secretKey, retries: 0 }).get(path);
  }

  /** Waits until a process answers; one that has the order already refuses it. */
  async order(service: ServiceName, rate: number): Promise<void> {
    await until(`${service} takes the order`, async () => {
      const { url, secretKey } = this.#river();
      const path = `/v1/rebuilds/${service}`;
      const running = (await this.get(service, path)).running;
      if (running !== null) return true;
      return createClient({ url: url(service), secretKey, retries: 0 }).post(path, { rate });
    });
  }

  /** Once it is over: the generation in use and what was found. */
  async finished(service: ServiceName, generation: number): Promise<Answer> {
    const answer = await until(`generation ${generation} of ${service}`, async () => {
      const found = await this.get(service, `/v1/rebuilds/${service}`);
      const over = found.running === null && (found.failure !== null || found.generation >= generation);
      return over ? found : undefined;
    });
    if (answer.failure !== null) throw new Error(answer.failure);
    return answer;
  }

  /** What everybody can read, once all that was sent is part of it and nobody has anything to read any more, twice in a row. */
  async settled(): Promise<State> {
    let last = '';
    return until('everything has arrived', async () => {
      const done = await this.#isDone();
      const state = await readState(this.#river());
      const [now, before] = [JSON.stringify(state), last];
      last = done ? now : '';
      await sleep(300);
      return done && now === before ? state : undefined;
    });
  }

  /** The services read each other's topics: what one has done may be what another has still to read. */
  async #isDone(): Promise<boolean> {
    const reviews = await this.get('identity', '/v1/reviews?limit=1');
    const segments = await this.get('segmentation', '/v1/segments');
    const summary = await this.get('analytics', '/v1/figures/summary');
    const lags: readonly Answer[] = [reviews, ...segments.items, summary];
    return summary.events === this.#sent && lags.every(({ lagMs }) => lagMs === 0);
  }
}
