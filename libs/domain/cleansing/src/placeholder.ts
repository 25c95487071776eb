/** Values that a programme writes where a person should be: they would join strangers. */

const words = new Set([
  ...['null', 'undefined', 'none', 'nil', 'nan', 'n/a', 'na', 'unknown', 'anonymous', 'guest', 'test', 'default'],
  ...['user', 'visitor', 'true', 'false', 'void', 'empty', '[object object]', 'anonymous_user', 'guest_user'],
]);

/** A place in a template that nobody has filled in: `{{user_id}}`, `${userId}`, `{% id %}`, `%USER%`, `*|EMAIL|*`, `<user id>`, `[user_id]`. */
const unfilled = /^(?:\{\{.*\}\}|\$\{.*\}|\{%.*%\}|%+[\w .-]+%+|\*\|.*\|\*|<[\w .-]+>|\[[\w .-]+\])$/s;

/** Zeros, dashes (among them the all-zero UUID) and what cannot be seen, -1, a word for "nobody", or an unfilled template. */
export function isPlaceholder(raw: string): boolean {
  const text = raw.trim().toLowerCase();
  return (
    /^[0\-_.\p{C}\p{Z}]*$/u.test(text) ||
    text === '-1' ||
    words.has(text) ||
    /^(.)\1{7,}$/.test(text) ||
    unfilled.test(text)
  );
}
