/** Turns one event in the Segment wire format into its canonical shape, or says why it cannot. */
import {
  type EventCollected,
  type EventId,
  eventId,
  type EventType,
  type Identifier,
  instantText,
  type JsonObject,
  type RecordId,
  type Sender,
} from '@tributary/contracts';
import { eventTypeOf } from './event-types.ts';
import { fingerprint } from './fingerprint.ts';
import { type EventFields, type Findings, readFields } from './fields.ts';
import { hash128 } from './hashing.ts';
import { eventLimits, findHazard, importLimits } from './hazards.ts';
import { identifiersOf, recordOf } from './identifiers.ts';
import { member } from './json.ts';
import { reason, type Reason } from './reasons.ts';
import { repairTime } from './time.ts';

/** What is known about an event besides itself. */
export interface Arrived {
  readonly source: string;
  /** Milliseconds. */
  readonly receivedAt: number;
  /** A file tells of the past: its times stand, and an order may carry all its lines. */
  readonly imported: boolean;
  readonly sender?: Sender | undefined;
  /** Address of the client, where the source is one; it becomes part of the context unless the client gave its own. */
  readonly ip?: string | undefined;
  readonly payload: JsonObject;
}

export interface Shaped {
  readonly event: EventCollected;
  /** The same for the same content; the time of sending differs between retries and does not count. */
  readonly fingerprint: string;
}

export type Shape = ({ readonly ok: true } & Shaped) | { readonly ok: false; readonly reason: Reason };

interface Examined {
  readonly type: EventType;
  readonly fields: EventFields;
  readonly personTraits: JsonObject;
  readonly identifiers: readonly Identifier[];
  readonly record: RecordId;
  readonly flags: string[];
}

/** More than anybody proves at once. */
const mostVerified = 50;
/** As the contract has it. */
const longestType = 64;

/** Members that have a place of their own in the canonical event; all others are kept in `context.wire`. */
const named = new Set([
  ...['type', 'event', 'name', 'category', 'messageId', 'userId', 'anonymousId', 'groupId', 'previousId'],
  ...['timestamp', 'originalTimestamp', 'sentAt', 'properties', 'traits', 'context'],
]);

export function shapeEvent(arrived: Arrived): Shape {
  const examined = examine(arrived);
  if ('code' in examined) return { ok: false, reason: examined };
  const { type, fields, personTraits, identifiers, record, flags } = examined;
  const content = contentOf(arrived.payload);
  const messageId = fields.messageId ?? `derived-${hash128(content)}`;
  if (fields.messageId === undefined) flags.push('MESSAGE_ID_DERIVED');
  const { time, flags: timeFlags } = repairTime({
    receivedAt: arrived.receivedAt,
    original: fields.original?.at,
    sentAt: fields.sentAt?.at,
    imported: arrived.imported,
  });
  const verified = verifiedIn(fields);
  const event: EventCollected = {
    event: eventIdOf(arrived.source, messageId),
    source: arrived.source,
    messageId,
    type,
    record,
    identifiers: [...identifiers],
    time: instantText(time),
    receivedAt: instantText(arrived.receivedAt),
    properties: propertiesOf(fields),
    traits: type === 'group' ? fields.traits : personTraits,
    context: contextOf(arrived, fields, type),
    flags: [...flags, ...timeFlags, ...flagsOf(type, fields, { sender: arrived.sender, verified })],
  };
  sayWhatIsKnown(event, fields, { sender: arrived.sender, verified });
  return { ok: true, event, fingerprint: fingerprint(content) };
}

export type Admission =
  { readonly ok: true; readonly record: RecordId } | { readonly ok: false; readonly reason: Reason };

/** What a door asks before it accepts an event: the same rules, and the record by which the log is keyed. */
export function admit(arrived: Arrived): Admission {
  const examined = examine(arrived);
  return 'code' in examined ? { ok: false, reason: examined } : { ok: true, record: examined.record };
}

/** A group call describes the group; the person is in its context. */
function traitsOfPerson(type: EventType, { contextTraits, traits }: EventFields): JsonObject {
  if (type === 'group') return contextTraits;
  return Object.keys(contextTraits).length === 0 ? traits : { ...contextTraits, ...traits };
}

function examine({ payload, imported, source, sender }: Arrived): Examined | Reason {
  const hazard = findHazard(payload, imported ? importLimits : eventLimits);
  if (hazard) return hazard;
  const type = eventTypeOf(member(payload, 'type'));
  if (type === undefined) return reason('UNKNOWN_TYPE', unknownType(member(payload, 'type')), '/type');
  const findings: Findings = { reasons: [], flags: [] };
  const fields = readFields(payload, type === 'track', findings);
  const personTraits = traitsOfPerson(type, fields);
  const identifiers = identifiersOf({ ...fields, traits: personTraits });
  const wrong = findings.reasons[0] ?? missing(type, fields, identifiers);
  if (wrong) return wrong;
  const record = recordOf(identifiers, source, sender);
  if (record === undefined) return reason('PLACEHOLDER_IDENTITY', placeholders(identifiers));
  return { type, fields, personTraits, identifiers, record, flags: findings.flags };
}

