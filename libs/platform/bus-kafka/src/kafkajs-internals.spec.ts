import { describe, expect, it } from '@jest/globals';
import { createRequire } from 'node:module';
import { Batch, fetchedOffsetOf, turnOffIdleTimer } from './kafkajs-internals.ts';

interface Queue {
  readonly pending: object[];
  readonly throttleCheckTimeoutId: unknown;
  scheduleCheckPendingRequests(): void;
  destroy(): void;
}
const RequestQueue = createRequire(import.meta.url)('kafkajs/src/network/requestQueue') as new (
  options: object,
) => Queue;
const logger = { debug: () => undefined };

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
