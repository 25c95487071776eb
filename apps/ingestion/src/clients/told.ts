/** A stored event in one line, as the tables of clients name it. */
import { type EventCollected } from '@tributary/contracts';

const shown = new Set(['user_id', 'anonymous_id', 'email', 'previous_id']);

/** `track Order Completed user_id:ann order_id=o-1`: type, name, who, and the named properties and traits. */
export function told(event: EventCollected, members: readonly string[]): string {
  const who = event.identifiers.filter(({ type }) => shown.has(type)).map(({ type, value }) => `${type}:${value}`);
  const said = members.flatMap((name) => {
    const value = event.properties[name] ?? event.traits[name];
    return value === undefined ? [] : [`${name}=${JSON.stringify(value)}`];
  });
  const group = event.groupId === undefined ? [] : [`group:${event.groupId}`];
  return [event.type, event.name ?? '-', ...who, ...group, ...said].join(' ');
}
