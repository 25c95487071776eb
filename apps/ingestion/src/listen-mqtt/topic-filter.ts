/** Topic filters of MQTT: `+` stands for one level, `#` for all that follow (OASIS, MQTT 5.0, section 4.7). */

/** As the protocol has it. */
const mostBytes = 65_535;

/** Why a text is no filter; undefined where it is one. */
export function filterFault(filter: string): string | undefined {
  if (filter === '') return 'Must not be empty.';
  if (filter.includes('\0') || Buffer.byteLength(filter) > mostBytes)
    return `Must have at most ${mostBytes} bytes and no NUL.`;
  if (filter.startsWith('$share/')) return 'Must not be shared: INGESTION_MQTT_GROUP shares all filters alike.';
  const levels = filter.split('/');
  if (levels.some((level) => level.length > 1 && /[+#]/.test(level)))
    return 'A level that is + or # has nothing beside it.';
  return levels.slice(0, -1).includes('#') ? '# stands at the end.' : undefined;
}

export function matches(filter: string, topic: string): boolean {
  // Topics of the broker itself are asked for by name (section 4.7.2).
  if (topic.startsWith('$') && /^[+#]/.test(filter)) return false;
  const [wanted, levels] = [filter.split('/'), topic.split('/')];
  const end = wanted.indexOf('#');
  const fixed = end < 0 ? wanted : wanted.slice(0, end);
  if (end < 0 ? levels.length !== fixed.length : levels.length < fixed.length) return false;
  return fixed.every((level, at) => level === '+' || level === levels[at]);
}

/** Whether there is a topic that both match. */
export function overlap(one: string, other: string): boolean {
  const [left, right] = [one.split('/'), other.split('/')];
  for (let at = 0; ; at += 1) {
    const [a, b] = [left[at], right[at]];
    if (a === undefined || b === undefined) return (a ?? '#') === (b ?? '#');
    if (a === '#' || b === '#') return true;
    if (a !== b && a !== '+' && b !== '+') return false;
  }
}
