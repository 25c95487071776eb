/**
 * One connection to the broker, held for as long as it is wanted: opened again with growing pauses when it breaks. A message is acknowledged when what
 * follows from it is durable, one after the other; until then the broker keeps it, and sends no more than a few. What the log does not take is tried
 * again and again, and given up when the connection breaks: the broker then sends it anew.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Logger } from '@tributary/telemetry';
import {
  connect,
  ErrorWithSubackPacket,
  type IClientOptions,
  type IConnackPacket,
  type IDisconnectPacket,
  type IPublishPacket,
  type ISubscriptionMap,
  type MqttClient,
  ReasonCodes,
} from 'mqtt';
import { type MqttMessage } from './take-message.ts';

interface Filters {
  readonly wanted: readonly string[];
  /** The session may hold them from before. */
  readonly unwanted: readonly string[];
}

export interface BrokerConnectionParts {
  readonly url: string;
  readonly options: IClientOptions;
  /** Names and places of it, for the log. */
  readonly about: object;
  readonly log: Logger;
  readonly filters: () => Filters;
  /** Whether it may be opened now. */
  readonly holds: () => boolean;
  readonly take: (message: MqttMessage) => Promise<void>;
  readonly onRetry: () => void;
}

const retryFirstMs = 250;
const retryMostMs = 30_000;
/** What is at hand when we stop gets so long; the broker sends it to whoever comes next. */
const stopWithinMs = 10_000;
const goodbyeMs = 2_000;
/** Whoever has forgotten to allow a topic does so without starting us again. */
const askAgainMs = 60_000;
/** Answers from here on are a no. */
const refusal = 0x80;

const within = async (ms: number, work: Promise<unknown> | undefined): Promise<void> => {
  await Promise.race([work, sleep(ms, undefined, { ref: false })]).catch(() => undefined);
};

/** Doubling, with jitter so that processes do not knock in step. */
const pauseMs = (attempt: number): number =>
  Math.min(retryMostMs, retryFirstMs * 2 ** Math.min(attempt, 20)) * (0.5 + Math.random() / 2);

export class BrokerConnection {
  readonly #stopping = new AbortController();
  #client: MqttClient | undefined;
  #attempts = 0;
  #atHand: Promise<unknown> = Promise.resolve();
  #running: Promise<void> | undefined;

  constructor(private readonly parts: BrokerConnectionParts) {}

  get connected(): boolean {
    return this.#client?.connected === true;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** The filters are others by now. */
  changed(): void {
    if (this.#client?.connected === true) void this.#subscribe(this.#client);
  }

  /** Takes nothing more, finishes what is at hand and says goodbye; the broker keeps the session. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await within(stopWithinMs, this.#atHand);
    if (this.#client?.connected === true) await within(goodbyeMs, this.#client.endAsync());
    // What is not over by then is cut off.
    this.#client?.stream.destroy();
    await within(goodbyeMs, this.#running);
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      if (this.parts.holds()) await this.#live();
      this.#attempts += 1;
      await sleep(pauseMs(this.#attempts), undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  /** From opening to closing. */
  #live(): Promise<void> {
    const { url, options, log, about } = this.parts;
    return new Promise((resolve) => {
      const closed = new AbortController();
      let why: unknown;
      const client = connect(url, { ...options });
      this.#client = client;
      client.handleMessage = (packet, done) => {
        this.#atHand = this.#handle(packet, closed.signal).then((isDurable) => {
          // Otherwise it is never acknowledged on this connection, and nothing after it is taken.
          if (isDurable) done();
        });
      };
      client.on('connect', (packet) => {
        this.#attempts = 0;
        this.#greet(packet);
        void this.#subscribe(client);
      });
      client.on('disconnect', (packet) => {
        why = new Error(`The broker has closed the connection: ${farewellOf(packet)}.`);
      });
      client.on('error', (error) => {
        why = error;
        client.end(true);
      });
      // What the client keeps to itself: the answer of a web server that knows no such address, say.
      client.stream.on('error', (error) => {
        why ??= error;
      });
      client.once('close', () => {
        closed.abort();
        if (!this.#stopping.signal.aborted)
          log.warn({ ...about, err: why }, 'The MQTT broker is away; connecting again');
        resolve();
      });
    });
  }

  #greet({ properties }: IConnackPacket): void {
    const { log, about, options } = this.parts;
    const [asked, granted] = [options.properties?.sessionExpiryInterval, properties?.sessionExpiryInterval];
    log.info(about, 'Connected to the MQTT broker');
    if (asked === undefined || granted === undefined || granted >= asked) return;
    log.warn(
      { ...about, asked, granted },
      'The MQTT broker keeps what comes while we are away for fewer seconds than asked',
    );
  }

  async #subscribe(client: MqttClient): Promise<void> {
    const { wanted, unwanted } = this.parts.filters();
    try {
      if (unwanted.length > 0) await client.unsubscribeAsync([...unwanted]);
      if (wanted.length === 0) return;
      // Retained messages only where the filter is new to the session (MQTT 5).
      const topics: ISubscriptionMap = Object.fromEntries(wanted.map((filter) => [filter, { qos: 1, rh: 1 } as const]));
      await client.subscribeAsync(topics);
    } catch (error) {
      // Where the connection has broken, the next one subscribes.
      if (!isOpen(client)) return;
      const { log, about } = this.parts;
      const fields = { ...about, err: error, filters: refusedOf(error, wanted) };
      log.error(fields, 'The MQTT broker refuses topics: allow this client to read them; it is asked again');
      await sleep(askAgainMs, undefined, { signal: this.#stopping.signal, ref: false }).catch(() => undefined);
      if (isOpen(client) && !this.#stopping.signal.aborted) await this.#subscribe(client);
    }
  }

  /** False where it was given up. */
  async #handle({ topic, payload }: IPublishPacket, closed: AbortSignal): Promise<boolean> {
    const { take, onRetry, log, about } = this.parts;
    const ended = AbortSignal.any([closed, this.#stopping.signal]);
    const message = { topic, payload: Buffer.isBuffer(payload) ? payload : Buffer.from(payload) };
    for (let attempt = 0; !ended.aborted; attempt += 1) {
      try {
        await take(message);
        return !closed.aborted;
      } catch (error) {
        onRetry();
        if (attempt === 0)
          log.warn({ ...about, err: error }, 'An MQTT message cannot be made durable and is tried again');
        await sleep(pauseMs(attempt), undefined, { signal: ended, ref: false }).catch(() => undefined);
      }
    }
    return false;
  }
}

/** As it is now. */
const isOpen = (client: MqttClient): boolean => client.connected;

/** Those that the answer of the broker says no to, and why; all, where it says nothing of them. */
function refusedOf(error: unknown, wanted: readonly string[]): readonly string[] {
  const granted = error instanceof ErrorWithSubackPacket ? error.packet.granted.map(Number) : [];
  const refused = wanted.flatMap((filter, at) => {
    const code = granted[at] ?? 0;
    return code >= refusal ? [`${filter} (${nameOf(code)})`] : [];
  });
  return refused.length > 0 ? refused : wanted;
}

const farewellOf = ({ reasonCode = 0, properties }: IDisconnectPacket): string =>
  [nameOf(reasonCode), ...(properties?.reasonString === undefined ? [] : [properties.reasonString])].join(': ');

function nameOf(code: number): string {
  const name: unknown = Reflect.get(ReasonCodes, code);
  return typeof name === 'string' && name !== '' ? name : `reason ${code}`;
}
