import { describe, expect, it } from '@jest/globals';
import { topics } from '@tributary/contracts';
import { type LiveMessage, liveEventOf, onlyOf, ratesOf } from './live-event.ts';

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

  it('is shown to who looks at its source, with the rates of that source', () => {
    const [event] = [liveEventOf(collected)].flatMap((data) => (data ? [{ type: 'event', data } as const] : []));
    const rate = { outcome: 'accepted', perSecond: 1 } as const;
    const rates = [
      { ...rate, source: 'app' },
      { ...rate, source: 'web' },
    ];
    const told: LiveMessage = { type: 'rates', data: { rates, passedOver: 3 } };
    const shown = (source: string) => [...(event ? onlyOf(source, event) : []), ...onlyOf(source, told)];
    expect(shown('web')).toEqual([event, { type: 'rates', data: { rates: [rates[1]], passedOver: 3 } }]);
    expect(shown('app')).toEqual([{ type: 'rates', data: { rates: [rates[0]], passedOver: 3 } }]);
  });
});
