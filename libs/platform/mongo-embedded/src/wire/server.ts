/** The TCP side: connections, frames, and the grouping of what arrives together into one commit. */
import { createServer, type Server, type Socket } from 'node:net';
import { type Request } from '../commands/request.ts';
import { errorReply } from '../errors.ts';
import { type Doc } from '../values/value.ts';
import { framing } from './framing.ts';
import { encodeReply, type Message, parseMessage } from './message.ts';

type Answer = (requests: readonly Request[]) => Doc[];

interface Waiting {
  readonly socket: Socket;
  readonly message: Message;
}

export class WireServer {
  readonly #answer: Answer;
  readonly #sockets = new Set<Socket>();
  readonly #server: Server;
  #waiting: Waiting[] = [];
  #scheduled = false;
  #lastReply = 0;

  constructor(answer: Answer) {
    this.#answer = answer;
    this.#server = createServer({ noDelay: true }, (socket) => {
      this.#accept(socket);
    });
  }

  /** The port that was taken. */
  listen(port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, '127.0.0.1', () => {
        const address = this.#server.address();
        resolve(typeof address === 'object' && address ? address.port : port);
      });
    });
  }

  close(): void {
    this.#server.close();
    this.#drain();
    for (const socket of this.#sockets) socket.destroySoon();
  }

  #accept(socket: Socket): void {
    this.#sockets.add(socket);
    const cut = framing();
    socket.on('data', (chunk) => {
      try {
        for (const frame of cut(chunk)) this.#enqueue({ socket, message: parseMessage(frame) });
      } catch {
        socket.destroy(); // what is not the protocol gets no answer in it
      }
    });
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.#sockets.delete(socket));
  }

  /** Everything that the event loop has read before the next turn shares a commit. */
  #enqueue(waiting: Waiting): void {
    this.#waiting.push(waiting);
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#drain();
    });
  }

  #drain(): void {
    this.#scheduled = false;
    const group = this.#waiting;
    this.#waiting = [];
    if (group.length === 0) return;
    const replies = this.#answer(group.map(({ message }) => message.request));
    for (const [i, { socket, message }] of group.entries()) {
      if (message.silent || socket.destroyed) continue;
      socket.write(this.#encode(message, replies[i]));
    }
  }

  #encode(message: Message, reply: Doc | undefined): Buffer {
    const answer = reply ?? errorReply(new Error('no answer was made'));
    return encodeReply(message, answer, ++this.#lastReply);
  }
}
