import { describe, expect, it } from '@jest/globals';
import { type Mapping, parseMapping } from '@tributary/domain-collection';
import { RowMapper } from './map-rows.ts';
import { type RawRow } from './formats/row.ts';

const mappingBy = (...groupBy: readonly string[]): Mapping => {
  const parsed = parseMapping({
    groupBy,
    events: [{ type: 'track', event: 'Seen', messageId: '{id}', userId: '{id}', timestamp: '2026-01-01T00:00:00Z' }],
  });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  return parsed.mapping;
};
const row = (line: number, id: string): RawRow => ({ line, cells: { id } });
/** `ids`: what it may name; none: nobody knows. */
const broken = (line: number, ...ids: readonly string[]): RawRow => ({
  rejected: { line, code: 'COLUMN_COUNT', detail: 'too few' },
  ...(ids.length === 0 ? {} : { readings: ids.map((id) => ({ id })) }),
});

function map(mapping: Mapping, ...rows: readonly RawRow[]) {
  const mapper = new RowMapper(mapping);
  const steps = [...rows.map((one) => mapper.take(one)), mapper.finish()];
  return {
    events: steps.flatMap(({ events }) => events.map(({ line }) => line)),
    rejected: steps.flatMap(({ rejected }) => rejected.map(({ line, code }) => `${line} ${code}`)),
  };
}

describe('a line that cannot be read', () => {
  it('is refused alone where each row is an event of its own', () => {
    expect(map(mappingBy(), broken(2), row(3, 'a'), broken(4), row(5, 'b'))).toEqual({
      events: [3, 5],
      rejected: ['2 COLUMN_COUNT', '4 COLUMN_COUNT'],
    });
  });

  it.each<[string, readonly RawRow[], readonly number[], readonly string[]]>([
    ['of the group before', [row(2, 'a'), broken(3, 'a'), row(4, 'b')], [4], ['2 GROUP_REJECTED', '3 COLUMN_COUNT']],
    ['of the group behind', [row(2, 'a'), broken(3, 'b'), row(4, 'b')], [2], ['3 COLUMN_COUNT', '4 GROUP_REJECTED']],
    ['of a group of its own', [row(2, 'a'), broken(3, 'c'), row(4, 'b')], [2, 4], ['3 COLUMN_COUNT']],
    [
      'of either',
      [row(2, 'a'), broken(3, 'a', 'b'), row(4, 'b'), row(5, 'c')],
      [5],
      ['2 GROUP_REJECTED', '3 COLUMN_COUNT', '4 GROUP_REJECTED'],
    ],
    [
      'of any',
      [row(2, 'a'), broken(3), row(4, 'b'), row(5, 'c')],
      [5],
      ['2 GROUP_REJECTED', '3 COLUMN_COUNT', '4 GROUP_REJECTED'],
    ],
    ['of the first', [broken(2), row(3, 'a'), row(4, 'b')], [4], ['2 COLUMN_COUNT', '3 GROUP_REJECTED']],
    ['of none, as the last', [row(2, 'a'), broken(3, 'b')], [2], ['3 COLUMN_COUNT']],
    ['of the last', [row(2, 'a'), broken(3, 'a')], [], ['2 GROUP_REJECTED', '3 COLUMN_COUNT']],
    [
      'not to be read in the cell that says so',
      [row(2, 'a'), broken(3, '\u{fffd}'), row(4, 'b')],
      [],
      ['2 GROUP_REJECTED', '3 COLUMN_COUNT', '4 GROUP_REJECTED'],
    ],
    [
      'one of several, each of another group',
      [row(2, 'a'), broken(3, 'c'), broken(4, 'b'), row(5, 'b')],
      [2],
      ['3 COLUMN_COUNT', '4 COLUMN_COUNT', '5 GROUP_REJECTED'],
    ],
  ])('takes the groups with it that it can be of: %s', (_, rows, events, rejected) => {
    expect(map(mappingBy('id'), ...rows)).toEqual({ events, rejected });
  });

  it('is held against both columns of a group, wherever a delimiter too many stands', () => {
    const readings = [
      { id: '1', day: 'x' },
      { id: 'x', day: 'mon' },
    ];
    const of = (line: number, id: string, day: string): RawRow => ({ line, cells: { id, day } });
    const bad: RawRow = { rejected: { line: 3, code: 'COLUMN_COUNT', detail: 'too many' }, readings };
    expect(map(mappingBy('id', 'day'), of(2, '1', 'sun'), bad, of(4, '1', 'mon'))).toEqual({
      events: [2],
      rejected: ['3 COLUMN_COUNT', '4 GROUP_REJECTED'],
    });
  });

  it('is not remembered without end', () => {
    const many = Array.from({ length: 3_000 }, (_, index) => broken(index + 2, 'z'));
    const { events, rejected } = map(mappingBy('id'), ...many, row(9_000, 'z'), row(9_001, 'y'));
    expect([events, rejected.length]).toEqual([[9_001], 3_001]);
  });

  it('takes the group with it in which it stands, as it may have been a part of it', () => {
    expect(map(mappingBy('id'), row(2, 'a'), broken(3), row(4, 'a'), row(5, 'b'))).toEqual({
      events: [5],
      rejected: ['2 GROUP_REJECTED', '3 COLUMN_COUNT', '4 GROUP_REJECTED'],
    });
  });
});
