import { describe, expect, it } from '@jest/globals';
import { topics } from '@tributary/contracts';
import { liveEventOf, ratesOf } from './live-event.ts';

describe('an event as somebody who looks on sees it', () => {
  const collected = topics.eventCollected.message.example;

  it('holds nothing of what was said, only what it is', () => {
    expect(liveEventOf(collected)).toEqual({
      receivedAt: '2026-03-01T10:00:00.000Z',
      outcome: 'accepted',
      source: 'web',
      type: 'track',
      name: 'Product Viewed',
      messageId: 'm-1',
    });
    expect(liveEventOf({ ...collected, flags: ['CLOCK_SKEW'] })).toMatchObject({
      outcome: 'warned',
      flags: ['CLOCK_SKEW'],
    });
    expect(liveEventOf({ anything: 'else' })).toBeUndefined();
  });

  it('is counted by source and outcome', () => {
    const seen = [collected, collected, { ...collected, flags: ['X'] }, { ...collected, source: 'app' }];
    expect(
      ratesOf(
        seen.flatMap((value) => liveEventOf(value) ?? []),
        2,
      ),
    ).toEqual([
      { source: 'app', outcome: 'accepted', perSecond: 0.5 },
      { source: 'web', outcome: 'accepted', perSecond: 1 },
      { source: 'web', outcome: 'warned', perSecond: 0.5 },
    ]);
  });
});
