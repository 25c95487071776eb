/** The event in a CloudEvent of structured mode: in `data`; what it does not say itself, its envelope says. CloudEvents 1.0, JSON format. */
import { type JsonObject } from '@tributary/contracts';
import { type DecodedItem } from './decode.ts';
import { isObject, member } from './json.ts';
import { reason } from './reasons.ts';

/** An event that stands in no envelope is itself. */
export function unwrapCloudEvent(value: JsonObject): DecodedItem {
  if (typeof member(value, 'specversion') !== 'string') return { ok: true, event: value };
  const data = member(value, 'data');
  if (!isObject(data)) {
    return { ok: false, reason: reason('NOT_AN_OBJECT', 'The data of the CloudEvent is not a JSON object.', '/data') };
  }
  const said = { messageId: member(value, 'id'), timestamp: member(value, 'time'), source: member(value, 'source') };
  return { ok: true, event: Object.entries(said).reduce(saying, data) };
}

/** The event with what somebody else says of it, unless it says something itself. */
export function saying(event: JsonObject, [name, said]: readonly [name: string, said: unknown]): JsonObject {
  const own = member(event, name);
  const silent = own === undefined || own === null || own === '';
  return silent && typeof said === 'string' && said !== '' ? { ...event, [name]: said } : event;
}
