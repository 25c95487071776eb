/** The door as an import inside this process uses it: waits while the bus is overloaded or away, for a while. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { BusError } from '@tributary/bus';
import { decodeBody } from '@tributary/domain-collection';
import { type Accepted, type AcceptEvents } from '../accept-events/accept-events.ts';
import { type Source } from '../ports.ts';

/** Between tries: doubled each time. */
const firstPauseMs = 250;
const longestPauseMs = 15_000;

export interface SendInProcessParts {
  readonly accept: Pick<AcceptEvents, 'run'>;
  readonly source: Source;
  /** How long one request is tried again. */
  readonly patienceMs: number;
  readonly signal: AbortSignal;
}

export class SendInProcess {
  constructor(private readonly parts: SendInProcessParts) {}

  /** Each try is a request of its own: what was taken twice is recognised by its event id, what was refused twice by its bytes. */
  async importBatch(json: string): Promise<Accepted> {
    const { patienceMs, signal } = this.parts;
    const until = performance.now() + patienceMs;
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await this.#send(json);
      } catch (error) {
        const isBusy = error instanceof BusError && error.retry;
        if (!isBusy || performance.now() >= until) throw error;
      }
      await sleep(Math.min(firstPauseMs * 2 ** attempt, longestPauseMs), undefined, { signal });
    }
  }

  #send(json: string): Promise<Accepted> {
    const body = decodeBody(Buffer.from(json));
    if (!body.ok) throw new Error(`A batch of an import cannot be read: ${body.reason.detail}`);
    const { accept, source } = this.parts;
    return accept.run({
      body,
      source,
      imported: true,
      // A batch that is sent again refuses the same once.
      repeatable: true,
      fromPage: false,
      requestId: randomUUID(),
      ip: undefined,
      userAgent: undefined,
      traceparent: undefined,
    });
  }
}
