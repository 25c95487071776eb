/** Events as the stage before would publish them. */
import { type Output } from '@tributary/bus';
import { EventCollected, eventId, recordId, topics, type Identifier } from '@tributary/contracts';

const beginning = Date.parse('2026-03-01T10:00:00.000Z');
const minute = 60_000;
let serial = 0;

/** `event('user_id:1 anonymous_id:a')`: an event of the record named after the first identifier, a minute after the last. */
export function event(
  text: string,
  traits: EventCollected['traits'] = {},
  more: Partial<EventCollected> = {},
): Output<EventCollected> {
  serial += 1;
  const value: EventCollected = {
    ...EventCollected.example,
    type: Object.keys(traits).length > 0 ? 'identify' : 'track',
    event: eventId(`e_${serial}`),
    messageId: `m-${serial}`,
    record: recordId(`r_${(text.split(' ', 1)[0] ?? '').replace(':', '-')}`),
    identifiers: text.split(' ').map(identifierIn),
    traits,
    time: new Date(beginning + serial * minute).toISOString(),
    ...more,
  };
  return collected(value);
}

export const collected = (value: EventCollected): Output<EventCollected> => ({
  topic: topics.eventCollected,
  key: value.record,
  id: value.event,
  value,
});

function identifierIn(part: string): Identifier {
  const [type = '', value = ''] = part.split(/:(.*)/s);
  return { type, value };
}
