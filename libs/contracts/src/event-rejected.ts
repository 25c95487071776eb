import Type, { type Static } from 'typebox';
import { Bridged, Door, Instant, Sender } from './fields.ts';
import { defineMessage } from './message.ts';

const schema = Type.Object({
  rejection: Type.String({ minLength: 1, description: 'Id of the rejection, derived from the receipt.' }),
  source: Type.String(),
  door: Door,
  receivedAt: Instant,
  sender: Type.Optional(Sender),
  messageId: Type.Optional(
    Type.String({ description: 'What the event says its message id is, where that can be read.' }),
  ),
  code: Type.String({ minLength: 1, description: 'Closed set of reasons, e.g. `MISSING_IDENTITY`.' }),
  detail: Type.String({ description: 'What was wrong, in words.' }),
  at: Type.Optional(Type.String({ description: 'JSON pointer to the culprit.' })),
  fix: Type.String({ description: 'How to mend it.' }),
  bytes: Type.String({ description: 'The rejected event as it came, base64.' }),
  bridged: Type.Optional(Bridged),
  topic: Type.Optional(Type.String({ description: 'The MQTT topic that it came on.' })),
});

/** An event that was acknowledged but cannot be stored; its bytes are kept and can be replayed. */
export type EventRejected = Static<typeof schema>;

export const EventRejected = defineMessage({
  name: 'EventRejected',
  summary: 'An event cannot be stored; its bytes are kept, with the reason, and can be replayed.',
  schema,
  example: {
    rejection: 'j_5f0c1a',
    source: 'web',
    door: 'http',
    receivedAt: '2026-03-01T10:00:00.000Z',
    code: 'MISSING_IDENTITY',
    detail: 'Neither userId nor anonymousId is set.',
    fix: 'Send userId, anonymousId, or both.',
    bytes: 'eyJ0eXBlIjoidHJhY2sifQ==',
  },
});
