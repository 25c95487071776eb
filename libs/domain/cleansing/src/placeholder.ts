/** Values that a programme writes where a person should be: they would join strangers. */

const words = new Set([
  ...['null', 'undefined', 'none', 'nil', 'nan', 'n/a', 'na', 'unknown', 'anonymous', 'guest', 'test', 'default'],
  ...['user', 'visitor', 'true', 'false', 'void', 'empty', '[object object]', 'anonymous_user', 'guest_user'],
]);

/** Zeros and dashes (among them the all-zero UUID), nothing at all, -1, or a word for "nobody". */
export function isPlaceholder(raw: string): boolean {
  const text = raw.trim().toLowerCase();
  return /^[0\-_. ]*$/.test(text) || text === '-1' || words.has(text) || /^(.)\1{7,}$/.test(text);
}
