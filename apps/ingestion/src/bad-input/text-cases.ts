/** Bytes that are no text, and text that is none. */
import { type BadEvent, event, text } from './case.ts';

/** A page of somebody whose name holds the bytes. */
const named = (what: string, ...bytes: readonly number[]): BadEvent =>
  text(
    what,
    'NOT_UTF8',
    Buffer.concat([Buffer.from('{"type":"page","userId":"u","name":"caf'), Buffer.from(bytes), Buffer.from('"}')]),
  );

export const textCases: readonly BadEvent[] = [
  named('a letter of Latin-1', 0xe9),
  named('letters of windows-1251', 0xf7, 0xe0, 0xe9),
  named('a byte that never occurs in UTF-8', 0xff),
  named('a continuation without its beginning', 0x80),
  named('a beginning without its continuation', 0xc3),
  named('three bytes of four', 0xf0, 0x9f, 0x8d),
  named('an overlong slash', 0xc0, 0xaf),
  named('an overlong NUL', 0xc0, 0x80),
  named('half a surrogate pair as bytes', 0xed, 0xa0, 0x80),
  named('a character beyond the last', 0xf4, 0x90, 0x80, 0x80),
  named('a sequence of five bytes', 0xf8, 0x88, 0x80, 0x80, 0x80),
  text('a key that is not UTF-8', 'NOT_UTF8', Buffer.from('{"type":"page","userId":"u","caf\xe9":1}', 'latin1')),
  event('half a surrogate pair in a value', 'LONE_SURROGATE', { properties: { a: '\ud800' } }),
  event('the other half', 'LONE_SURROGATE', { properties: { a: 'x\udfffy' } }),
  event('a surrogate pair the wrong way round', 'LONE_SURROGATE', { properties: { a: ['\udc00\ud800'] } }),
  event('half a surrogate pair in a key', 'LONE_SURROGATE', { properties: { '\udc00': 1 } }),
  event('half a surrogate pair in a user id', 'LONE_SURROGATE', { userId: 'u\ud83d' }),
  event('half a surrogate pair in an event name', 'LONE_SURROGATE', { event: 'Tea \ud83c' }),
];
