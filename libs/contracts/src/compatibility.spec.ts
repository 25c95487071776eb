import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { incompatibilities } from './compatibility.ts';
import { allTopics, type JsonObject } from './index.ts';

const base = {
  type: 'object',
  required: ['id'],
  properties: {
    id: { type: 'string', minLength: 1, maxLength: 64 },
    kind: { anyOf: [{ const: 'a' }, { const: 'b' }] },
    tags: { type: 'array', items: { type: 'string' } },
    place: { type: 'object', required: [], properties: { city: { type: 'string' } } },
  },
};

/** The base with the value at a dotted path replaced; undefined removes it. */
const edited = (path: string, value: unknown): JsonObject => {
  const names = path.split('.');
  const change = (node: unknown, depth: number): unknown =>
    depth === names.length
      ? value
      : { ...(node as JsonObject), [names[depth] ?? '']: change((node as JsonObject)[names[depth] ?? ''], depth + 1) };
  return JSON.parse(JSON.stringify(change(base, 0))) as JsonObject;
};

describe('a released schema', () => {
  it.each([
    ['an optional field more', 'properties.note', { type: 'string' }],
    ['a field that need not be there any more', 'required', []],
    ['a wider bound', 'properties.id.maxLength', 128],
    ['a bound less', 'properties.id.minLength', undefined],
    ['a choice more', 'properties.kind.anyOf', [{ const: 'a' }, { const: 'b' }, { const: 'c' }]],
    ['another description', 'properties.id.description', 'An id.'],
  ])('accepts %s', (_name, path, value) => {
    expect(incompatibilities(base, edited(path, value))).toEqual([]);
  });

  it.each([
    ['a required field more', 'required', ['id', 'kind'], 'NEW_REQUIRED_FIELD /required'],
    [
      'a nested required field more',
      'properties.place.required',
      ['city'],
      'NEW_REQUIRED_FIELD /properties/place/required',
    ],
    ['a field less', 'properties.tags', undefined, 'REMOVED_FIELD /properties/tags'],
    ['another type', 'properties.id.type', 'integer', 'NARROWED /properties/id/type'],
    ['another item type', 'properties.tags.items.type', 'number', 'NARROWED /properties/tags/items/type'],
    ['a tighter bound', 'properties.id.maxLength', 8, 'NARROWED /properties/id/maxLength'],
    ['a new bound', 'properties.tags.maxItems', 8, 'NARROWED /properties/tags/maxItems'],
    ['a new pattern', 'properties.id.pattern', '^x', 'NARROWED /properties/id/pattern'],
    ['a choice less', 'properties.kind.anyOf', [{ const: 'a' }], 'NARROWED /properties/kind/anyOf'],
    ['a choice where anything went', 'properties.id.enum', ['x'], 'NARROWED /properties/id/enum'],
    ['no unknown fields', 'additionalProperties', false, 'NARROWED /additionalProperties'],
  ])('refuses %s', (_name, path, value, expected) => {
    expect(incompatibilities(base, edited(path, value)).map(({ at, rule }) => `${rule} ${at}`)).toEqual([expected]);
  });
});

describe('the contracts of today', () => {
  const file = new URL('../released/v1.json', import.meta.url);
  const released = JSON.parse(readFileSync(file, 'utf8')) as Record<string, JsonObject>;
  const current = new Map(
    allTopics.map(({ message }) => [message.name, JSON.parse(JSON.stringify(message.schema)) as JsonObject]),
  );

  it.each(Object.entries(released))('keep what was promised of %s', (name, schema) => {
    expect(incompatibilities(schema, current.get(name) ?? {})).toEqual([]);
  });
});
