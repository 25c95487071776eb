import { describe, expect, it } from '@jest/globals';
import { type Received } from '@tributary/bus';
import { type EventId } from '@tributary/contracts';
import { classifyReceipt } from '@tributary/domain-collection';
import { type ArchiveStore, type Arrival } from '../ports.ts';
import { Progress } from './progress.ts';
import { StoreEvents } from './store-events.ts';

const clock = { now: () => 0 };

/** What outlives a process. */
function stores() {
  const archived = new Map<EventId, Arrival>();
  let passed = 0;
  const archive: Pick<ArchiveStore, 'keep'> = {
    keep: (arrivals) =>
      Promise.resolve(
        arrivals.map((arrival) => {
          const id = arrival.event.event;
          const known = archived.get(id);
          if (known === undefined) archived.set(id, arrival);
          return classifyReceipt(arrival, known && { id, ...known });
        }),
      ),
  };
  const progress = {
    passed: () => Promise.resolve(passed),
    raise: (_partition: number, offset: number) => Promise.resolve(void (passed = Math.max(passed, offset))),
  };
  return { archive, progress };
}

/** A process with these stores; its clock lets it note its progress with every batch. */
function process({ archive, progress }: ReturnType<typeof stores>) {
  let now = 0;
  const counted: string[] = [];
  const hurried = { now: () => (now += 10_000) };
  const store = new StoreEvents({
    archive,
    clock,
    progress: new Progress(progress, hurried),
    rules: { current: () => Promise.resolve(new Map()) },
    violations: { note: () => Promise.resolve() },
    pepper: '',
    count: (_source, term, events = 1) => void counted.push(...Array.from({ length: events }, () => term)),
  });
  const handle = async (...offsets: number[]) => (await store.all(offsets.map(message))).map(({ kind }) => kind);
  return { handle, counted };
}

const message = (offset: number): Received<unknown> => ({
  ...{ id: `received-${offset}`, topic: 'event.received.v1', partition: 0, offset, key: 'ann' },
  value: {
    ...{ source: 'web', door: 'http', receivedAt: '2026-03-01T10:00:00.000Z' },
    payload: { type: 'track', event: 'Product Viewed', userId: 'ann', messageId: `m-${offset}` },
  },
  ...{ time: 0, appendedAt: 0, traceparent: undefined },
});

describe('events that come again', () => {
  it('are passed on again after a crash, which may have come before they were published', async () => {
    const kept = stores();
    expect(await process(kept).handle(0, 1, 2)).toEqual(['ok', 'ok', 'ok']);
    expect(await process(kept).handle(0, 1, 2)).toEqual(['ok', 'ok', 'ok']);
  });

  it('are not passed on again where that has happened for certain, as when the offsets of the group were lost', async () => {
    const kept = stores();
    const first = process(kept);
    for (const batch of [[0, 1], [2, 3], [4]]) await first.handle(...batch);
    const second = process(kept);
    expect(await second.handle(0, 1, 2)).toEqual(['duplicate', 'duplicate', 'duplicate']);
    expect(await second.handle(3, 4, 5)).toEqual(['duplicate', 'ok', 'ok']);
    expect(second.counted.filter((term) => term === 'stored')).toHaveLength(2);
  });

  it('are stored and passed on where they were passed over before', async () => {
    const kept = stores();
    await kept.progress.raise(0, 100);
    expect(await process(kept).handle(0, 1)).toEqual(['ok', 'ok']);
  });
});
