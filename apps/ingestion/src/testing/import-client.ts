/** Imports as an operator makes them, over HTTP alone, for tests. */
import { setTimeout as sleep } from 'node:timers/promises';

export interface Place {
  readonly url: string;
  readonly secretKey: string;
}

interface Answered {
  readonly status: number;
  readonly body: any; // eslint-disable-line @typescript-eslint/no-explicit-any -- tests look at answers as they come
  readonly uploadOffset: string | null;
}

export interface Upload {
  readonly offset?: number;
  readonly last?: boolean;
}

const over = new Set(['done', 'failed', 'cancelled']);

export class ImportClient {
  /** Asked for every time: a process that is started again may answer elsewhere. */
  constructor(private readonly place: () => Place) {}

  async call(method: string, path: string, body?: object): Promise<Answered> {
    const json = body === undefined ? {} : { 'content-type': 'application/json' };
    return this.#ask(method, path, json, body === undefined ? undefined : JSON.stringify(body));
  }

  async begin(order: object): Promise<string> {
    const { status, body } = await this.call('POST', '/v1/imports', order);
    if (status !== 201) throw new Error(`It was not begun: ${JSON.stringify(body)}`);
    return body.id;
  }

  /** As curl does it: the bytes, called a form. */
  send(id: string, bytes: Uint8Array, { offset = 0, last = true }: Upload = {}): Promise<Answered> {
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    return this.#ask('PUT', `/v1/imports/${id}/content?offset=${offset}&last=${last}`, form, bytes);
  }

  async one(id: string): Promise<Answered['body']> {
    return (await this.call('GET', `/v1/imports/${id}`)).body;
  }

  async ended(id: string): Promise<Answered['body']> {
    for (;;) {
      const found = await this.one(id);
      if (over.has(found.state)) return found;
      await sleep(50);
    }
  }

  async report(id: string): Promise<string> {
    const { url, secretKey } = this.place();
    const headers = { authorization: `Bearer ${secretKey}` };
    return (await fetch(`${url}/v1/imports/${id}/report.csv`, { headers })).text();
  }

  async archived(): Promise<number> {
    return (await this.call('GET', '/v1/archive/count')).body.total;
  }

  /** Until nothing more comes: the same count for a second. */
  async settled(): Promise<number> {
    let [count, since] = [await this.archived(), performance.now()];
    while (performance.now() - since < 1_000) {
      await sleep(50);
      const now = await this.archived();
      if (now !== count) [count, since] = [now, performance.now()];
    }
    return count;
  }

  async #ask(
    method: string,
    path: string,
    headers: Readonly<Record<string, string>>,
    body: string | Uint8Array | undefined,
  ): Promise<Answered> {
    const { url, secretKey } = this.place();
    const answer = await fetch(`${url}${path}`, {
      method,
      headers: { ...headers, authorization: `Bearer ${secretKey}` },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : Buffer.from(body) }),
    });
    const text = await answer.text();
    const uploadOffset = answer.headers.get('upload-offset');
    return { status: answer.status, body: text === '' ? undefined : JSON.parse(text), uploadOffset };
  }
}
