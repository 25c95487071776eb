/**
 * Connections that can be cut for good. A producer that was given up keeps trying inside kafkajs, and would write old
 * records behind newer ones of its successor: without sockets it cannot.
 */
import { type ISocketFactory } from 'kafkajs';
import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { isUntrusted } from './access-error.ts';

const keepAliveMs = 60_000;

export class SeverableSockets {
  readonly #open = new Set<Socket>();
  #severed = false;
  readonly #distrust = Promise.withResolvers<never>();

  constructor() {
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
    this.#open.add(socket);
    socket.once('close', () => this.#open.delete(socket));
    socket.on('error', (error) => {
      if (isUntrusted(error)) this.#distrust.reject(error);
    });
    return socket;
  };

  sever(): void {
    this.#severed = true;
    for (const socket of this.#open) socket.destroy();
  }
}
