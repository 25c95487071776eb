/** A generated record as the event by which a source would have told the platform of it. */
import { type EventCollected } from '@tributary/contracts';
import { eventIdOf, recordOf } from '@tributary/domain-collection';
import { type PersonRecord } from './people-records.ts';

/** One event for ever: the source's own number of the record is the message id. */
export function identifyEvent({ record, identifiers, source, time }: PersonRecord): EventCollected {
  const own = identifiers[0]?.value ?? '';
  const named = recordOf(identifiers, source);
  if (named === undefined) throw new Error(`The record ${own} names nobody.`);
  return {
    event: eventIdOf(source, own),
    source,
    messageId: own,
    type: 'identify',
    record: named,
    identifiers: [...identifiers],
    time,
    receivedAt: time,
    properties: {},
    traits: { ...record },
    context: {},
    flags: [],
  };
}
