import { describe, expect, it } from '@jest/globals';
import { parseMapping } from '@tributary/domain-collection';
import { eventsInRows } from './read-rows.ts';

function mappingOf(json: object) {
  const parsed = parseMapping(json);
  if (parsed.ok) return parsed.mapping;
  throw new Error(JSON.stringify(parsed.errors));
}
const order = { type: 'track', event: 'Order Completed', userId: '{who}', timestamp: '{at}' };
const perRow = mappingOf({ columns: { n: 'integer', at: 'time' }, events: [{ ...order, messageId: 'o-{n}' }] });
const perBon = mappingOf({
  columns: { n: 'integer', at: 'time' },
  groupBy: 'bon',
  events: [{ ...order, properties: { lines: { $count: true } } }],
});
const nested = mappingOf({
  format: { rows: 'lines' },
  columns: { 'lines/n': 'integer', at: 'time' },
  events: [{ ...order, messageId: 'r-{bon}', properties: { lines: { $count: true } } }],
});
const at = '2026-03-01T10:00:00Z';
const bytesOf = (content: unknown) => Buffer.from(typeof content === 'string' ? content : JSON.stringify(content));
const row = (n: unknown, rest: object = {}) => ({ n, who: 'ann', at, ...rest });

function read(content: unknown, mapping: ReturnType<typeof mappingOf>) {
  const items = eventsInRows(bytesOf(content), mapping);
  if ('code' in items) return items.code;
  return items.map(({ item, text }) => [item.ok ? item.event['messageId'] : item.reason.code, JSON.parse(text)]);
}

describe('the rows of a message', () => {
  it.each<[string, unknown]>([
    ['one object', row(1)],
    ['a list', [row(1)]],
  ])('are read from %s', (_what, content) => {
    expect(read(content, perRow)).toEqual([['o-1', row(1)]]);
  });

  it('are read one by line, and a wrong one costs only itself', () => {
    const lines = [row(1), row('many'), row(3)].map((one) => JSON.stringify(one)).join('\n');
    expect(read(`${lines}\n`, perRow)).toEqual([
      ['o-1', row(1)],
      ['INVALID_ROW', row('many')],
      ['o-3', row(3)],
    ]);
    expect(read([7], perRow)).toEqual([['INVALID_ROW', 7]]);
  });

  it('belong together by the mapping, and a wrong one costs its group', () => {
    const [a, b, c] = [row(1, { bon: 'x' }), row(2, { bon: 'x' }), row(3, { bon: 'y' })];
    expect(read([a, b, c], perBon)).toEqual([
      ['order-completed/x', [a, b]],
      ['order-completed/y', c],
    ]);
    const wrong = { ...b, n: 'many' };
    expect(read([a, wrong, c], perBon)).toEqual([
      ['INVALID_ROW', [a, wrong]],
      ['order-completed/y', c],
    ]);
  });

  it('may stand in a list of each record, which is kept as it came', () => {
    const record = { bon: 'z', who: 'ann', at, lines: [{ n: 1 }, { n: 2 }] };
    expect(read(record, nested)).toEqual([['r-z', record]]);
    const wrong = { ...record, lines: [{ n: 1 }, { n: 'x' }] };
    expect(read([record, wrong], nested)).toEqual([
      ['r-z', record],
      ['INVALID_ROW', wrong],
    ]);
  });

  it.each<[string, unknown, string]>([
    ['no JSON', 'a;b', 'NOT_JSON'],
    ['a line that is no JSON', '{"n":1}\nx', 'NOT_JSON'],
    ['a name that stands there twice', '{"n":1,"n":2}', 'DUPLICATE_KEY'],
  ])('are refused as a whole: %s', (_what, content, code) => {
    expect(read(content, perRow)).toBe(code);
  });
});
