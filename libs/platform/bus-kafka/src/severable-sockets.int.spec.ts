import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import kafkajs from 'kafkajs';
import { once } from 'node:events';
import { createServer, Socket, type Server } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { SeverableSockets } from './severable-sockets.ts';

const silentMs = 1_000;
const noMatter = (): undefined => undefined;

describe('sockets that can be cut', () => {
  let broker: Server;
  const ends: Socket[] = [];
  let sockets: SeverableSockets;

  beforeEach(async () => {
    broker = createServer((socket) => ends.push(socket.on('error', () => undefined).resume())).listen(0, '127.0.0.1');
    await once(broker, 'listening');
    sockets = new SeverableSockets(silentMs);
  });
  afterEach(async () => {
    sockets.sever();
    for (const end of ends.splice(0)) end.destroy();
    await new Promise((resolve) => broker.close(resolve));
  });

  const line = async (): Promise<{ socket: Socket; end: Socket }> => {
    const address = broker.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const accepted = once(broker, 'connection');
    // kafkajs leaves out `ssl` where there is none, whatever its type says.
    const socket: unknown = Reflect.apply(sockets.factory, undefined, [
      { host: '127.0.0.1', port, onConnect: noMatter },
    ]);
    if (!(socket instanceof Socket)) throw new Error('The factory made no socket.');
    await accepted;
    const end = ends.at(-1);
    if (end === undefined) throw new Error('Nobody has connected.');
    return { socket, end };
  };
  const timeout = () => {
    const about = { clientId: 'test', broker: 'b', correlationId: 1, createdAt: 0, sentAt: 0, pendingDuration: 0 };
    return new kafkajs.KafkaJSRequestTimeoutError('Request Fetch timed out', about);
  };
  const closed = (socket: Socket) => new Promise((resolve) => socket.once('close', resolve));

  it('end together when one does not answer, but for those that are heard', async () => {
    const [silent, idle, heard] = [await line(), await line(), await line()];
    await pause(silentMs + 50);
    heard.end.write('an answer');
    await once(heard.socket, 'data');
    const ended = closed(idle.socket);
    silent.socket.destroy(timeout());
    await ended;
    expect(heard.socket.destroyed).toBe(false);
  });

  it('do not end together when one is refused or reset', async () => {
    const [reset, idle] = [await line(), await line()];
    await pause(silentMs + 50);
    reset.socket.destroy(new Error('read ECONNRESET'));
    await closed(reset.socket);
    await pause(20);
    expect(idle.socket.destroyed).toBe(false);
  });

  it('do not warn of a leak however often kafkajs lets go of what has ended', async () => {
    const { socket } = await line();
    const ended = closed(socket);
    socket.destroy();
    await ended;
    for (let time = 0; time < 20; time += 1) socket.unref();
    const most = socket.getMaxListeners();
    expect(most === 0 || socket.listenerCount('connect') <= most).toBe(true); // Node warns beyond that
  });

  it('are cut for good when they are severed', async () => {
    const { socket } = await line();
    const ended = closed(socket);
    sockets.sever();
    await ended;
    await expect(line()).rejects.toThrow('given up');
  });
});
