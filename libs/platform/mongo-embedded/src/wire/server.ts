/** The TCP side: connections, frames, and the grouping of what arrives together into one commit. */
import { createServer, type Server, type Socket } from 'node:net';
import { type Request } from '../commands/request.ts';
import { errorReply } from '../errors.ts';
import { type Answer } from '../store.ts';
import { type Doc } from '../values/value.ts';
import { framing } from './framing.ts';
import { encodeReply, type Message, parseMessage } from './message.ts';

type AnswerAll = (requests: readonly Request[]) => readonly Answer[];

interface Waiting {
  readonly socket: Socket;
  readonly message: Message;
}

export class WireServer {
  readonly #answer: AnswerAll;
  readonly #sockets = new Set<Socket>();
  readonly #server: Server;
  #waiting: Waiting[] = [];
  #scheduled = false;
  #lastReply = 0;
  /** Answers that wait for the disk. */
  readonly #held = new Set<Promise<void>>();

  constructor(answer: AnswerAll) {
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

  /** What has been asked is answered before. */
  async close(): Promise<void> {
    this.#server.close();
    this.#drain();
    await Promise.all(this.#held);
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
    const answers = this.#answer(group.map(({ message }) => message.request));
    for (const [i, waiting] of group.entries()) {
      const { reply = errorReply(new Error('no answer was made')), durable } = answers[i] ?? {};
      if (durable) this.#hold(waiting, reply, durable);
      else this.#send(waiting, reply);
    }
  }

  #hold(waiting: Waiting, reply: Doc, durable: Promise<void>): void {
    const held = durable
      .then(
        () => reply,
        (error: unknown) => errorReply(error),
      )
      .then((answer) => {
        this.#send(waiting, answer);
      })
      .finally(() => this.#held.delete(held));
    this.#held.add(held);
  }

  #send({ socket, message }: Waiting, reply: Doc): void {
    if (message.silent || socket.destroyed) return;
    socket.write(encodeReply(message, reply, ++this.#lastReply));
  }
}
