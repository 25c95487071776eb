/** Events that are odd and true: they are stored as they were sent, and what was repaired is flagged. */

export interface OddEvent {
  readonly what: string;
  /** As JSON, with the id by which it is found again. */
  readonly written: (messageId: string) => string;
  readonly flags: readonly string[];
  /** A file tells of the past: its times are not held against its clock. */
  readonly flagsOfFile?: readonly string[];
}

const sound = { type: 'track', event: 'Tea Poured', userId: 'odd-1' };

const odd = (what: string, change: object, flags: readonly string[] = [], flagsOfFile = flags): OddEvent => ({
  what,
  written: (messageId) => JSON.stringify({ ...sound, messageId, ...change }),
  flags,
  flagsOfFile,
});
const saying = (what: string, value: unknown): OddEvent => odd(what, { properties: { value } });
const written = (what: string, properties: string): OddEvent => ({
  what,
  written: (messageId) =>
    `{"type":"track","event":"Tea Poured","userId":"odd-1","messageId":"${messageId}","properties":${properties}}`,
  flags: [],
});

const ago = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString();

export const oddCases: readonly OddEvent[] = [
  odd('a number as user id', { userId: 42 }, ['ID_WAS_NUMBER']),
  odd('numbers as all ids', { userId: 42, anonymousId: 7.5, type: 'group', groupId: 3 }, ['ID_WAS_NUMBER']),
  odd('a time of sending that is none', { timestamp: ago(0), sentAt: 'yesterday' }, ['SENT_AT_IGNORED']),
  odd('a number as time of sending', { timestamp: ago(0), sentAt: 1_772_000_000 }, ['SENT_AT_IGNORED']),
  odd('an object as time of sending', { timestamp: ago(0), sentAt: {} }, ['SENT_AT_IGNORED']),
  odd('a time of the year 2099', { timestamp: '2099-01-01T00:00:00Z' }, ['TIME_CLAMPED']),
  odd('a clock that is three days late', { timestamp: ago(3), sentAt: ago(3) }, ['CLOCK_SKEW'], []),
  odd('an alias to oneself', { type: 'alias', previousId: 'odd-1' }, ['ALIAS_TO_ITSELF']),
  odd('a leap second', { timestamp: '2016-12-31T23:59:60Z' }),
  odd('nanoseconds and small letters', { timestamp: '2026-03-01t10:00:00.123456789z' }),
  odd('the offset of Kiribati', { timestamp: '2026-03-01T10:00:00+14:00' }),
  odd('the year 1', { timestamp: '0001-01-01T00:00:00Z' }),
  odd('members that nobody knows', { own: { a: [1] }, 'another one': null, properties: {} }),
  odd('a consent that is a number', { context: { consent: 5 } }),
  odd('a consent of lists', { context: { consent: { categoryPreferences: [], tcString: {} } } }),
  odd('an address, an agent and a device of wrong types', { context: { ip: 5, userAgent: {}, device: [] } }),
  odd('external ids that are none', { context: { externalIds: [null, 5, { type: '__proto__', id: 1 }, { id: {} }] } }),
  odd('a name of 512 characters', { event: 'n'.repeat(512) }),
  odd('a name with space around it', { event: '  Tea Poured ' }),
  odd('a name of one picture', { event: '🍵' }),
  odd('an address and a number that are none', { type: 'identify', traits: { email: '@', phone: 'call me' } }),
  odd('keys that stores and languages know', {
    properties: {
      '': 1,
      ' ': 1,
      $set: 1,
      $where: '1',
      'a.b': 1,
      toString: 1,
      hasOwnProperty: 1,
      length: 1,
      0: 1,
      '-1': 1,
    },
  }),
  odd('keys of other scripts', { properties: { имя: 1, 鍵: 1, '🔑': 1, 'a/b~c': 1, '\u0001': 1 } }),
  odd('a key of 2,000 characters', { properties: { ['k'.repeat(2_000)]: 1 } }),
  odd('1,000 keys, less those around them', {
    properties: Object.fromEntries(Array.from({ length: 990 }, (_, n) => [`k${n}`, n])),
  }),
  saying('NUL in a value', 'a\0b'),
  saying('control characters', '\u0001\u0008\u001b[31m\u007f\u0085'),
  saying('text from right to left', '\u202eevil\u202c'),
  saying('a family of four', '👩‍👩‍👧‍👦'),
  saying('a letter and its mark apart', 'e\u0301'),
  saying('separators of lines', 'a\u2028b\u2029c'),
  saying('a byte order mark within', 'a\ufeffb'),
  saying('what is no character', '\uffff\ufdd0'),
  saying('markup', '</script><script>alert(1)</script>'),
  saying('a statement', "'; DROP TABLE archive; --"),
  saying('a template', '{{7*7}}${7*7}%s%n'),
  saying('a path', '../../../../etc/passwd'),
  saying('line ends', 'a\r\nb\nc\r'),
  saying('JSON in a text', '{"a":[1,{"b":null}]}'),
  saying('nothing, nested', [[], {}, [{}], null, '', false, 0]),
  saying('10 KB of text', 'ß'.repeat(5_000)),
  saying('38 levels', JSON.parse('['.repeat(37) + ']'.repeat(37))),
  written('the largest and the smallest integer that are safe', '{"a":9007199254740991,"b":-9007199254740991}'),
  written('the smallest numbers', '{"a":5e-324,"b":2.2250738585072014e-308}'),
  written('numbers written in other ways', '{"a":1.0,"b":1e2,"c":1E-2,"d":0.30000000000000004}'),
  written('space everywhere', ' { "a" : [ 1 , 2 ] ,\t"b" : { } } '),
  written('characters as escapes', '{"\\u0061":"\\u00e9\\ud83c\\udf75\\/"}'),
];
