/** Many connections to one door, each with a say of its own, for tests. */
import { setTimeout as pause } from 'node:timers/promises';
import { connect, type Socket } from 'node:net';

export interface Connection {
  readonly socket: Socket;
  /** What came back so far. */
  heard: string;
  /** Resolves when the other side has ended it. */
  readonly closed: Promise<void>;
}

function open(url: string): Connection {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  const closed = new Promise<void>((resolve) => {
    socket.on('close', () => {
      resolve();
    });
  });
  const connection: Connection = { socket, heard: '', closed };
  socket.on('data', (chunk: Buffer) => {
    connection.heard += chunk.toString('latin1');
  });
  // Whoever is refused while it still sends finds its connection reset.
  socket.on('error', () => undefined);
  return connection;
}

export const openMany = (url: string, count: number): readonly Connection[] =>
  Array.from({ length: count }, () => open(url));

/** A byte now and then, for as long as the other side listens. */
export async function drip({ socket }: Connection, text: string, everyMs: number): Promise<void> {
  for (const letter of text) {
    if (!socket.writable) return;
    socket.write(letter);
    await pause(everyMs);
  }
}

export const statusOf = ({ heard }: Connection): number => Number(/^HTTP\/1\.1 (\d{3})/.exec(heard)?.[1] ?? 0);

export const head = (path: string, key: string, ...lines: readonly string[]): string =>
  [`POST ${path} HTTP/1.1`, 'Host: door', `Authorization: Bearer ${key}`, ...lines, '', ''].join('\r\n');
