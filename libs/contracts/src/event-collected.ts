import Type, { type Static } from 'typebox';
import { Identifier, Instant, JsonObject, Sender } from './fields.ts';
import { EventIdSchema, RecordIdSchema, eventId, recordId } from './ids.ts';
import { defineMessage } from './message.ts';

export const EventType = Type.Union([
  Type.Literal('identify'),
  Type.Literal('track'),
  Type.Literal('page'),
  Type.Literal('screen'),
  Type.Literal('group'),
  Type.Literal('alias'),
]);
export type EventType = Static<typeof EventType>;

export const collectedEventSchema = Type.Object({
  event: EventIdSchema,
  source: Type.String({ minLength: 1 }),
  messageId: Type.String({ minLength: 1, description: 'Unique within the source.' }),
  type: EventType,
  name: Type.Optional(Type.String({ description: 'Name of a tracked event, page or screen.' })),
  record: RecordIdSchema,
  identifiers: Type.Array(Identifier, { description: 'Everything the event says about who it was, strongest first.' }),
  sender: Type.Optional(Sender),
  verified: Type.Optional(
    Type.Array(Type.String({ minLength: 1, maxLength: 64 }), {
      description:
        'Identifiers and traits, by type or name, that the sender has proven: by a login, a one-time code, a document.',
    }),
  ),
  time: Type.String({ ...Instant, description: 'When it happened, after repair of the client clock.' }),
  originalTimestamp: Type.Optional(Type.String({ description: 'What the client clock said.' })),
  sentAt: Type.Optional(Type.String()),
  receivedAt: Instant,
  properties: Type.Unsafe<JsonObject>(JsonObject),
  traits: Type.Unsafe<JsonObject>(JsonObject),
  context: Type.Unsafe<JsonObject>(JsonObject),
  groupId: Type.Optional(Type.String()),
  flags: Type.Array(Type.String({ description: 'What was repaired or is suspicious, e.g. `TIME_CLAMPED`.' })),
});

/** A valid event, stored in the archive, seen for the first time. */
export type EventCollected = Static<typeof collectedEventSchema>;

export const EventCollected = defineMessage({
  name: 'EventCollected',
  summary: 'A valid event is stored in the archive; it is the first with its message id.',
  schema: collectedEventSchema,
  example: {
    event: eventId('e_0f3a'),
    source: 'web',
    messageId: 'm-1',
    type: 'track',
    name: 'Product Viewed',
    record: recordId('r_77aa'),
    identifiers: [{ type: 'anonymous_id', value: 'a-1' }],
    time: '2026-03-01T09:59:58.000Z',
    receivedAt: '2026-03-01T10:00:00.000Z',
    properties: { product_id: '85123A', price: 2.55 },
    traits: {},
    context: {},
    flags: [],
  },
});
