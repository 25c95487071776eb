/** An import while the bus is overloaded or away: it waits, and not for ever. */
import { describe, expect, it } from '@jest/globals';
import { BusError, type Output, type Publisher } from '@tributary/bus';
import { topics } from '@tributary/contracts';
import { AcceptEvents } from '../accept-events/accept-events.ts';
import { SendInProcess } from './send-in-process.ts';

const source = { id: 'shop', name: 'Shop', kind: 'server', writeKey: 'wk', createdAt: '2026-01-01T00:00:00Z' } as const;

/** A log that fails as it is told before it takes anything. */
function log(...failures: readonly Error[]) {
  const left = [...failures];
  const taken: Output[] = [];
  const publisher: Publisher = {
    publish: (outputs) => {
      const failure = left.shift();
      if (failure) return Promise.reject(failure);
      taken.push(...outputs);
      return Promise.resolve();
    },
  };
  return { accept: new AcceptEvents(publisher, { now: () => 0 }, () => undefined), taken };
}

const event = (messageId: string, more: object = { userId: 'ann' }) => ({
  ...{ type: 'track', event: 'Seen', messageId, timestamp: '2010-01-01T00:00:00Z' },
  ...more,
});
const batch = JSON.stringify({ batch: [event('1'), event('2', {}), event('3')] });
const signal = new AbortController().signal;

describe('an import inside the process', () => {
  it('takes events in as a file does, and tells which of them the door refuses', async () => {
    const { accept, taken } = log();
    const answer = await new SendInProcess({ accept, source, patienceMs: 0, signal }).importBatch(batch);
    expect(answer).toMatchObject({ accepted: 2, rejected: [{ index: 1, code: 'MISSING_IDENTITY' }] });
    const received = taken.filter(({ topic }) => topic === topics.eventReceived);
    expect(received.map(({ value }) => value)).toMatchObject([
      { source: 'shop', door: 'file', sender: 'server', payload: { messageId: '1' } },
      { source: 'shop', door: 'file', payload: { messageId: '3' } },
    ]);
    expect(taken.filter(({ topic }) => topic === topics.eventRejected).length).toBe(1);
  });

  it('waits while the bus has no room or does not answer, and sends again', async () => {
    const { accept, taken } = log(new BusError('BUS_OVERLOADED', 'full'), new BusError('BUS_DEADLINE', 'late'));
    const answer = await new SendInProcess({ accept, source, patienceMs: 60_000, signal }).importBatch(batch);
    expect([answer.accepted, taken.length]).toEqual([2, 3]);
  });

  it('gives up past its patience, at once where waiting cannot help, and when it is told to stop', async () => {
    const busy = log(new BusError('BUS_OVERLOADED', 'full'));
    await expect(
      new SendInProcess({ accept: busy.accept, source, patienceMs: 0, signal }).importBatch(batch),
    ).rejects.toThrow('BUS_OVERLOADED');
    const refused = log(new BusError('BUS_ACCESS_DENIED', 'no right'));
    await expect(
      new SendInProcess({ accept: refused.accept, source, patienceMs: 60_000, signal }).importBatch(batch),
    ).rejects.toThrow('BUS_ACCESS_DENIED');
    const stop = new AbortController();
    const waiting = log(new BusError('BUS_OVERLOADED', 'full'));
    const stopped = new SendInProcess({ accept: waiting.accept, source, patienceMs: 60_000, signal: stop.signal });
    const answer = stopped.importBatch(batch);
    stop.abort();
    await expect(answer).rejects.toThrow();
    expect(waiting.taken).toEqual([]);
  });
});
