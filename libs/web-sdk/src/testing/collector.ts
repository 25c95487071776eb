/** An endpoint of the Segment wire format on the loopback interface, on another origin than the page, that keeps what it was sent. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { isObject, isString, parseJson } from '../json/parse-json.ts';
import { listen } from './listen.ts';

export interface SentEvent {
  readonly type: string;
  readonly event: string | undefined;
  readonly messageId: string;
  readonly anonymousId: string;
  readonly userId: string | undefined;
  readonly timestamp: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly context: Readonly<Record<string, unknown>>;
  readonly whole: Readonly<Record<string, unknown>>;
}

interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Milliseconds until the answer. */
  readonly after?: number;
}

export class Collector {
  url = '';
  /** Every body as it came, also those that were answered with an error. */
  bodies: string[] = [];
  /** Of the answers that were 200. */
  taken: SentEvent[] = [];
  /** Request lines and headers, to be searched. */
  heads: string[] = [];
  answer: Answer = { status: 200 };
  #close: () => Promise<void> = () => Promise.resolve();

  async start(): Promise<this> {
    const server = createServer((request, response) => void this.#handle(request, response));
    const { url, close } = await listen(server);
    this.url = url;
    this.#close = close;
    return this;
  }

  stop(): Promise<void> {
    return this.#close();
  }

  reset(): void {
    [this.bodies, this.taken, this.heads, this.answer] = [[], [], [], { status: 200 }];
  }

  /** As a back end keeps them: a message id that came before is a retry. */
  named(name: string): readonly SentEvent[] {
    const first = new Map([...this.taken].reverse().map((sent) => [sent.messageId, sent]));
    return this.taken.filter((sent) => first.get(sent.messageId) === sent && (sent.event ?? sent.type) === name);
  }

  /** The first event of that name; waits for it. */
  async next(name: string, patience = 8_000): Promise<SentEvent> {
    for (let waited = 0; ; waited += 50) {
      const [found] = this.named(name);
      if (found !== undefined) return found;
      if (waited > patience) {
        throw new Error(`No ${name} came, only: ${this.taken.map(({ event, type }) => event ?? type).join(', ')}`);
      }
      await sleep(50);
    }
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.heads.push(`${String(request.method)} ${String(request.url)} ${JSON.stringify(request.headers)}`);
    const chunks: Uint8Array[] = [];
    for await (const chunk of request) if (chunk instanceof Uint8Array) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString();
    const { status, headers, after = 0 } = this.answer;
    this.bodies.push(body);
    await sleep(after);
    if (status === 200) this.taken.push(...eventsIn(body));
    response.writeHead(status, {
      'access-control-allow-origin': request.headers.origin ?? '*',
      'access-control-allow-credentials': 'true',
      'access-control-expose-headers': 'Retry-After',
      ...headers,
    });
    response.end('{"success":true}');
  }
}

function eventsIn(body: string): readonly SentEvent[] {
  const read = parseJson(body);
  const batch = isObject(read) && Array.isArray(read['batch']) ? read['batch'] : [];
  return batch.filter(isObject).map((whole) => {
    const text = (name: string): string | undefined => (isString(whole[name]) ? whole[name] : undefined);
    const object = (name: string): Readonly<Record<string, unknown>> => (isObject(whole[name]) ? whole[name] : {});
    return {
      type: text('type') ?? '',
      event: text('event'),
      messageId: text('messageId') ?? '',
      anonymousId: text('anonymousId') ?? '',
      userId: text('userId'),
      timestamp: text('timestamp') ?? '',
      properties: object('properties'),
      context: object('context'),
      whole,
    };
  });
}
