import { describe, expect, it } from '@jest/globals';
import { type Claims } from '../traffic/request.ts';
import { fold, type Accepted } from './fold.ts';
import { eventOf, hash128 } from './hashes.ts';

let number = 0;
const event = (claims: Partial<Claims>): Accepted => {
  number += 1;
  const said: Claims = { type: 'identify', traits: {}, time: number * 1_000, ...claims };
  return { marker: `vfy:a:${number}`, source: 'default', claims: said, receivedAt: 10_000_000 };
};
const people = (...events: Accepted[]) => fold(events);

describe('the reference fold', () => {
  it('makes one person of a browser and the login that was seen in it', () => {
    const found = people(
      event({ anonymousId: 'b1' }),
      event({ userId: 'ann', anonymousId: 'b1' }),
      event({ userId: 'ann' }),
    );
    expect(found).toHaveLength(1);
    expect(found[0]?.records).toHaveLength(2);
    expect(found[0]?.identifiers).toEqual(['anonymous_id|b1', 'user_id|ann']);
  });

  it('keeps apart who shares a browser, and shows the browser on neither', () => {
    const found = people(
      event({ anonymousId: 'b2' }),
      event({ userId: 'bob', anonymousId: 'b2' }),
      event({ userId: 'cy', anonymousId: 'b2' }),
    );
    expect(found.map(({ identifiers }) => identifiers).sort()).toEqual([
      ['anonymous_id|b2'],
      ['user_id|bob'],
      ['user_id|cy'],
    ]);
  });

  it('never joins two logins through a mailbox that they share', () => {
    const traits = { email: 'x@example.org' };
    expect(people(event({ userId: 'd', traits }), event({ userId: 'e', traits }))).toHaveLength(2);
  });

  it('shows the latest word by the time of the event, whatever the order', () => {
    const old = event({ userId: 'f', traits: { city: 'York' }, time: 1_000 });
    const late = event({ userId: 'f', traits: { city: 'Leeds' }, time: 2_000 });
    expect(people(late, old)).toEqual(people(old, late));
    expect(people(late, old)[0]?.traits).toEqual({ city: 'Leeds' });
  });

  it('lets a null silence its source and no other', () => {
    const web = { ...event({ userId: 'g', traits: { city: 'York' } }), source: 'web' };
    const shop = { ...event({ userId: 'g', traits: { city: null } }), source: 'shop' };
    expect(people(web, shop)[0]?.traits).toEqual({ city: 'York' });
    expect(people(web, { ...shop, source: 'web' })[0]?.traits).toEqual({});
  });

  it('is blind to order and repetition', () => {
    const events = Array.from({ length: 60 }, (_, index) =>
      event({
        ...(index % 3 === 0 ? {} : { userId: `u${index % 7}` }),
        anonymousId: `a${index % 11}`,
        traits: { seen: index },
      }),
    );
    const shuffled = events.toSorted((a, b) => (eventOf('', a.marker) < eventOf('', b.marker) ? -1 : 1));
    expect(fold([...shuffled, ...events])).toEqual(fold(events));
  });

  it('believes no clock that is far ahead', () => {
    const ahead = { ...event({ userId: 'h', traits: { city: 'Rome' }, time: 99_000_000 }), receivedAt: 5_000 };
    const now = event({ userId: 'h', traits: { city: 'York' }, time: 6_000 });
    expect(people(ahead, now)[0]?.traits).toEqual({ city: 'York' });
  });

  it('computes ids of 26 letters from the parts and their lengths', () => {
    expect(hash128('a', 'bc')).toMatch(/^[0-9a-z]{26}$/);
    expect(hash128('a', 'bc')).not.toBe(hash128('ab', 'c'));
  });
});
