/** What a mapping makes of rows that are nested, of columns with several places, and of orders without ids. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { eventsOf, readRow } from './apply-mapping.ts';
import { cellAt, rowsOf } from './cell-at.ts';
import { type Mapping } from './mapping.ts';
import { parseMapping } from './parse-mapping.ts';

const seen = { type: 'track', event: 'Seen It', userId: '{who}', timestamp: '2026-01-01T00:00:00Z' };

function parsed(json: object): Mapping {
  const result = parseMapping(json);
  if (!result.ok) throw new Error(JSON.stringify(result.errors));
  return result.mapping;
}
const errorsOf = (json: object): readonly string[] => {
  const result = parseMapping(json);
  return result.ok ? [] : result.errors.map(({ at }) => at);
};

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- looked at as made
function eventsFrom(json: object, ...raw: readonly Record<string, unknown>[]): readonly any[] {
  const mapping = parsed(json);
  const rows = raw.map((one, index) => {
    const read = readRow(one, index + 1, mapping);
    if (!read.ok) throw new Error(read.rejected.detail);
    return read.row;
  });
  return eventsOf(rows, mapping, new Set()).map(({ event }) => event);
}

describe('a cell', () => {
  const row = {
    plain: 'a',
    'a/b': 'named so',
    person: { email: 'x@y.z', '@id': '7', phones: ['1', '2'] },
    price: { '@currency': 'EUR', '#text': '2.50' },
    lines: [{ sku: 's1' }, { sku: 's2' }],
  };
  it.each([
    ['plain', 'a'],
    ['a/b', 'named so'],
    ['person/email', 'x@y.z'],
    ['person/@id', '7'],
    ['person/phones[2]', '2'],
    ['person/email[1]', 'x@y.z'],
    ['person/email[2]', undefined],
    ['price', '2.50'],
    ['price/@currency', 'EUR'],
    ['lines[2]/sku', 's2'],
    ['lines[3]/sku', undefined],
    ['nobody/there', undefined],
    ['constructor/name', undefined],
  ])('%s is found by its path', (name, cell) => {
    expect(cellAt(row, name)).toBe(cell);
  });
});

describe('rows of a record', () => {
  it('are one for each item, with what surrounds it', () => {
    const rows = rowsOf({ id: 1, sale: { at: 'x', lines: [{ sku: 'a' }, { sku: 'b' }] } }, 'sale/lines');
    expect(rows.map((row) => [cellAt(row, 'id'), cellAt(row, 'sale/at'), cellAt(row, 'sale/lines/sku')])).toEqual([
      [1, 'x', 'a'],
      [1, 'x', 'b'],
    ]);
  });
  it.each([[{ id: 1 }], [{ id: 1, lines: [] }], [{ id: 1, lines: { sku: 'a' } }]])('are at least one: %j', (record) => {
    expect(rowsOf(record, 'lines').length).toBe(1);
  });
});

describe('a column with several places', () => {
  const json = { columns: { who: { type: 'text', from: ['a', 'b/c'] } }, events: [{ ...seen, messageId: 'm' }] };
  it('is the first that is not empty', () => {
    const who = (row: Record<string, unknown>) => eventsFrom(json, row)[0].userId;
    expect([who({ a: 'x', b: { c: 'y' } }), who({ a: ' ', b: { c: 'y' } }), who({})]).toEqual(['x', 'y', undefined]);
  });
});

describe('a number that JSON cannot hold', () => {
  const mapping = parsed({ events: [{ ...seen, messageId: 'm' }] });
  it('is refused, as digits of an id would be lost', () => {
    expect(readRow(JSON.parse('{"who":12345678901234567890}'), 1, mapping)).toMatchObject({
      ok: false,
      rejected: { code: 'INVALID_CELL', detail: expect.stringMatching(/^who is a whole number beyond 2\^53/) },
    });
    expect(readRow(JSON.parse('{"who":9007199254740991}'), 1, mapping).ok).toBe(true);
    expect(readRow({ who: '12345678901234567890' }, 1, mapping).ok).toBe(true);
  });
  it('is refused where not even a beginning of it is kept, and not read as the word null', () => {
    expect(readRow(JSON.parse('{"who":1e999}'), 1, mapping)).toMatchObject({
      rejected: { code: 'INVALID_CELL', detail: expect.stringMatching(/^who is a number beyond what can be held/) },
    });
  });
});

describe('conditions and values over a group', () => {
  it('some is true where one row is, and joined texts are absent where one is', () => {
    const json = {
      groupBy: 'who',
      columns: { n: 'number' },
      events: [
        {
          ...seen,
          when: { some: { column: 'n', atLeast: 5 } },
          properties: { both: { $join: ['{who}', '{n}'] }, none: { $join: ['{who}', '{gone}'] } },
        },
      ],
    };
    expect(eventsFrom(json, { who: 'a', n: 1 }, { who: 'a', n: 7 })[0].properties).toEqual({ both: 'a-1' });
    expect(eventsFrom(json, { who: 'a', n: 1 })).toEqual([]);
  });
});

describe('an object or list', () => {
  const address = { street: '{street}', lines: [{ flat: '{flat}' }], place: { city: '{city}' } };
  const traitsOf = (row: Record<string, unknown>) =>
    eventsFrom({ events: [{ ...seen, messageId: 'm', traits: { name: '{name}', address }, context: {} }] }, row)[0];

  it.each([
    [
      'is built of what there is',
      { name: 'Ann', city: 'Leeds' },
      { name: 'Ann', address: { place: { city: 'Leeds' } } },
    ],
    ['is absent where none of its members is there', { name: 'Ann' }, { name: 'Ann' }],
    ['and so is what holds nothing else', { who: 'a' }, undefined],
  ])('%s', (_, row, traits) => {
    expect(traitsOf(row).traits).toEqual(traits);
  });

  it('that the mapping itself leaves empty stays so', () => {
    expect(traitsOf({}).context).toEqual({});
  });
});

describe('an id of values', () => {
  const idOf = (row: Record<string, unknown>) =>
    eventsFrom({ events: [{ ...seen, messageId: 'm', groupId: { $content: ['{a}', '{b}'] } }] }, row)[0].groupId;
  it('is the same where all of them are, and another where one is', () => {
    const rows = [{ a: '1', b: '2' }, { a: '1' }, { b: '1' }, { a: '12' }, { a: '2', b: '1' }];
    expect(rows.map(idOf)).toEqual(rows.map(idOf));
    expect(new Set(rows.map(idOf)).size).toBe(rows.length);
  });
  it('is absent where none of them is there', () => {
    expect(idOf({})).toBeUndefined();
  });
});

describe('events without an id of their own', () => {
  const perLine = { groupBy: ['invoice'], events: [{ ...seen, per: 'row' }] };
  const ids = (json: object, ...rows: readonly Record<string, unknown>[]) =>
    eventsFrom(json, ...rows).map(({ messageId }) => messageId);

  it('leave it to what they say where the mapping says so, and only then', () => {
    const json = (messageId?: unknown) => ({
      events: [{ ...seen, ...(messageId === undefined ? {} : { messageId }) }],
    });
    expect(ids(json({ $content: true }), { who: 'a' })).toEqual([undefined]);
    expect(parseMapping(json({ $content: 'x' }))).toMatchObject({
      ok: false,
      errors: [{ at: '/events/0/messageId/$content', message: 'Must be true, or a list of values.' }],
    });
    expect(parseMapping(json())).toMatchObject({ ok: false, errors: [{ at: '/events/0/messageId' }] });
  });

  it('get one of invoice and line, or of the invoice where it is one event', () => {
    const rows = [
      { who: 'a', invoice: 'i/1' },
      { who: 'a', invoice: 'i/1' },
    ];
    expect(ids(perLine, ...rows)).toEqual(['seen-it/i%2F1/1', 'seen-it/i%2F1/2']);
    expect(ids({ groupBy: ['invoice'], events: [seen] }, ...rows)).toEqual(['seen-it/i%2F1']);
  });
  it('get one of what they are once for', () => {
    expect(ids({ events: [{ ...seen, once: '{who}' }] }, { who: 'a' })).toEqual(['seen-it/a']);
  });
  it('get none where the invoice is empty: the door takes the content then', () => {
    expect(ids(perLine, { who: 'a' })).toEqual([undefined]);
  });
  it('never share one unless invoice and line are the same', () => {
    const key = fc.string({ unit: fc.constantFrom('a', '/', '%', '2', 'F'), minLength: 1 });
    fc.assert(
      fc.property(key, key, key, key, (a, b, c, d) => {
        const json = { groupBy: ['x', 'y'], events: [seen] };
        const [[one], [two]] = [ids(json, { x: a, y: b }), ids(json, { x: c, y: d })];
        expect(one === two).toBe(a === c && b === d);
      }),
    );
  });
  it('need a group, and a name of their own in the mapping', () => {
    expect(errorsOf({ events: [seen] })).toEqual(['/events/0/messageId']);
    expect(errorsOf({ groupBy: 'x', events: [seen, seen] })).toEqual(['/events/1/messageId']);
    expect(errorsOf({ groupBy: 'x', events: [seen, { ...seen, event: 'Other' }] })).toEqual([]);
  });
});

describe('a time that may lack its offset', () => {
  const at = (text: string) =>
    eventsFrom(
      {
        columns: { at: { type: 'time', format: 'iso-local', offset: '+02:00' } },
        events: [{ ...seen, messageId: 'm', timestamp: '{at}' }],
      },
      { at: text },
    )[0].timestamp;
  it.each([
    ['2026-01-31T10:00:00', '2026-01-31T08:00:00.000Z'],
    ['2026-01-31T10:00:00.5', '2026-01-31T08:00:00.500Z'],
    ['2026-01-31T10:00:00+01:00', '2026-01-31T09:00:00.000Z'],
    ['2026-01-31T10:00:00Z', '2026-01-31T10:00:00.000Z'],
    ['2026-01-31', '2026-01-30T22:00:00.000Z'],
  ])('%s is read', (text, time) => {
    expect(at(text)).toBe(time);
  });
  it('is refused where it does not exist', () => {
    expect(() => at('2026-02-30T10:00:00')).toThrow(/is not a time/);
  });
});

describe('the format in a mapping', () => {
  const withFormat = (format: object) => ({ format, events: [{ ...seen, messageId: 'm' }] });
  it('leaves open what it does not say', () => {
    const { format } = parsed(withFormat({}));
    expect(format).toMatchObject({ type: undefined, delimiter: undefined, encoding: undefined, quote: '"' });
  });
  it.each([
    [{ type: 'xlsx' }, '/format/type'],
    [{ delimiter: ', ' }, '/format/delimiter'],
    [{ encoding: 8 }, '/format/encoding'],
    [{ records: 'orders' }, '/format/records'],
    [{ rows: '/lines' }, '/format/rows'],
    [{ sheet: 1 }, '/format/sheet'],
  ])('is refused by its place: %j', (format, at) => {
    expect(errorsOf(withFormat(format))).toEqual([at]);
  });
  it('refuses a place of a column that is no text', () => {
    expect(errorsOf({ columns: { a: { type: 'text', from: [1] } }, events: [{ ...seen, messageId: 'm' }] })).toEqual([
      '/columns/a/from',
    ]);
  });
});