const placeholders = (identifiers: readonly Identifier[]): string =>
  `No id names a person: ${identifiers.map(({ type, value }) => `${type} "${value.slice(0, 64)}"`).join(', ')}.`;

const unknownType = (type: unknown): string =>
  typeof type === 'string' ? `There is no event type "${type.slice(0, 64)}".` : 'The event has no type.';

function missing(type: EventType, fields: EventFields, identifiers: readonly Identifier[]): Reason | undefined {
  const named = fields.userId ?? fields.anonymousId;
  if (named === undefined && !identifiers.some((identifier) => identifier.type === 'record_id')) {
    return reason('MISSING_IDENTITY', 'Neither userId nor anonymousId is set.');
  }
  if (type === 'track' && fields.name === undefined) {
    return reason('MISSING_EVENT_NAME', 'A track call says in "event" what happened.', '/event');
  }
  if (type === 'group' && fields.groupId === undefined) {
    return reason('MISSING_GROUP', 'A group call names the group in "groupId".', '/groupId');
  }
  if (type === 'alias' && fields.previousId === undefined) {
    return reason('MISSING_PREVIOUS_ID', 'An alias call names the former id in "previousId".', '/previousId');
  }
  return undefined;
}

interface Said {
  readonly sender: Sender | undefined;
  readonly verified: readonly string[];
}

/** What an event need not have, put behind what it has: an object that is made of parts costs several times as much. */
function sayWhatIsKnown(event: EventCollected, fields: EventFields, { sender, verified }: Said): void {
  if (fields.name !== undefined) event.name = fields.name;
  if (sender !== undefined) event.sender = sender;
  // Only a system of the organisation can have proven something.
  if (sender !== 'client' && verified.length > 0) event.verified = [...verified];
  if (fields.original !== undefined) event.originalTimestamp = fields.original.text;
  if (fields.sentAt !== undefined) event.sentAt = fields.sentAt.text;
  if (fields.groupId !== undefined) event.groupId = fields.groupId;
}

/** `context.verified`: types of identifiers and names of traits. */
function verifiedIn({ context }: EventFields): readonly string[] {
  const listed = member(context, 'verified');
  const names: readonly unknown[] = Array.isArray(listed) ? listed.slice(0, mostVerified) : [];
  return names.flatMap((name) => (typeof name === 'string' && name !== '' && name.length <= longestType ? [name] : []));
}

const flagsOf = (type: EventType, fields: EventFields, { sender, verified }: Said): readonly string[] => [
  ...(isSelfAlias(type, fields) ? ['ALIAS_TO_ITSELF'] : []),
  ...(sender === 'client' && verified.length > 0 ? ['VERIFICATION_IGNORED'] : []),
];

const isSelfAlias = (type: EventType, fields: EventFields): boolean =>
  type === 'alias' && (fields.previousId === fields.userId || fields.previousId === fields.anonymousId);

function propertiesOf(fields: EventFields): JsonObject {
  const { category, properties } = fields;
  return category === undefined || Object.hasOwn(properties, 'category') ? properties : { ...properties, category };
}

/** Traits of the person move to their place; what the wire format does not name stays beside the context, unlost. */
function contextOf(arrived: Arrived, fields: EventFields, type: EventType): JsonObject {
  const { traits, ...rest } = fields.context;
  const context: JsonObject = type === 'group' && traits !== undefined ? { ...rest, traits } : rest;
  // `0.0.0.0` is how a client asks not to be located; it stands like any address that the client gave.
  if (arrived.ip !== undefined && member(context, 'ip') === undefined) context['ip'] = arrived.ip;
  const wire: JsonObject = {};
  // What happened is named in `event` by a track call, in `name` by any other: what stands in the other one is a member like any.
  const unread = type === 'track' ? 'name' : 'event';
  for (const name of Object.keys(arrived.payload)) {
    const value = arrived.payload[name];
    if (!named.has(name) || (name === unread && value !== null && value !== '')) wire[name] = value;
  }
  if (Object.keys(wire).length > 0) context['wire'] = wire;
  return context;
}

/** The time of sending differs between retries of one event and is no part of it. */
const contentOf = (payload: JsonObject): string => JSON.stringify({ ...payload, sentAt: undefined });

/** One event, for ever: the second of the same source with the same message id is a copy. */
export const eventIdOf = (source: string, messageId: string): EventId => eventId(`e_${hash128(source, messageId)}`);
