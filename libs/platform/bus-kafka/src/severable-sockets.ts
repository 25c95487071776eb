/**
 * Connections that can be cut: for good, because a producer that was given up keeps trying inside kafkajs, and would write old
 * records behind newer ones of its successor; and together, because what silences one line to the brokers often silences all, and
 * kafkajs would find that out one after another, a timeout for each.
 */
import kafkajs, { type ISocketFactory } from 'kafkajs';
import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { isUntrusted } from './access-error.ts';

const keepAliveMs = 60_000;
/** Fetches are answered many times a second, heartbeats once: who was not heard for so long is idle or cut off. */
const usuallyHeardMs = 5_000;

export class SeverableSockets {
  /** With the moment when each was last heard. */
  readonly #open = new Map<Socket, number>();
  #severed = false;
  readonly #distrust = Promise.withResolvers<never>();

  constructor(private readonly silentMs = usuallyHeardMs) {
    this.#distrust.promise.catch(() => undefined);
  }

  /** What is awaited, or a rejection once a broker shows a certificate that is not trusted: kafkajs takes that for a broken line and tries for half a minute. */
  unlessUntrusted<T>(connected: Promise<T>): Promise<T> {
    return Promise.race([connected, this.#distrust.promise]);
  }

  readonly factory: ISocketFactory = ({ host, port, ssl, onConnect }) => {
    if (this.#severed) throw new Error('This producer was given up.');
    // kafkajs hands over nothing where there is no encryption, whatever its type says.
    const tls: unknown = ssl;
    const socket = tls
      ? connectTls({ host, port, ...(/^[\d.:]+$/.test(host) ? {} : { servername: host }), ...ssl }, onConnect)
      : connectPlain({ host, port }, onConnect);
    socket.setKeepAlive(true, keepAliveMs);
    // kafkajs disconnects again and again from what has ended, and `unref` then waits for a connection each time: no leak to warn of.
    socket.setMaxListeners(0);
    this.#open.set(socket, performance.now());
    socket.on('data', () => this.#open.set(socket, performance.now()));
    socket.once('close', () => this.#open.delete(socket));
    socket.on('error', (error) => {
      if (isUntrusted(error)) this.#distrust.reject(error);
      if (error instanceof kafkajs.KafkaJSRequestTimeoutError) this.#endSilent(error);
    });
    return socket;
  };

  sever(): void {
    this.#severed = true;
    for (const socket of this.#open.keys()) socket.destroy();
  }

  #endSilent(error: Error): void {
    const before = performance.now() - this.silentMs;
    const silent = [...this.#open].filter(([socket, heardAt]) => heardAt < before && !socket.destroyed);
    for (const [socket] of silent) socket.destroy(error);
  }
}
