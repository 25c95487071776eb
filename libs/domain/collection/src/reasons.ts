/** The closed catalogue of reasons for which an event is refused: what to do about each stands beside it. */
import { pointer } from './json.ts';

const fixes = {
  NOT_JSON: 'Send JSON: one event, {"batch": [...]}, an array of events, or one event per line.',
  NOT_UTF8: 'Encode the text as UTF-8.',
  NOT_AN_OBJECT: 'An event is a JSON object.',
  INVALID_BATCH: 'Put the events into an array: {"batch": [...]}.',
  TOO_MANY_EVENTS: 'Send at most 2,500 events in one request.',
  BATCH_TOO_LARGE: 'Send fewer events in one request, or say less about all of them in the context of the batch.',
  UNKNOWN_TYPE: 'Set type to identify, track, page, screen, group or alias, or use the route of that name.',
  MISSING_IDENTITY:
    'Send userId, anonymousId, or both; a file of records may name them by a record_id among context.externalIds.',
  PLACEHOLDER_IDENTITY:
    'Leave an id out until there is one, and send a random anonymousId: "guest", "null", zeros or an unfilled "{{user_id}}" name nobody.',
  MISSING_EVENT_NAME: 'Send the name of what happened in "event".',
  MISSING_GROUP: 'Send the id of the group in "groupId".',
  MISSING_PREVIOUS_ID: 'Send the id that the person had before in "previousId".',
  INVALID_FIELD: 'Send the field in its documented type and length, or leave it out.',
  INVALID_TIMESTAMP: 'Send an existing date and time as in RFC 3339, e.g. 2026-03-01T10:00:00.000Z.',
  NON_FINITE_NUMBER: 'The number is beyond what a double can hold: send it as a string.',
  UNSAFE_INTEGER: 'Integers beyond 2^53 lose digits: send the number as a string.',
  FORBIDDEN_KEY: 'Rename the key: __proto__, constructor and prototype are not accepted.',
  DUPLICATE_KEY: 'Send each key of an object once.',
  INVALID_KEY: 'Remove the NUL character from the key.',
  LONE_SURROGATE: 'Cut texts between characters, not inside them: half of a surrogate pair is not a character.',
  TOO_DEEP: 'Flatten the event: at most 40 levels.',
  TOO_MANY_KEYS: 'Send at most 1,000 keys in one event.',
  EVENT_TOO_LARGE: 'Send at most 32 KB an event, or 256 KB through /v1/import.',
  PLAN_VIOLATION:
    'Send the event as the tracking plan of its source has it, or change the plan; then replay the rejection.',
  PERSONAL_DATA:
    'Leave the personal data out, or let the rules of the source mask it. The bytes were not kept: send the event again.',
  FRAME_NOT_HEX: 'Send the frame as hexadecimal digits, two for each byte.',
  FRAME_MALFORMED: 'Send the frame as it came over the air, whole and without anything behind it.',
  FRAME_UNKNOWN:
    'Send a frame of iBeacon (company 004c, then 0215) or Eddystone (service aafe), or what it says in "ibeacon" or "eddystone".',
  FRAME_WITHOUT_ID: 'Telemetry does not say of which beacon it is: send it beside "ibeacon" or "eddystone".',
  BEACON_NOT_NAMED: 'Name the beacon: send its frame in "frame", or what it says in "ibeacon" or "eddystone".',
  UNKNOWN_BEACON: 'Say where the beacon hangs with PUT /v1/beacons/:id, then replay the rejection.',
  UNKNOWN_TOPIC: 'Say what comes on the topic with PUT /v1/mqtt/subscriptions/:name, then replay the rejection.',
  PAYLOAD_TOO_LARGE: 'Send at most 1 MB in one message.',
  INVALID_ROW: 'Send the row as its mapping reads it, or change the mapping, then replay the rejection.',
  TOO_MANY_ROWS: 'Split the message: it may have 2,500 rows, and become as many events.',
  MESSAGE_TOO_LARGE: 'Write smaller messages: at most 2.5 MB. The bytes were not kept; they stand on the topic.',
  INFLATES_TOO_FAR:
    'Write smaller batches onto the topic: one may have 32 MB when it is unpacked. What is kept is the packed batch: send its messages again.',
  BRIDGE_NOT_FOUND: 'Make the bridge again under its name (PUT /v1/bridges/:name), then replay the rejection.',
  SCHEMA_MISMATCH: 'Publish the EventReceived contract, or one event in the Segment wire format.',
} as const;

export type ReasonCode = keyof typeof fixes;
export const reasonCodes: readonly string[] = Object.keys(fixes);

/** Why an event is refused, and how to mend it. */
export interface Reason {
  readonly code: ReasonCode;
  /** What was wrong, in words. */
  readonly detail: string;
  /** JSON pointer to the culprit, where there is one. */
  readonly at?: string;
  readonly fix: string;
}

export function reason(code: ReasonCode, detail: string, at?: string): Reason {
  return { code, detail, fix: fixes[code], ...(at === undefined || at === '' ? {} : { at: shown(at) }) };
}

/** Enough to find the place; whoever sends keys by the megabyte, or nests them by the thousand, gets no answer as long. */
const longestPointer = 1_000;

const shown = (at: string): string => (at.length <= longestPointer ? at : `${at.slice(0, longestPointer)}…`);

/** The same, found in a part that stands at this step. */
export const within = (found: Reason, step: string | number): Reason => ({
  ...found,
  at: shown(pointer('', step) + (found.at ?? '')),
});

/** The code of that name; undefined where the catalogue has none. */
export const isReasonCode = (text: string): text is ReasonCode => Object.hasOwn(fixes, text);
