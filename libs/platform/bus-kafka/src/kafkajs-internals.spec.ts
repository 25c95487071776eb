import { describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import kafkajs from 'kafkajs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import {
  Batch,
  borrowCluster,
  endSilentConnections,
  fetchedOffsetOf,
  forgetTopics,
  turnOffIdleTimer,
} from './kafkajs-internals.ts';

interface Queue {
  readonly pending: object[];
  readonly throttleCheckTimeoutId: unknown;
  scheduleCheckPendingRequests(): void;
  destroy(): void;
}
const RequestQueue = createRequire(import.meta.url)('kafkajs/src/network/requestQueue') as new (
  options: object,
) => Queue;
const Connection = createRequire(import.meta.url)('kafkajs/src/network/connection') as new (options: object) => {
  connect(): Promise<unknown>;
  send(options: object): Promise<unknown>;
  disconnect(): Promise<unknown>;
};
const logger = { debug: () => undefined };
const quiet = {
  namespace: () => ({ ...logger, error: () => undefined, warn: () => undefined, info: () => undefined }),
};
const plainSocket = ({ host, port, onConnect }: { host: string; port: number; onConnect: () => void }) =>
  connect({ host, port }, onConnect);
const portOf = (server: Server): number => {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
};

describe('what is used behind the public face of kafkajs', () => {
  it('arms no timer while no request waits, and one while one does', () => {
    turnOffIdleTimer();
    turnOffIdleTimer();
    const queue = new RequestQueue({ maxInFlightRequests: 1, requestTimeout: 1_000, logger });
    queue.scheduleCheckPendingRequests();
    expect(queue.throttleCheckTimeoutId).toBeNull();
    queue.pending.push({});
    queue.scheduleCheckPendingRequests();
    expect(queue.throttleCheckTimeoutId).not.toBeNull();
    queue.destroy();
  });

  it('keeps the topics that a cluster asks about where they can be forgotten', () => {
    const kafka = new kafkajs.Kafka({ brokers: ['127.0.0.1:1'], logLevel: kafkajs.logLevel.NOTHING });
    const cluster = borrowCluster(kafka);
    const targets: unknown = Reflect.get(cluster, 'targetTopics');
    if (!(targets instanceof Set)) throw new Error('They are kept elsewhere.');
    targets.add('gone');
    forgetTopics(cluster);
    expect(targets.size).toBe(0);
  });

  it('ends a connection that does not answer, so that the next request gets another one', async () => {
    endSilentConnections();
    endSilentConnections();
    const lines: Socket[] = [];
    const silent = createServer((socket) => lines.push(socket.resume())).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const connection = new Connection({
      ...{
        host: '127.0.0.1',
        port: portOf(silent),
        rack: null,
        ssl: false,
        sasl: null,
        clientId: 'test',
        logger: quiet,
      },
      ...{ connectionTimeout: 1_000, requestTimeout: 200, enforceRequestTimeout: true, socketFactory: plainSocket },
    });
    const request = {
      apiKey: 3,
      apiVersion: 0,
      apiName: 'Metadata',
      encode: () => Promise.resolve({ buf: Buffer.alloc(4), buffer: Buffer.alloc(4) }),
    };
    await connection.connect();
    await expect(connection.send({ request, response: {} })).rejects.toBeInstanceOf(kafkajs.KafkaJSRequestTimeoutError);
    await once(lines[0] ?? silent, 'close');
    await connection.connect();
    expect(lines).toHaveLength(2);
    await connection.disconnect();
    silent.close();
  });

  it('knows which offset a batch was asked for, and where it ends', () => {
    const message = { offset: '7', isControlRecord: false };
    const batch = new Batch('t', '5', {
      partition: 0,
      highWatermark: '9',
      abortedTransactions: [],
      messages: [message],
    });
    expect([fetchedOffsetOf(batch), batch.lastOffset(), batch.messages.length]).toEqual([5, '7', 1]);
  });

  it('says so when a batch no longer tells its offset', () => {
    expect(() => fetchedOffsetOf({})).toThrow('which offset');
  });
});
