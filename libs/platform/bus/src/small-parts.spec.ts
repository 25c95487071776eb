import { describe, expect, it } from '@jest/globals';
import { allTopics, topics } from '@tributary/contracts';
import fc from 'fast-check';
import { backoffMs } from './backoff.ts';
import { BusError } from './bus-error.ts';
import { RecentIds } from './recent-ids.ts';
import { topicSpecs } from './topic-specs.ts';

describe('recent ids', () => {
  it('are exactly the last distinct ones', () => {
    const id = fc.integer({ min: 0, max: 12 }).map(String);
    fc.assert(
      fc.property(fc.array(id), fc.integer({ min: 1, max: 6 }), (added, capacity) => {
        const recent = new RecentIds(capacity);
        const kept: string[] = [];
        for (const one of added) {
          recent.add(one);
          if (!kept.includes(one)) kept.push(one);
          if (kept.length > capacity) kept.shift();
        }
        for (let n = 0; n <= 12; n++) expect(recent.has(String(n))).toBe(kept.includes(String(n)));
      }),
    );
  });
});

describe('the backoff', () => {
  it('doubles from the first wait to the most, and jitter takes off at most a half', () => {
    const bounds = { retryFirstMs: 200, retryMostMs: 10_000 };
    expect([1, 2, 3, 6, 7, 60].map((attempt) => backoffMs(attempt, bounds, 0))).toEqual([
      200, 400, 800, 6_400, 10_000, 10_000,
    ]);
    expect(backoffMs(1, bounds, 0.999_999)).toBeGreaterThanOrEqual(100);
  });
});

describe('topic specs', () => {
  it('follow the registry, under the namespace', () => {
    const [compacted, deleted] = topicSpecs([topics.profileUpdated, topics.eventCollected], { namespace: 'acme' });
    expect(compacted).toEqual({ name: 'acme.profile.updated.v1', partitions: 12, cleanup: 'compact' });
    expect(deleted).toEqual({
      name: 'acme.event.collected.v1',
      partitions: 12,
      cleanup: 'delete',
      retentionMs: 7 * 86_400_000,
    });
  });

  it('keep every topic at one partition count, or co-keyed topics would not meet', () => {
    const counts = new Set(topicSpecs(allTopics, { partitions: 48 }).map(({ partitions }) => partitions));
    expect(counts).toEqual(new Set([48]));
  });
});

describe('a bus error', () => {
  it('says whether trying again can help', () => {
    expect(new BusError('BUS_OVERLOADED', 'full').retry).toBe(true);
    expect(new BusError('BUS_FENCED', 'not ours').retry).toBe(false);
  });
});
