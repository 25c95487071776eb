/**
 * A small broker for tests that speaks MQTT 5, which the one of 3.1.1 beside it does not: sessions, QoS 1 with a receive maximum, shared subscriptions and reason codes,
 * over TCP, TLS and WebSockets.
 */
import { once } from 'node:events';
import { type Server } from 'node:net';
import { type Duplex } from 'node:stream';
import { type TlsOptions } from 'node:tls';
import {
  generate,
  type IConnectPacket,
  type IPubackPacket,
  type ISubscribePacket,
  type IUnsubscribePacket,
  type Packet,
  parser,
} from 'mqtt-packet';
import { matches } from '../listen-mqtt/topic-filter.ts';
import { listen, type Protocol } from './listen.ts';

const five = { protocolVersion: 5 } as const;

interface Message {
  readonly topic: string;
  readonly payload: string;
}

/** What the broker keeps of a client id. */
interface Session {
  stream: Duplex | undefined;
  readonly filters: Set<string>;
  readonly waiting: Message[];
  /** Sent and not acknowledged. */
  readonly open: Map<number, Message>;
  receiveMaximum: number;
  lastId: number;
}

interface Mqtt5Options {
  readonly protocol?: Protocol;
  readonly tls?: TlsOptions;
}

export class Mqtt5Broker {
  readonly #sessions = new Map<string, Session>();
  readonly #streams = new Set<Duplex>();
  readonly #turns = new Map<string, number>();
  #server: Server | undefined;
  #port = 0;

  readonly connects: IConnectPacket[] = [];
  readonly subscribed: ISubscribePacket['subscriptions'] = [];
  /** Why clients are refused from now on, one after the other. */
  readonly refusals: number[] = [];
  readonly forbidden = new Set<string>();
  /** Topics, with the client ids that acknowledged their messages. */
  readonly acknowledged: [topic: string, clientId: string][] = [];
  /** Of messages that were sent again. */
  readonly repeated: string[] = [];
  mostOpen = 0;
  /** So many acknowledgements never arrive: the connection breaks before them. */
  acksToLose = 0;
  /** Of sessions; undefined: as long as they ask for. */
  keepsSeconds: number | undefined;

  private constructor(private readonly protocol: string) {}

  static async start({ protocol = 'mqtt', tls = {} }: Mqtt5Options = {}): Promise<Mqtt5Broker> {
    const broker = new Mqtt5Broker(protocol);
    const serve = (stream: Duplex): void => {
      broker.#serve(stream);
    };
    const { server, port } = await listen(protocol, tls, serve);
    broker.#port = port;
    broker.#server = server;
    return broker;
  }

  get url(): string {
    return `${this.protocol}://127.0.0.1:${this.#port}${this.protocol.startsWith('ws') ? '/mqtt' : ''}`;
  }

  get connected(): readonly string[] {
    return [...this.#sessions].filter(([, { stream }]) => stream !== undefined).map(([clientId]) => clientId);
  }

  /** To every session that asks for the topic; of those that share it, to one. */
  publish(topic: string, payload = ''): void {
    const sharing = new Map<string, Session[]>();
    for (const session of this.#sessions.values()) {
      for (const asked of session.filters) {
        if (!matches(bare(asked), topic)) continue;
        if (asked === bare(asked)) this.#give(session, { topic, payload });
        else sharing.set(asked, [...(sharing.get(asked) ?? []), session]);
      }
    }
    for (const [asked, sessions] of sharing) {
      const turn = this.#turns.get(asked) ?? 0;
      this.#turns.set(asked, turn + 1);
      const next = sessions[turn % sessions.length];
      if (next) this.#give(next, { topic, payload });
    }
  }

  /** Tells every client to go, and why. */
  sendAway(reasonCode: number, reasonString: string): void {
    for (const stream of this.#streams) {
      send(stream, { cmd: 'disconnect', reasonCode, properties: { reasonString } });
      stream.end();
    }
  }

  async stop(): Promise<void> {
    for (const stream of this.#streams) stream.destroy();
    const server = this.#server;
    server?.close();
    if (server) await once(server, 'close');
  }

  #serve(stream: Duplex): void {
    const reading = parser(five);
    let clientId = '';
    this.#streams.add(stream);
    stream.on('error', () => undefined);
    stream.on('close', () => {
      this.#streams.delete(stream);
      const session = this.#sessions.get(clientId);
      if (session?.stream === stream) session.stream = undefined;
    });
    reading.on('packet', (packet) => {
      if (packet.cmd === 'connect') clientId = packet.clientId;
      this.#answer(stream, clientId, packet);
    });
    stream.on('data', (bytes: Buffer) => reading.parse(bytes));
  }

  #answer(stream: Duplex, clientId: string, packet: Packet): void {
    const session = this.#sessions.get(clientId);
    if (packet.cmd === 'connect') this.#welcome(stream, packet);
    else if (packet.cmd === 'pingreq') send(stream, { cmd: 'pingresp' });
    else if (packet.cmd === 'disconnect') stream.end();
    else if (!session) stream.destroy();
    else if (packet.cmd === 'subscribe') this.#subscribe(stream, session, packet);
    else if (packet.cmd === 'unsubscribe') this.#unsubscribe(stream, session, packet);
    else if (packet.cmd === 'puback') this.#acknowledge(stream, { session, clientId }, packet);
  }

