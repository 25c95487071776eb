import Type, { type Static } from 'typebox';
import { Instant } from './fields.ts';
import { defineMessage } from './message.ts';

const schema = Type.Object({
  group: Type.String(),
  topic: Type.String(),
  partition: Type.Integer({ minimum: 0 }),
  offset: Type.Integer({ minimum: 0 }),
  key: Type.Union([Type.String(), Type.Null()], { description: 'Base64.' }),
  value: Type.Union([Type.String(), Type.Null()], { description: 'The original bytes, base64.' }),
  headers: Type.Record(Type.String(), Type.String()),
  timestamp: Type.Optional(Type.Integer({ description: 'Milliseconds, as the message has it.' })),
  reason: Type.String({ description: 'Closed code, e.g. `NOT_JSON`.' }),
  detail: Type.String(),
  at: Instant,
});

/** A message that a consumer can never process, with its original bytes. */
export type DeadLettered = Static<typeof schema>;

export const DeadLettered = defineMessage({
  name: 'DeadLettered',
  summary: 'A message that a consumer can never process, with its original bytes and the reason.',
  schema,
  example: {
    group: 'identity',
    topic: 'event.collected.v1',
    partition: 4,
    offset: 1207,
    key: 'cl83N2Fh',
    value: 'eyJub3QiOiJhbiBldmVudCJ9',
    headers: { ce_type: 'EventCollected' },
    reason: 'SCHEMA_MISMATCH',
    detail: '/record: must have required property',
    at: '2026-03-01T10:00:00.120Z',
  },
});
