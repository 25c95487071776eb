/** A way for TCP connections that can go silent, as networks do: no error, no end, nothing comes. */
import { connect, createServer, type Server, type Socket } from 'node:net';

interface Place {
  readonly host: string;
  readonly port: number;
}

export class Link {
  readonly #pairs = new Set<readonly [Socket, Socket]>();
  #target: Place | undefined;
  #cut = false;

  private constructor(
    private readonly server: Server,
    readonly port: number,
  ) {
    server.on('connection', (from) => {
      this.#accept(from);
    });
  }

  static async start(): Promise<Link> {
    const server = createServer();
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
    const address = server.address();
    if (typeof address !== 'object' || address === null) throw new Error('The link has no port.');
    return new Link(server, address.port);
  }

  /** Until then connections are refused. */
  leadTo(target: Place): void {
    this.#target = target;
  }

  /** What is connected goes silent for ever; whoever connects anew gets through. */
  wedge(): void {
    for (const pair of this.#pairs) silence(pair);
  }

  /** Nothing gets through any more, until it is mended. */
  cut(): void {
    this.#cut = true;
    this.wedge();
  }

  /** Both sides of what is connected learn that it has ended, and connect anew. */
  mend(): void {
    this.#cut = false;
    this.#end();
  }

  close(): Promise<void> {
    this.#end();
    return new Promise((resolve) =>
      this.server.close(() => {
        resolve();
      }),
    );
  }

  #end(): void {
    for (const [from, to] of this.#pairs) {
      from.destroy();
      to.destroy();
    }
  }

  #accept(from: Socket): void {
    if (this.#target === undefined) {
      from.resetAndDestroy();
      return;
    }
    const to = connect(this.#target);
    const pair = [from, to] as const;
    this.#pairs.add(pair);
    const end = (): void => {
      this.#pairs.delete(pair);
      from.destroy();
      to.destroy();
    };
    for (const socket of pair) {
      socket.setNoDelay(true);
      socket.on('error', end);
      socket.on('close', end);
    }
    from.pipe(to);
    to.pipe(from);
    if (this.#cut) silence(pair);
  }
}

function silence([from, to]: readonly [Socket, Socket]): void {
  from.unpipe(to).pause();
  to.unpipe(from).pause();
}
