import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  endsAt,
  follow,
  followAll,
  nobody,
  type Presence,
  settle,
  visitId,
  type ZoneChange,
  zoneEvent,
  type ZoneRules,
  type ZoneSighting,
} from './index.ts';

const rules: ZoneRules = { leaveAfterMs: 60_000, enterSightings: 2 };
const start = Date.parse('2026-03-01T10:00:00.000Z');
const ann = { userId: 'ann' };

/** `loss`: 0 is one metre, 6 twice as far; -10 is held to the beacon. */
const seen = (zone: string, second: number, loss = 0): ZoneSighting => ({
  ...{ zone: { store: 'leeds', zone }, beacon: `b-${zone}`, loss, notes: {} },
  at: start + second * 1_000,
});
const told = (change: ZoneChange): string => {
  const { zone, enteredAt, seenAt } = change.visit;
  const second = ((change.kind === 'entered' ? enteredAt : seenAt) - start) / 1_000;
  return `${change.kind} ${zone.zone} at ${second}`;
};

/** A stream as it comes, one sighting after the other; `settled` lets time pass without any. */
function visitor() {
  let presence = nobody;
  const heard: string[] = [];
  const one = {
    sees: (zone: string, second: number, loss?: number) => {
      const followed = follow(presence, seen(zone, second, loss), rules);
      presence = followed.presence;
      heard.push(...followed.changes.map(told));
      return { ...one, verdict: followed.verdict };
    },
    settled: (second: number) => {
      const followed = settle(presence, start + second * 1_000, rules);
      presence = followed.presence;
      heard.push(...followed.changes.map(told));
      return one;
    },
    hears: (...expected: string[]) => {
      expect(heard.splice(0)).toEqual(expected);
      return one;
    },
  };
  return one;
}

describe('a visit', () => {
  it('begins with the second sighting within the window, and ends where the zone was last seen', () => {
    const one = visitor();
    one.sees('shoes', 0, 20).hears();
    one.sees('shoes', 5, 20).hears('entered shoes at 5');
    one.sees('shoes', 40, 20).hears();
    one.settled(99).hears();
    one.settled(100).hears('left shoes at 40');
    one.settled(500).hears();
  });

  it('begins at once from so near that there is no doubt', () => {
    visitor().sees('shoes', 0, -10).hears('entered shoes at 0');
  });

  it('does not begin with two sightings that are too far apart', () => {
    const one = visitor();
    one.sees('shoes', 0).sees('shoes', 31).hears();
    one.sees('shoes', 60).hears('entered shoes at 60');
  });

  it('goes on while the zone is seen again in time, and is another one when it is not', () => {
    const one = visitor();
    one.sees('shoes', 0, -10).sees('shoes', 60).hears('entered shoes at 0');
    one.sees('shoes', 121).hears('left shoes at 60');
    one.sees('shoes', 125).hears('entered shoes at 125');
  });

  it('moves to a zone that is nearer by a margin, not to one whose signal flickers', () => {
    const one = visitor();
    one.sees('shoes', 0, 8).sees('shoes', 2, 8).hears('entered shoes at 2');
    one.sees('hats', 3, 5).sees('hats', 4, 5).hears();
    one.sees('hats', 6, -4).hears('left shoes at 2', 'entered hats at 6');
    one.sees('shoes', 7, 8).sees('shoes', 9, 8).hears();
  });

  it('moves to the zone that is seen where its own is not any more, however weak', () => {
    const one = visitor();
    one.sees('shoes', 0, -10).hears('entered shoes at 0');
    one.sees('hats', 20, 25).sees('hats', 29, 25).hears();
    one.sees('hats', 31, 25).hears('left shoes at 0', 'entered hats at 31');
  });

  it('is of the nearest of several zones', () => {
    const { changes } = followAll(nobody, [seen('shoes', 0, 12), seen('hats', 0, -9), seen('coats', 0, -7)], rules);
    expect(changes.map(told)).toEqual(['entered hats at 0']);
  });

  it('has begun where the signals are equally strong in the zone whose name comes first', () => {
    const both = [seen('shoes', 0, 3), seen('hats', 0, 3), seen('shoes', 1, 3), seen('hats', 1, 3)];
    expect(followAll(nobody, both, rules).changes.map(told)).toEqual(['entered hats at 1']);
  });
});

describe('what comes again or late', () => {
  it('changes nothing', () => {
    const one = visitor();
    one.sees('shoes', 0).sees('shoes', 20).hears('entered shoes at 20');
    expect(one.sees('shoes', 20).verdict).toBe('repeated');
    expect(one.sees('shoes', 15).verdict).toBe('repeated');
    expect(one.sees('hats', 9).verdict).toBe('late');
    one.hears();
  });

  it('counts where a receiver is only a little slower than another', () => {
    const one = visitor();
    one.sees('shoes', 20, 20);
    expect(one.sees('hats', 12).verdict).toBe('applied');
    one.sees('hats', 19).hears('entered hats at 20');
  });

  it('does not reopen a visit that was found to be over', () => {
    const one = visitor();
    one.sees('shoes', 0, -10).settled(60).hears('entered shoes at 0', 'left shoes at 0');
    expect(one.sees('shoes', 30, -10).verdict).toBe('late');
    one.sees('shoes', 55, -10).hears('entered shoes at 60');
  });
});

