import { describe, expect, it } from '@jest/globals';
import { areConditions, conditionFaults, conditionWords, satisfies, valuesAt, valueWords } from './index.ts';

const ann = { city: 'Leeds', age: 41, born: '1985-02-03', tags: ['vip', 'b2b'], lines: [{ sku: 'a' }, {}], none: [] };

function holds(path: string, conditions: object, zone = 'UTC'): boolean {
  const fields = { ...conditions };
  if (!areConditions(fields, zone)) throw new Error(JSON.stringify(conditionFaults(fields, zone)));
  return satisfies(valuesAt(ann, path), fields, zone);
}

describe('a condition', () => {
  it.each([
    ['city', { equals: 'Leeds' }, { equals: 'leeds' }],
    ['city', { in: ['York', 'Leeds'] }, { in: ['York'] }],
    ['city', { contains: 'eed' }, { contains: 'York' }],
    ['city', { startsWith: 'Le' }, { startsWith: 'eed' }],
    ['tags', { contains: 'vip' }, { contains: 'new' }],
    ['lines.sku', { equals: 'a' }, { equals: 'b' }],
    ['age', { gt: 40 }, { gt: 41 }],
    ['age', { gte: 41 }, { gte: 42 }],
    ['age', { lt: 42 }, { lt: 41 }],
    ['age', { lte: 41 }, { lte: 40 }],
    ['age', { gte: 41, lt: 42 }, { gte: 41, lt: 41 }],
    ['age', { equals: 41 }, { equals: '41' }],
    ['born', { gt: '1985-02-02T23:30:00Z' }, { gt: '1985-02-03' }],
    ['age', { exists: true }, { exists: false }],
    ['phone', { exists: false }, { exists: true }],
    ['none', { exists: false }, { exists: true }],
    ['constructor', { exists: false }, { exists: true }],
  ])('on %s: %j holds, %j does not', (path, met, missed) => {
    expect([holds(path, met), holds(path, missed)]).toEqual([true, false]);
  });

  it.each([[{ equals: 'x' }], [{ lt: 1 }], [{ lt: '2026-01-01' }], [{ in: ['x'] }], [{ contains: '' }]])(
    '%j is not met by what is missing',
    (conditions) => {
      expect(holds('phone', conditions)).toBe(false);
    },
  );

  it('reads a date in its zone', () => {
    const after = { gt: '1985-02-02T23:30:00Z' };
    expect(holds('born', after, 'Europe/Berlin')).toBe(false);
    expect(holds('born', after, 'America/New_York')).toBe(true);
  });
});

describe('what is wrong with conditions', () => {
  it.each([
    [{}, [], 'missing /'],
    [{ within: '7d' }, ['within'], ''],
    [{ exists: false, equals: 1 }, [], 'conflict /'],
    [{ exists: 'no', equals: {}, startsWith: '' }, [], 'operand /equals operand /startsWith operand /exists'],
    [{ in: [] }, [], 'operand /in'],
    [{ in: ['a', null] }, [], 'operand /in/1'],
    [{ gt: true, lt: '2026-02-30' }, [], 'operand /gt moment /lt'],
  ])('%j', (fields, more, faults) => {
    const found = conditionFaults(fields, 'UTC', more);
    expect(found.map(({ kind, at }) => `${kind} /${at.join('/')}`).join(' ')).toBe(faults);
  });
});

it('says in words what is asked and what is found, both at a readable length', () => {
  expect(conditionWords({ in: ['a', 'b', 'c', 'd', 'e', 'f'], gte: 1 })).toEqual(['one of a, b, c, d, e', '>= 1']);
  expect(valueWords([])).toBe('is not known');
  expect(valueWords(['x'.repeat(80), 2, true, 'more'])).toBe(`is ${'x'.repeat(60)}…, 2, true`);
});
