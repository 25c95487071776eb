import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { shareOut } from './co-partitioned-assigner.ts';

const upTo = (count: number) => () => Array.from({ length: count }, (_, i) => i);
const members = (count: number, topics = ['orders', 'visits']) =>
  Array.from({ length: count }, (_, i) => ({ memberId: `m${i}`, topics }));

describe('sharing out partitions', () => {
  it('gives partition i of every topic to one member', () => {
    expect([...shareOut(members(2), upTo(3))]).toEqual([
      ['m0', { orders: [0, 2], visits: [0, 2] }],
      ['m1', { orders: [1], visits: [1] }],
    ]);
  });

  it('gives each partition to exactly one member, evenly, in whatever order the members are told', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 24 }),
        fc.boolean(),
        (n, partitions, turn) => {
          const known = members(n);
          const shares = shareOut(turn ? known.toReversed() : known, upTo(partitions));
          expect(shares).toEqual(shareOut(known, upTo(partitions)));
          const sizes = [...shares.values()].map((share) => share['orders']?.length ?? 0);
          expect([...shares.values()].flatMap((share) => share['orders'] ?? []).toSorted((a, b) => a - b)).toEqual(
            upTo(partitions)(),
          );
          expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
        },
      ),
    );
  });

  it('gives a topic only to members that know it', () => {
    const mixed = [...members(1, ['orders']), { memberId: 'new', topics: ['orders', 'visits'] }];
    expect(shareOut(mixed, upTo(2)).get('new')).toEqual({ orders: [1], visits: [0, 1] });
  });

  it('leaves a member without work when there are more members than partitions', () => {
    expect(shareOut(members(3), upTo(2)).get('m2')).toEqual({});
  });
});
