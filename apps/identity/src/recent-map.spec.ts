import { describe, expect, it } from '@jest/globals';
import { RecentMap } from './recent-map.ts';

const keys = ['a', 'b', 'c', 'd', 'e'];
const all = <V>(map: RecentMap<string, V>) => keys.filter((key) => map.get(key) !== undefined);

describe('a map of what was set lately', () => {
  it('forgets what was set longest ago', () => {
    const map = new RecentMap<string, number>(3);
    for (const key of ['a', 'b', 'c', 'a', 'd', 'e']) map.set(key, 0);
    expect(all(map)).toEqual(['a', 'd', 'e']);
  });

  it('forgets as much as the newest entry needs, and an entry for which there is no room at all', () => {
    const map = new RecentMap<string, string>(10, (text) => text.length);
    map.set('a', '1234');
    map.set('b', '123');
    map.set('c', '123');
    expect(all(map)).toEqual(['a', 'b', 'c']);
    map.set('c', '12345'); // what it weighed before no longer counts
    expect(all(map)).toEqual(['b', 'c']);
    map.set('d', '12345678901');
    expect(all(map)).toEqual([]);
    map.set('e', '1234567890');
    expect(all(map)).toEqual(['e']);
  });
});
