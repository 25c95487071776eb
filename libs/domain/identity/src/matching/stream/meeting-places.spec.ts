import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MeetingPlaces } from './meeting-places.ts';

const most = 9;

/** Who is there, in order, where that leads somewhere. */
function recordsAt(places: MeetingPlaces, key: number): readonly number[] {
  const count = places.countOf(key);
  places.reserve(1);
  const slot = places.slotOf(key);
  return count > most ? [] : Array.from({ length: count }, (_, index) => places.recordAt(slot, index));
}

describe('meeting places', () => {
  it('know who has a key, in the order of arrival, until too many have it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.integer({ min: -3, max: 3 }), { maxLength: 4 }), { maxLength: 40 }),
        (people) => {
          const places = new MeetingPlaces();
          for (const [record, keys] of people.entries()) {
            places.reserve(keys.length);
            for (const key of keys) places.add(places.slotOf(key), record, most);
          }
          for (const key of [-3, -2, -1, 0, 1, 2, 3]) {
            // 0 marks an empty slot, so that it shares the place of 1.
            const isThere = (own: number): boolean =>
              own === key || (Math.abs(key * 2 - 1) === 1 && (own === 0 || own === 1));
            const there = people.flatMap((keys, record) => (keys.some(isThere) ? [record] : []));
            if (there.length <= most) expect(recordsAt(places, key)).toEqual(there);
            else expect(places.countOf(key)).toBeGreaterThan(most);
          }
        },
      ),
    );
  });

  it('hold more keys than they have begun with', () => {
    const places = new MeetingPlaces();
    for (let key = 1; key <= 100_000; key += 1) {
      places.reserve(1);
      places.add(places.slotOf(key), key, most);
    }
    expect([1, 50_000, 100_000].map((key) => recordsAt(places, key))).toEqual([[1], [50_000], [100_000]]);
  });
});
