/** Reads what stands on `event.received`: our own contract, or one bare event that a channel has published itself. */
import { type Received } from '@tributary/bus';
import { EventReceived, type JsonObject, type Message, type Topic, topics } from '@tributary/contracts';
import { isObject, member, reason, type Reason } from '@tributary/domain-collection';

/** The source of events that a channel publishes without naming one. */
export const channelSource = 'kafka';

const isAnything = (value: unknown): value is unknown => value !== undefined;

/** The topic as this service reads it: any JSON, so that a bare event is judged here and not dead-lettered for its shape. */
const message: Message = { ...EventReceived, check: isAnything, errors: () => [] };
export const receivedFromAnywhere: Topic = { ...topics.eventReceived, message };

export type ReadMessage =
  { readonly ok: true; readonly received: EventReceived } | { readonly ok: false; readonly reason: Reason };

export function readMessage({ value, appendedAt }: Received<unknown>): ReadMessage {
  if (EventReceived.check(value)) return { ok: true, received: value };
  if (!isObject(value)) return { ok: false, reason: reason('NOT_AN_OBJECT', 'The message is not a JSON object.') };
  if (Object.hasOwn(value, 'payload')) {
    const detail = EventReceived.errors(value).map((error) => `${error.at}: ${error.message}`);
    return { ok: false, reason: reason('SCHEMA_MISMATCH', detail.join('; ')) };
  }
  return { ok: true, received: fromBare(value, appendedAt) };
}

function fromBare(payload: JsonObject, appendedAt: number): EventReceived {
  const named = member(payload, 'source');
  const source = typeof named === 'string' && /^[\w.-]{1,64}$/.test(named) ? named : channelSource;
  return { source, door: 'kafka', receivedAt: new Date(appendedAt).toISOString(), payload };
}
