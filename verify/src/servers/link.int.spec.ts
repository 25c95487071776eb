import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { Link } from './link.ts';

describe('a link', () => {
  let echo: Server;
  let link: Link;
  const open: Socket[] = [];

  beforeEach(async () => {
    echo = createServer((socket) => socket.on('error', () => undefined).pipe(socket)).listen(0, '127.0.0.1');
    await once(echo, 'listening');
    const address = echo.address();
    link = await Link.start();
    link.leadTo({ host: '127.0.0.1', port: typeof address === 'object' && address !== null ? address.port : 0 });
  });
  afterEach(async () => {
    for (const socket of open.splice(0)) socket.destroy();
    await link.close();
    await new Promise((resolve) => echo.close(resolve));
  });

  /** A connection whose first word has come back. */
  const connected = async (): Promise<Socket> => {
    const socket = connect({ host: '127.0.0.1', port: link.port }).on('error', () => undefined);
    open.push(socket);
    await said(socket, 'hello');
    return socket;
  };
  const said = async (socket: Socket, word: string): Promise<void> => {
    const [answer]: unknown[] = await Promise.race([
      (socket.write(word), once(socket, 'data')),
      pause(300).then(() => ['silence']),
    ]);
    expect(String(answer)).toBe(word);
  };
  const isSilent = async (socket: Socket): Promise<void> => {
    socket.write('anybody?');
    const answers: unknown[] = [];
    socket.on('data', (bytes) => answers.push(bytes)).on('close', () => answers.push('closed'));
    await pause(200);
    expect(answers).toEqual([]);
  };

  it('leads there and back', async () => {
    await said(await connected(), 'again');
  });

  it('goes silent for whoever is connected, without an end, and lets the next one through', async () => {
    const old = await connected();
    link.wedge();
    await isSilent(old);
    await said(await connected(), 'again');
  });

  it('lets nobody through while it is cut, and ends what was cut when it is mended', async () => {
    const old = await connected();
    link.cut();
    const late = connect({ host: '127.0.0.1', port: link.port });
    open.push(late);
    await once(late, 'connect');
    await Promise.all([isSilent(old), isSilent(late)]);
    const ended = once(old, 'close');
    link.mend();
    await ended;
    await said(await connected(), 'again');
  });
});
