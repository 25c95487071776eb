/** A small MQTT broker for tests: it can go away and come back, with or without what it knew. */
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { Aedes } from 'aedes';

export class MqttBroker {
  readonly #sockets = new Set<Socket>();
  #aedes: Aedes;
  #server: Server | undefined;
  #port = 0;
  /** Filters that clients have asked for, as they come. */
  readonly subscribed: string[] = [];
  readonly unsubscribed: string[] = [];
  /** Topics of messages that clients have acknowledged. */
  readonly acknowledged: string[] = [];

  private constructor(aedes: Aedes) {
    this.#aedes = aedes;
  }

  /** `port`: none: a free one. */
  static async start(port = 0): Promise<MqttBroker> {
    const broker = new MqttBroker(await Aedes.createBroker());
    broker.#port = port;
    broker.#watch();
    await broker.comeBack();
    return broker;
  }

  get url(): string {
    return `mqtt://127.0.0.1:${this.#port}`;
  }

  get connections(): number {
    return this.#sockets.size;
  }

  /** Resolves when the broker has taken it; whether somebody gets it is another matter. */
  publish(topic: string, content: unknown): Promise<void> {
    const payload = typeof content === 'string' || Buffer.isBuffer(content) ? content : JSON.stringify(content);
    const packet = { cmd: 'publish', topic, payload, qos: 1, retain: false, dup: false } as const;
    return new Promise((resolve, reject) => {
      this.#aedes.publish(packet, (error) => {
        if (error) reject(error);
        else resolve();
      });
    });
  }

  /** Nobody can reach it, and who is there is cut off; it goes on keeping what comes for them. */
  async goAway(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    server?.close();
    for (const socket of this.#sockets) socket.destroy();
    if (server) await once(server, 'close');
  }

  async comeBack(): Promise<void> {
    const server = createServer((socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
      this.#aedes.handle(socket);
    });
    server.listen(this.#port, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (typeof address === 'object' && address !== null) this.#port = address.port;
    this.#server = server;
  }

  /** As after a crash of a broker that keeps nothing on disk. */
  async forget(): Promise<void> {
    await this.goAway();
    await this.#close();
    this.#aedes = await Aedes.createBroker();
    this.#watch();
    await this.comeBack();
  }

  async stop(): Promise<void> {
    await this.goAway();
    await this.#close();
  }

  #close(): Promise<void> {
    return new Promise((resolve) => {
      this.#aedes.close(resolve);
    });
  }

  #watch(): void {
    this.#aedes.on('subscribe', (subscriptions) => {
      this.subscribed.push(...subscriptions.map(({ topic }) => topic));
    });
    this.#aedes.on('unsubscribe', (topics) => {
      this.unsubscribed.push(...topics);
    });
    // What is acknowledged twice comes without its packet the second time.
    this.#aedes.on('ack', (packet: unknown) => {
      const topic = typeof packet === 'object' && packet !== null && 'topic' in packet ? packet.topic : undefined;
      if (typeof topic === 'string') this.acknowledged.push(topic);
    });
  }
}
