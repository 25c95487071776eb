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
const broken = (line: number): RawRow => ({ rejected: { line, code: 'COLUMN_COUNT', detail: 'too few' } });

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

  it('takes the group with it in which it stands, as it may have been a part of it', () => {
    expect(map(mappingBy('id'), row(2, 'a'), broken(3), row(4, 'a'), row(5, 'b'))).toEqual({
      events: [5],
      rejected: ['2 GROUP_REJECTED', '3 COLUMN_COUNT', '4 GROUP_REJECTED'],
    });
  });
});