  #welcome(stream: Duplex, packet: IConnectPacket): void {
    this.connects.push(packet);
    const reasonCode = this.refusals.shift() ?? 0;
    const known = this.#sessions.get(packet.clientId);
    const properties = this.keepsSeconds === undefined ? {} : { sessionExpiryInterval: this.keepsSeconds };
    send(stream, { cmd: 'connack', reasonCode, sessionPresent: known !== undefined && reasonCode === 0, properties });
    if (reasonCode !== 0) {
      stream.end();
      return;
    }
    const session = known ?? newSession();
    this.#sessions.set(packet.clientId, session);
    session.stream?.destroy();
    session.stream = stream;
    session.receiveMaximum = packet.properties?.receiveMaximum ?? 65_535;
    for (const [messageId, message] of session.open) {
      this.repeated.push(message.topic);
      deliver(stream, { ...message, messageId, dup: true });
    }
    this.#flow(session);
  }

  #subscribe(stream: Duplex, { filters }: Session, { messageId = 0, subscriptions }: ISubscribePacket): void {
    this.subscribed.push(...subscriptions);
    const granted = subscriptions.map(({ topic }) => (this.forbidden.has(bare(topic)) ? notAuthorized : 1));
    for (const [at, { topic }] of subscriptions.entries()) if (granted[at] === 1) filters.add(topic);
    send(stream, { cmd: 'suback', messageId, granted });
  }

  #unsubscribe(stream: Duplex, { filters }: Session, { messageId = 0, unsubscriptions }: IUnsubscribePacket): void {
    const granted = unsubscriptions.map((filter) => (filters.delete(filter) ? 0 : noSubscription));
    send(stream, { cmd: 'unsuback', messageId, granted });
  }

  #acknowledge(
    stream: Duplex,
    { session, clientId }: { readonly session: Session; readonly clientId: string },
    { messageId = 0 }: IPubackPacket,
  ): void {
    if (this.acksToLose > 0) {
      this.acksToLose -= 1;
      stream.destroy();
      session.stream = undefined;
      return;
    }
    const message = session.open.get(messageId);
    if (!session.open.delete(messageId) || !message) return;
    this.acknowledged.push([message.topic, clientId]);
    this.#flow(session);
  }

  #give(session: Session, message: Message): void {
    session.waiting.push(message);
    this.#flow(session);
  }

  #flow(session: Session): void {
    const { stream, waiting, open, receiveMaximum } = session;
    while (stream && waiting.length > 0 && open.size < receiveMaximum) {
      const message = waiting.shift();
      if (!message) return;
      session.lastId += 1;
      open.set(session.lastId, message);
      this.mostOpen = Math.max(this.mostOpen, open.size);
      deliver(stream, { ...message, messageId: session.lastId, dup: false });
    }
  }
}

const notAuthorized = 0x87;
const noSubscription = 0x11;

const newSession = (): Session => ({
  stream: undefined,
  filters: new Set(),
  waiting: [],
  open: new Map(),
  receiveMaximum: 0,
  lastId: 0,
});

/** Without what says who shares it. */
const bare = (filter: string): string => filter.replace(/^\$share\/[^/]+\//, '');

const send = (stream: Duplex, packet: Packet): void => {
  stream.write(generate(packet, five));
};

const deliver = (stream: Duplex, message: Message & { readonly messageId: number; readonly dup: boolean }): void => {
  send(stream, { cmd: 'publish', ...message, qos: 1, retain: false });
};