describe('the event of a visit', () => {
  const [entered] = followAll(nobody, [seen('shoes', 0, -10)], rules).changes;
  const left = settle({ ...nobody, visit: { ...must(entered).visit, seenAt: start + 90_500 } }, Infinity, rules)
    .changes[0];

  it('says where, since when and how long', () => {
    const visit = visitId(ann, must(entered).visit);
    expect(zoneEvent({ ...ann, deviceId: 'd-1' }, must(entered))).toEqual({
      ...{ type: 'track', event: 'Zone Entered', messageId: `zone-entered/${visit}`, userId: 'ann' },
      timestamp: '2026-03-01T10:00:00.000Z',
      context: { device: { id: 'd-1' } },
      properties: { store: 'leeds', zone: 'shoes', beacon: 'b-shoes', visit, nearness: 'immediate' },
    });
    expect(zoneEvent(ann, must(left))).toMatchObject({
      ...{ event: 'Zone Left', messageId: `zone-left/${visit}`, timestamp: '2026-03-01T10:01:30.500Z' },
      properties: { visit, entered_at: '2026-03-01T10:00:00.000Z', dwell_seconds: 90.5 },
    });
  });

  it('takes a device whose owner nobody knows for an anonymous visitor', () => {
    expect(zoneEvent({ deviceId: 'tag-7' }, must(entered))).toMatchObject({
      ...{ anonymousId: 'tag-7', context: { device: { id: 'tag-7' } } },
    });
  });
});

function must<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('There is none.');
  return value;
}

describe('over all streams', () => {
  const sighting = fc
    .record({
      zone: fc.constantFrom('shoes', 'hats', 'coats'),
      second: fc.nat(400),
      loss: fc.integer({ min: -10, max: 20 }),
    })
    .map(({ zone, second, loss }) => seen(zone, second, loss));
  const stream = fc.array(sighting, { maxLength: 60 });
  const inTime = fc
    .uniqueArray(sighting, { maxLength: 60, selector: ({ at }) => at })
    .map((all) => [...all].sort((a, b) => a.at - b.at));
  const ended = (presence: Presence) => settle(presence, Infinity, rules);
  const visitsIn = (changes: readonly ZoneChange[]) => changes.map(told);

  it('the order in which sightings of one batch stand does not matter', () => {
    fc.assert(
      fc.property(stream, fc.infiniteStream(fc.nat()), (all, keys) => {
        const shuffled = [...all].map((one) => [keys.next().value ?? 0, one] as const).sort(([a], [b]) => a - b);
        const again = followAll(
          nobody,
          shuffled.map(([, one]) => one),
          rules,
        );
        const { presence, changes } = followAll(nobody, all, rules);
        expect([again.presence, again.changes]).toEqual([presence, changes]);
      }),
    );
  });

  it('twice is once, whether a timer has looked in between or not', () => {
    fc.assert(
      fc.property(stream, fc.boolean(), (all, timer) => {
        const first = followAll(nobody, all, rules).presence;
        const between = timer ? ended(first).presence : first;
        const again = followAll(between, all, rules);
        expect(again.changes).toEqual([]);
        expect(again.presence).toEqual(between);
        expect(again.verdicts).not.toContain('applied');
      }),
    );
  });

  it('it does not matter whether sightings come one by one or all at once, nor whether a timer ends the visits', () => {
    fc.assert(
      fc.property(inTime, fc.boolean(), (all, timer) => {
        const whole = followAll(nobody, all, rules);
        let presence = nobody;
        const changes: ZoneChange[] = [];
        const take = (next: { readonly presence: Presence; readonly changes: readonly ZoneChange[] }) => {
          presence = next.presence;
          changes.push(...next.changes);
        };
        for (const [at, one] of all.entries()) {
          // A timer that is punctual: it looks just before the next sighting, which would else find the same.
          const end = endsAt(presence, rules);
          if (timer && end !== undefined && end < one.at) take(settle(presence, end, rules));
          take(followAll(presence, all.slice(at, at + 1), rules));
        }
        expect(visitsIn([...changes, ...ended(presence).changes])).toEqual(
          visitsIn([...whole.changes, ...ended(whole.presence).changes]),
        );
      }),
      { numRuns: 300 },
    );
  });

  it('every visit that begins ends once, before the next begins, and has an id of its own', () => {
    fc.assert(
      fc.property(fc.array(stream, { maxLength: 4 }), (batches) => {
        let presence = nobody;
        const changes: ZoneChange[] = [];
        for (const batch of batches) {
          const followed = followAll(presence, batch, rules);
          presence = followed.presence;
          changes.push(...followed.changes);
        }
        changes.push(...ended(presence).changes);
        expect(changes.map(({ kind }) => kind)).toEqual(changes.map((_, at) => (at % 2 === 0 ? 'entered' : 'left')));
        const visits = changes.filter(({ kind }) => kind === 'left').map(({ visit }) => visit);
        for (const [at, { enteredAt, seenAt }] of visits.entries()) {
          expect(seenAt).toBeGreaterThanOrEqual(enteredAt);
          expect(seenAt).toBeLessThanOrEqual(visits[at + 1]?.enteredAt ?? Infinity);
        }
        const ids = changes.map((change) => zoneEvent(ann, change)['messageId']);
        expect(new Set(ids).size).toBe(ids.length);
      }),
    );
  });
});
