import Type, { type Static } from 'typebox';
import { Door, Instant, type JsonObject, Sender } from './fields.ts';
import { defineMessage } from './message.ts';

const schema = Type.Object({
  source: Type.String({ minLength: 1, maxLength: 64, description: 'The source whose write key was used.' }),
  door: Door,
  receivedAt: Instant,
  payload: Type.Unsafe<JsonObject>(
    Type.Record(Type.String(), Type.Unknown(), {
      description:
        'One event in the Segment wire format, as the client sent it, with the context of its batch merged in.',
    }),
  ),
  ip: Type.Optional(Type.String({ description: 'Address of the client, for client sources only.' })),
  sender: Type.Optional(Sender),
  replayOf: Type.Optional(Type.String({ description: 'The rejection that this event is a replay of.' })),
});

/** An event that a door has accepted durably and that nobody has looked into yet. */
export type EventReceived = Static<typeof schema>;

export const EventReceived = defineMessage({
  name: 'EventReceived',
  summary: 'A door accepted an event durably; nobody has looked into it yet.',
  schema,
  example: {
    source: 'web',
    door: 'http',
    receivedAt: '2026-03-01T10:00:00.000Z',
    payload: {
      type: 'track',
      event: 'Product Viewed',
      messageId: 'm-1',
      anonymousId: 'a-1',
      properties: { product_id: '85123A', price: 2.55 },
    },
  },
});
