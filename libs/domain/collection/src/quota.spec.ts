import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Bucket, takeFrom } from './quota.ts';

const quota = { perSecond: 100 };
const bucket = (left: number, at = 0): Bucket => ({ left, at });

describe('a quota of a hundred events a second', () => {
  it.each<[string, Bucket | undefined, number, number, object]>([
    ['begins with ten seconds of events', undefined, 400, 5_000, { ok: true, bucket: bucket(600, 5_000) }],
    ['takes a batch that is larger than what is left', bucket(1), 2_500, 0, { ok: true, bucket: bucket(-2_499) }],
    ['then takes nothing until that is paid', bucket(-2_499), 1, 0, { ok: false, retryAfter: 25 }],
    ['takes again once it is paid', bucket(-2_499), 1, 25_000, { ok: true, bucket: bucket(0, 25_000) }],
    ['never holds more than ten seconds', bucket(0), 0, 3_600_000, { ok: true, bucket: bucket(1_000, 3_600_000) }],
    ['asks for a second at least', bucket(0), 1, 0, { ok: false, retryAfter: 1 }],
    ['bears a clock that was set back', bucket(5, 10_000), 1, 0, { ok: true, bucket: bucket(4, 0) }],
  ])('%s', (_, before, events, now, expected) => {
    expect(takeFrom(before, events, quota, now)).toEqual(expected);
  });

  it('lets through what it allows and the first burst, one batch over at most', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ waitMs: fc.nat(5_000), events: fc.integer({ min: 1, max: 2_500 }) }), { maxLength: 200 }),
        (requests) => {
          let [now, through, held]: [number, number, Bucket | undefined] = [0, 0, undefined];
          for (const { waitMs, events } of requests) {
            now += waitMs;
            const taken = takeFrom(held, events, quota, now);
            if (!taken.ok) continue;
            held = taken.bucket;
            through += events;
          }
          expect(through).toBeLessThanOrEqual((now / 1_000) * 100 + 1_000 + 2_500);
        },
      ),
    );
  });

  it('never says to come again too late: after what it says, something is taken', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1_000_000, max: 0 }), fc.integer({ min: 1, max: 10_000 }), (left, perSecond) => {
        const refused = takeFrom(bucket(left), 1, { perSecond }, 0);
        if (refused.ok) return;
        expect(takeFrom(bucket(left), 1, { perSecond }, refused.retryAfter * 1_000 + 1).ok).toBe(true);
      }),
    );
  });
});
