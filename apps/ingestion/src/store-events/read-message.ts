/** Reads what stands on `event.received`: our own contract, or one event that a channel has published itself, bare or as a CloudEvent. */
import { type Received } from '@tributary/bus';
import { EventReceived, type JsonObject, type Message, type Topic, topics } from '@tributary/contracts';
import {
  duplicateIn,
  isObject,
  member,
  reason,
  type Reason,
  saying,
  unwrapCloudEvent,
} from '@tributary/domain-collection';

/** The source of events that a channel publishes without naming one. */
export const channelSource = 'kafka';

const isAnything = (value: unknown): value is unknown => value !== undefined;

/** The topic as this service reads it: any JSON, so that a bare event is judged here and not dead-lettered for its shape. */
const message: Message = { ...EventReceived, check: isAnything, errors: () => [] };
export const receivedFromAnywhere: Topic = { ...topics.eventReceived, message };

const utf8 = new TextDecoder();

export type ReadMessage =
  { readonly ok: true; readonly received: EventReceived } | { readonly ok: false; readonly reason: Reason };

export function readMessage(message: Received<unknown>): ReadMessage {
  const { value, bytes, appendedAt } = message;
  const duplicate = bytes ? duplicateIn(utf8.decode(bytes), value) : '';
  if (duplicate !== '') {
    // Parsing has kept the last of them, and lost the others.
    return { ok: false, reason: reason('DUPLICATE_KEY', 'An object of the message names a key twice.', duplicate) };
  }
  if (EventReceived.check(value)) return { ok: true, received: value };
  if (!isObject(value)) return { ok: false, reason: reason('NOT_AN_OBJECT', 'The message is not a JSON object.') };
  if (Object.hasOwn(value, 'payload')) {
    const detail = EventReceived.errors(value).map((error) => `${error.at}: ${error.message}`);
    return { ok: false, reason: reason('SCHEMA_MISMATCH', detail.join('; ')) };
  }
  const unwrapped = unwrapCloudEvent(value);
  if (!unwrapped.ok) return unwrapped;
  return { ok: true, received: fromBare(saying(unwrapped.event, ['messageId', idOf(message)]), appendedAt) };
}

function fromBare(payload: JsonObject, appendedAt: number): EventReceived {
  const named = member(payload, 'source');
  const source = typeof named === 'string' && /^[\w.-]{1,64}$/.test(named) ? named : channelSource;
  return { source, door: 'kafka', receivedAt: new Date(appendedAt).toISOString(), payload };
}

/** CloudEvents in binary mode name the message in a header; without one the bus names it after its place, which is nobody's id. */
const idOf = ({ id, partition, offset }: Received<unknown>): string | undefined =>
  id.endsWith(`/${partition}/${offset}`) ? undefined : id;
