/** Keys that would be lost, doubled, or taken for something else. */
import { type BadEvent, event, properties, text } from './case.ts';

export const keyCases: readonly BadEvent[] = [
  properties('a __proto__ key', 'FORBIDDEN_KEY', '{"__proto__":{"admin":true}}'),
  properties('a __proto__ key in a list', 'FORBIDDEN_KEY', '{"a":[{"__proto__":null}]}'),
  properties('a __proto__ key written with an escape', 'FORBIDDEN_KEY', '{"\\u005f_proto__":{}}'),
  text('a __proto__ key at the top', 'FORBIDDEN_KEY', '{"type":"page","userId":"u","__proto__":{"admin":true}}'),
  text('a __proto__ key in traits', 'FORBIDDEN_KEY', '{"type":"identify","userId":"u","traits":{"__proto__":1}}'),
  text('a __proto__ key in the context', 'FORBIDDEN_KEY', '{"type":"page","userId":"u","context":{"__proto__":1}}'),
  event('a constructor key', 'FORBIDDEN_KEY', { properties: { constructor: { prototype: { admin: true } } } }),
  event('a constructor key at the top', 'FORBIDDEN_KEY', { constructor: 1 }),
  event('a prototype key', 'FORBIDDEN_KEY', { traits: { prototype: {} } }),
  event('NUL in a key', 'INVALID_KEY', { properties: { 'a\0b': 1 } }),
  event('NUL alone as key', 'INVALID_KEY', { properties: { a: [{ '\0': 1 }] } }),
  text('a key twice', 'DUPLICATE_KEY', '{"type":"page","userId":"u","userId":"v"}'),
  text('the type twice', 'DUPLICATE_KEY', '{"type":"page","userId":"u","type":"track"}'),
  properties('a key twice, deep', 'DUPLICATE_KEY', '{"a":[{"b":1,"b":2}]}'),
  properties('a key twice, once escaped', 'DUPLICATE_KEY', '{"a":1,"\\u0061":2}'),
  properties('a key twice with the same value', 'DUPLICATE_KEY', '{"a":1,"a":1}'),
  properties('the empty key twice', 'DUPLICATE_KEY', '{"":1,"":2}'),
  properties('__proto__ twice', 'DUPLICATE_KEY', '{"__proto__":1,"__proto__":2}'),
  properties('a key twice behind a text with quotes', 'DUPLICATE_KEY', '{"t":"\\"a\\":1,","a":1,"a":2}'),
];
