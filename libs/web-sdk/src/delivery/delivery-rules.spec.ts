import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { meaningOf, patienceAsked, retryDelay } from './backoff.ts';
import { bytesIn, firstBatch, longestRequest, requestBody } from './batching.ts';
import { memoryQueue } from './event-queue.ts';
import { addToWill, readWill } from './last-will.ts';
import { leaseFor } from './lease.ts';

describe('patience', () => {
  it('doubles with each failure, up to five minutes', () => {
    expect([1, 2, 3, 4, 20].map((failures) => retryDelay(failures, 0))).toEqual([500, 1_000, 2_000, 4_000, 150_000]);
    expect([1, 2, 3, 4, 20].map((failures) => retryDelay(failures, 1))).toEqual([1_000, 2_000, 4_000, 8_000, 300_000]);
  });

  it('is never less than what was asked for', () => {
    fc.assert(
      fc.property(
        fc.nat(50),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        fc.nat(3_600_000),
        (failures, chance, asked) => {
          expect(retryDelay(failures, chance, asked)).toBeGreaterThanOrEqual(asked);
        },
      ),
    );
  });

  it.each([
    ['7', 7_000],
    [' 0 ', 0],
    ['Sat, 28 Nov 2026 12:01:00 GMT', 60_000],
    ['Sat, 28 Nov 2026 11:00:00 GMT', 0],
    ['999999', 3_600_000],
    ['soon', undefined],
    ['', undefined],
    [null, undefined],
  ])('Retry-After: %s', (header, expected) => {
    expect(patienceAsked(header, Date.parse('2026-11-28T12:00:00Z'))).toBe(expected);
  });

  it.each([
    [200, 'taken'],
    [204, 'taken'],
    [302, 'taken'],
    [400, 'refused'],
    [401, 'refused'],
    [413, 'refused'],
    [408, 'try-again'],
    [429, 'try-again'],
    [500, 'try-again'],
    [503, 'try-again'],
    [0, 'try-again'],
  ])('status %i', (status, expected) => {
    expect(meaningOf(status)).toBe(expected);
  });
});

describe('requests', () => {
  const event = fc.record({
    id: fc.uuid(),
    body: fc.string({ maxLength: 9_000, unit: 'grapheme' }).map((text) => JSON.stringify({ text })),
  });

  it('hold the first events, as many as fit in 60 KB', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 130 }), (waiting) => {
        const batch = firstBatch(waiting);
        expect(batch).toEqual(waiting.slice(0, batch.length));
        expect(batch.length).toBeLessThanOrEqual(100);
        expect(bytesIn(requestBody(batch, 'key', new Date(0)))).toBeLessThanOrEqual(longestRequest);
        if (waiting.length > 0) expect(batch.length).toBeGreaterThan(0);
      }),
      { numRuns: 50 },
    );
  });

  it('are in the Segment wire format', () => {
    const batch = [
      { id: 'a', body: '{"type":"page"}' },
      { id: 'b', body: '{"type":"track"}' },
    ];
    expect(JSON.parse(requestBody(batch, 'k"1', new Date(0)))).toEqual({
      batch: [{ type: 'page' }, { type: 'track' }],
      sentAt: '1970-01-01T00:00:00.000Z',
      writeKey: 'k"1',
    });
  });
});

describe('a queue in memory', () => {
  const event = (id: string) => ({ id, body: '{}' });

  it('gives the oldest first and forgets what is removed', async () => {
    const queue = memoryQueue(10);
    for (const id of ['a', 'b', 'c']) await queue.add(event(id));
    await queue.remove(['a']);
    expect(await queue.first(1)).toEqual([event('b')]);
    await queue.clear();
    expect(await queue.first(9)).toEqual([]);
  });

  it('lets the oldest go when it is full, and says how many', async () => {
    const queue = memoryQueue(2);
    const dropped = [await queue.add(event('a')), await queue.add(event('b')), await queue.add(event('c'))];
    expect([dropped, await queue.first(9)]).toEqual([
      [0, 0, 1],
      [event('b'), event('c')],
    ]);
  });
});

describe('the will of a page', () => {
  const event = (id: string) => ({ id, body: '{}' });

  it('is one with those of other tabs', () => {
    const first = addToWill(undefined, { left: [event('a')], done: ['b'] });
    expect(readWill(addToWill(first, { left: [event('c')], done: ['d'] }))).toEqual({
      left: [event('a'), event('c')],
      done: ['b', 'd'],
    });
  });

  it.each([undefined, '', '[]', '{"left":7,"done":[1]}', '{"left":[{"id":1}]}'])('%j leaves nothing', (written) => {
    expect(readWill(written)).toEqual({ left: [], done: [] });
  });
});

describe('a lease', () => {
  const held = leaseFor('tab-1', 0, undefined);

  it.each([
    ['its owner', 'tab-1', 1_000, held, true],
    ['somebody else, before it ends', 'tab-2', 29_999, held, false],
    ['somebody else, once it has ended', 'tab-2', 30_000, held, true],
    ['somebody else, after the clock was set back', 'tab-2', -3_600_000, held, true],
    ['anybody, when it cannot be read', 'tab-2', 0, 'x', true],
  ])('is for %s', (_, owner, now, written, free) => {
    expect(leaseFor(owner, now, written) !== undefined).toBe(free);
  });
});
