import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { filterFault, matches, overlap } from './topic-filter.ts';

describe('a topic filter', () => {
  it.each([
    ['shop/leeds/tills', 'shop/leeds/tills', true],
    ['shop/leeds/tills', 'shop/leeds', false],
    ['shop/+/tills', 'shop/leeds/tills', true],
    ['shop/+/tills', 'shop/leeds/1/tills', false],
    ['shop/+', 'shop/', true],
    ['shop/#', 'shop/leeds/tills', true],
    ['shop/#', 'shop', true], // the parent too
    ['shop/#', 'shops', false],
    ['#', 'anything/at/all', true],
    ['#', '$SYS/uptime', false],
    ['+/uptime', '$SYS/uptime', false],
    ['$SYS/#', '$SYS/uptime', true],
    ['shop/+/+', 'shop/leeds', false],
  ])('%s of %s: %s', (filter, topic, expected) => {
    expect(matches(filter, topic)).toBe(expected);
  });

  it.each([
    ['', 'Must not be empty.'],
    ['shop/a+', 'A level that is + or # has nothing beside it.'],
    ['shop/#/tills', '# stands at the end.'],
    ['$share/group/shop', 'INGESTION_MQTT_GROUP'],
    ['shop\0', 'no NUL'],
  ])('is refused: %j', (filter, fault) => {
    expect(filterFault(filter)).toContain(fault);
  });

  it.each(['shop', 'shop/+/tills', '#', '+', '/', '$SYS/#', 'shop//tills'])('may be %s', (filter) => {
    expect(filterFault(filter)).toBeUndefined();
  });

  it.each([
    ['shop/leeds', 'shop/leeds', true],
    ['shop/+', 'shop/leeds', true],
    ['shop/+/tills', 'shop/leeds/+', true],
    ['shop/#', 'shop', true],
    ['shop/#', 'shop/leeds/tills', true],
    ['shop/+', 'shop', false],
    ['shop/leeds', 'shop/york', false],
    ['shop/+/tills', 'shop/leeds/doors', false],
  ])('%s and %s overlap: %s', (one, other, expected) => {
    expect([overlap(one, other), overlap(other, one)]).toEqual([expected, expected]);
  });

  it('overlaps with every other one that matches a topic that it matches', () => {
    const level = fc.constantFrom('a', 'b');
    const topic = fc.array(level, { minLength: 1, maxLength: 4 });
    const filterOf = (levels: readonly string[]) =>
      fc
        .tuple(fc.array(fc.boolean(), { minLength: levels.length, maxLength: levels.length }), fc.nat(levels.length))
        .map(([wild, cut]) => {
          const filter = levels.map((one, at) => (wild[at] === true ? '+' : one));
          return (cut === 0 ? filter : [...filter.slice(0, cut), '#']).join('/');
        });
    const both = topic.chain((levels) => fc.tuple(fc.constant(levels.join('/')), filterOf(levels), filterOf(levels)));
    fc.assert(
      fc.property(both, ([name, one, other]) => {
        expect([matches(one, name), matches(other, name), overlap(one, other)]).toEqual([true, true, true]);
      }),
    );
  });
});
