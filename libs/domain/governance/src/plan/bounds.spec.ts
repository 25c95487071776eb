import { describe, expect, it } from '@jest/globals';
import { parseSourceRules, readStoredRules } from '../source-rules.ts';

const planOf = (property: object) => ({ plan: { events: [{ name: 'A', properties: { x: property } }] } });
const at = (member: string): string => `/plan/events/0/properties/x/${member}`;

describe('a plan that nothing could keep to', () => {
  it.each<[object, string, string]>([
    [{ type: 'number', atLeast: 5, atMost: 1 }, at('atMost'), 'Must not be less than `atLeast`, which is 5.'],
    [{ type: 'string', oneOf: [1, 2] }, at('oneOf/0'), 'Must be of the type string, as the property is.'],
    [{ type: 'string', oneOf: ['a', 2] }, at('oneOf/1'), 'Must be of the type string, as the property is.'],
    [{ type: 'integer', oneOf: [1.5] }, at('oneOf/0'), 'Must be of the type integer, as the property is.'],
    [{ type: 'time', oneOf: ['noon'] }, at('oneOf/0'), 'Must be of the type time, as the property is.'],
    [{ type: 'boolean', oneOf: ['yes'] }, at('oneOf/0'), 'Must be of the type boolean, as the property is.'],
    [{ type: 'string', longest: -3 }, at('longest'), 'Must be a whole number from 0.'],
    [{ type: 'string', longest: 1.5 }, at('longest'), 'Must be a whole number from 0.'],
    [
      { type: 'list', of: { type: 'number', atLeast: 2, atMost: 1 } },
      at('of/atMost'),
      'Must not be less than `atLeast`, which is 2.',
    ],
  ])('%j is refused', (property, place, message) => {
    const answer = parseSourceRules(planOf(property));
    expect(answer.ok ? [] : answer.errors.slice(0, 1)).toEqual([{ at: place, message }]);
  });

  it.each<[object]>([
    [{ type: 'number', atLeast: 5, atMost: 5 }],
    [{ type: 'any', oneOf: [1, 'a'] }],
    [{ type: 'integer', oneOf: [1, 2] }],
    [{ type: 'time', oneOf: ['2026-03-01T10:00:00Z'] }],
    [{ type: 'string', longest: 0 }],
  ])('%j is none', (property) => {
    expect(parseSourceRules(planOf(property)).ok).toBe(true);
  });

  it('is still read where it was stored before it was refused: a source must not stop for it', () => {
    expect(readStoredRules(planOf({ type: 'number', atLeast: 5, atMost: 1 }))).toMatchObject({ ok: true });
    expect(readStoredRules(planOf({ type: 'unknown' }))).toMatchObject({ ok: false });
  });
});
