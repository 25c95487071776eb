/** A world of three events in which every promise is kept; tests break it in one place at a time. */
import { type Evidence } from '../reading/evidence.ts';
import { fold } from '../reference/fold.ts';
import { eventOf } from '../reference/hashes.ts';
import { type Sent } from '../traffic/journal.ts';
import { type Claims } from '../traffic/request.ts';

const start = Date.parse('2026-03-01T10:00:00.000Z');

export const claimsOf = (more: Partial<Claims>): Claims => ({ type: 'identify', traits: {}, time: start, ...more });

export const sentOf = (id: string, claims: Claims, more: Partial<Sent> = {}): Sent => ({
  item: { id, key: claims.userId ?? claims.anonymousId ?? '', sequence: Number(id.split(':')[2]), claims, hash: '' },
  source: 'default',
  door: 'http',
  chain: 'chain-0',
  position: 0,
  attempts: [{ number: 0, attempt: 1, answer: 'ok', status: 200, at: start, took: 5, refused: [] }],
  ...more,
});

const claims = [
  claimsOf({ userId: 'ann', anonymousId: 'browser', traits: { city: 'York' }, time: start }),
  claimsOf({ userId: 'ann', traits: { city: 'Leeds' }, time: start + 1_000 }),
  claimsOf({ type: 'track', name: 'Order Completed', userId: 'ann', time: start + 2_000, amount: 1_250 }),
];
const ids = claims.map((_, index) => `vfy:a:${index + 1}`);

export function smallWorld(change: Partial<Evidence> = {}): Evidence {
  const people = fold(
    ids.flatMap((marker, index) => {
      const said = claims[index];
      return said ? [{ marker, source: 'default', claims: said, receivedAt: start + 5_000 }] : [];
    }),
  );
  const record = people[0]?.records[0] ?? '';
  const stage = ids.map((marker, offset) => ({
    marker,
    offset,
    partition: 0,
    record,
    profile: people[0]?.profile ?? '',
  }));
  return {
    namespace: 'a',
    sent: ids.map((id, index) => sentOf(id, claims[index] ?? claimsOf({}))),
    received: ids.map((marker, offset) => ({
      ...{ partition: 0, offset, id: `in-${marker}`, marker, key: record, source: 'default' },
      receivedAt: start + 5_000,
    })),
    archive: ids.map((marker) => ({
      id: eventOf('default', marker),
      marker,
      source: 'default',
      receivedId: `in-${marker}`,
    })),
    rejected: [],
    kept: [],
    deadLetters: [],
    collected: stage.map((one) => ({ ...one, id: eventOf('default', one.marker) })),
    resolved: stage.map((one) => ({ ...one, id: `${eventOf('default', one.marker)}:resolved` })),
    snapshots: people.map(({ profile }, offset) => ({
      ...{ profile, version: 1, changed: [], hash: 'h1', partition: 0, offset },
    })),
    profiles: people.map((person) => ({ ...person, version: 1, state: 'active', mergedInto: '' })),
    decisions: (['answer', 'log', 'topic'] as const).map((from) => ({
      ...{ decision: 'dec.a.ann.1', profile: 'p', offers: ['gift'], from, person: 'ann' },
    })),
    caps: { perPerson: { gift: 3 }, total: { rare: 2 } },
    figures: { events: { $identify: 2, 'Order Completed': 1 }, orders: 1, gross: 1_250 },
    samples: [{ group: 'ingestion', topic: 'event.received.v1', partition: 0, committed: 3, missing: [], looked: 3 }],
    lags: [{ group: 'ingestion', topic: 'event.received.v1', messages: 0 }],
    ...change,
  };
}
