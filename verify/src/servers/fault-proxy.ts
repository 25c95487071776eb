/** A TCP proxy before the store that breaks it in the ways that networks and replica sets break. */
import { createServer, connect, type Server, type Socket } from 'node:net';
import { notPrimary } from './not-primary.ts';

/**
 * `pass` forwards; `reset` closes every connection with a reset, new ones too; `blackhole` takes and answers nothing;
 * `slow` delays answers; `not-primary` refuses every write as a member that has just stepped down; `exhausted` keeps
 * every answer until the fault is over, so that all connections of a pool are taken.
 */
export type ProxyMode = 'pass' | 'reset' | 'blackhole' | 'slow' | 'not-primary' | 'exhausted';

const slowMs = 500;

interface Pair {
  readonly client: Socket;
  readonly server: Socket;
  /** The beginning of a request that has not come as a whole. */
  begun: Buffer;
  /** Answers that wait for the end of the fault. */
  readonly held: Buffer[];
}

export class FaultProxy {
  readonly #pairs = new Set<Pair>();
  #mode: ProxyMode = 'pass';

  private constructor(
    private readonly server: Server,
    readonly port: number,
  ) {}

  static start(target: { readonly host: string; readonly port: number }): Promise<FaultProxy> {
    return new Promise((resolve, reject) => {
      const sockets: { proxy?: FaultProxy } = {};
      const server = createServer((client) => sockets.proxy?.accept(client, connect(target)));
      server.once('error', reject);
      server.listen(0, '127.0.0.1', () => {
        const address = server.address();
        sockets.proxy = new FaultProxy(server, typeof address === 'object' && address !== null ? address.port : 0);
        resolve(sockets.proxy);
      });
    });
  }

  get mode(): ProxyMode {
    return this.#mode;
  }

  become(mode: ProxyMode): void {
    this.#mode = mode;
    for (const pair of this.#pairs) {
      if (mode === 'reset') pair.client.resetAndDestroy();
      if (mode === 'pass') for (const chunk of pair.held.splice(0)) pair.client.write(chunk);
    }
    // What a black hole has swallowed never comes; the connection is dead to both sides.
    if (mode === 'pass')
      for (const pair of this.#pairs) if (pair.client.readableFlowing === false) pair.client.destroy();
  }

  close(): Promise<void> {
    for (const { client, server } of this.#pairs) {
      client.destroy();
      server.destroy();
    }
    return new Promise((resolve) =>
      this.server.close(() => {
        resolve();
      }),
    );
  }

  accept(client: Socket, server: Socket): void {
    const pair: Pair = { client, server, begun: Buffer.alloc(0), held: [] };
    this.#pairs.add(pair);
    const end = (): void => {
      this.#pairs.delete(pair);
      client.destroy();
      server.destroy();
    };
    for (const socket of [client, server]) {
      socket.on('error', end);
      socket.on('close', end);
    }
    if (this.#mode === 'reset') client.resetAndDestroy();
    client.on('data', (chunk) => {
      this.#fromClient(pair, chunk);
    });
    server.on('data', (chunk) => {
      this.#fromServer(pair, chunk);
    });
  }

  #fromClient(pair: Pair, chunk: Buffer): void {
    if (this.#mode === 'blackhole') {
      pair.client.pause();
      return;
    }
    let rest = pair.begun.length === 0 ? chunk : Buffer.concat([pair.begun, chunk]);
    // Whole requests, so that one can be answered here without leaving half of it on the wire.
    for (let size = sizeOf(rest); size <= rest.length; size = sizeOf(rest)) {
      const request = rest.subarray(0, size);
      rest = rest.subarray(size);
      const refusal = this.#mode === 'not-primary' ? notPrimary(request) : undefined;
      if (refusal !== undefined) pair.client.write(refusal);
      else pair.server.write(request);
    }
    pair.begun = rest;
  }

  #fromServer(pair: Pair, chunk: Buffer): void {
    switch (this.#mode) {
      case 'blackhole':
        pair.client.pause();
        return;
      case 'exhausted':
        pair.held.push(chunk);
        return;
      case 'slow':
        setTimeout(() => pair.client.write(chunk), slowMs);
        return;
      case 'reset':
      case 'not-primary':
      case 'pass':
        pair.client.write(chunk);
    }
  }
}

/** Infinity while not even the length is there. */
const sizeOf = (bytes: Buffer): number => (bytes.length < 4 ? Infinity : bytes.readInt32LE(0));
