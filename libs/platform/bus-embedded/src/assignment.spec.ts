import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { assign } from './assignment.ts';

const partitions = (topic: string, count: number) =>
  Array.from({ length: count }, (_, partition) => ({ topic, partition }));

describe('the assignment', () => {
  it('gives every partition to one member, evenly, and the same partition of every topic to the same', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 24 }), (size, count) => {
        const members = Array.from({ length: size }, (_, i) => ({ id: `m${i}`, topics: ['a', 'b'] }));
        const [a, b] = [partitions('a', count), partitions('b', count)];
        const wanted = assign(members, [...a, ...b]);
        expect(wanted.size).toBe(2 * count);
        expect(a.map((one) => wanted.get(one))).toEqual(b.map((one) => wanted.get(one)));
        const shares = members.map(({ id }) => a.filter((one) => wanted.get(one) === id).length);
        expect(Math.max(...shares) - Math.min(...shares)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('gives a topic only to members that read it', () => {
    const members = [
      { id: 'both', topics: ['a', 'b'] },
      { id: 'one', topics: ['a'] },
    ];
    const wanted = assign(members, [...partitions('b', 3), ...partitions('c', 1)]);
    expect([...wanted.values()]).toEqual(['both', 'both', 'both']);
  });
});
